package parley.analyzer.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import parley.analyzer.capture.LiveSources;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PipeSource;
import parley.analyzer.capture.foreign.InputName;
import parley.analyzer.findings.Words;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.ListeningPorts;
import parley.analyzer.os.LoopbackInterface;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is captured and how, for every command that opens interfaces. */
final class CapturingOptions {
    private static final int MEBIBYTE = 1 << 20;
    private static final int PORTS_TOLD = 16;
    /** The kernel takes a number of octets below 2 GiB. */
    private static final int MAXIMUM_BUFFER_MEBIBYTES = 2047;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IF",
            description = "An interface, of several one each; the loopback one without it.")
    private List<String> interfaceNames = new ArrayList<>();

    @Option(
            names = "-f",
            paramLabel = "BPF",
            description = "What to capture, in libpcap's language; \"\" is every packet (default: ${DEFAULT-VALUE}).")
    private String filter = "tcp port 10000";

    @Option(
            names = {"-s", "--snaplen", "--snapshot-length"},
            paramLabel = "N",
            description = "Keep at most N octets of a packet (default: ${DEFAULT-VALUE}).")
    private int snapLength = CaptureOptions.MAXIMUM_SNAP_LENGTH;

    @Option(
            names = {"-B", "--buffer-size"},
            paramLabel = "MIB",
            description = "What the kernel holds for us meanwhile, in MiB (default: ${DEFAULT-VALUE}).")
    private int bufferMebibytes = CaptureOptions.DEFAULT_BUFFER_OCTETS / MEBIBYTE;

    @Mixin
    private PrivilegeOptions privileges = new PrivilegeOptions();

    /**
     * Opens the interfaces, and then gives up root where this is root and is to ({@link PrivilegeOptions#dropRoot}).
     * Once this returns, every packet on them is captured, and files can be created.
     *
     * @throws CommandLine.ParameterException if an option is out of its range, or {@code -Z} names nobody
     * @throws IOException if one of them cannot be captured, or root cannot be given up; the message is one line that
     *     says what to do
     */
    PacketSource open(CommandSpec spec) throws IOException {
        requireRanges(spec);
        List<CaptureOptions> interfaces = new ArrayList<>();
        for (String name : names()) {
            interfaces.add(CaptureOptions.of(name, filter.isBlank() ? null : filter)
                    .withSnapLength(snapLength)
                    .withBufferOctets(bufferMebibytes * MEBIBYTE));
        }
        return withoutRoot(LiveSources.open(interfaces), spec);
    }

    /**
     * Opens a relay in place of interfaces, likewise.
     *
     * @throws CommandLine.ParameterException if there is an option that is about an interface, or {@code -Z} names nobody
     * @throws IOException if the relay cannot listen, or root cannot be given up
     */
    PacketSource openThrough(RelayEnds relay, CommandSpec spec) throws IOException {
        for (String option : List.of("-i", "-f", "-s", "-B")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), option + " is about an interface and has no meaning with --listen");
            }
        }
        return withoutRoot(relay.open(spec.commandLine().getErr()), spec);
    }

    private PacketSource withoutRoot(PacketSource opened, CommandSpec spec) throws IOException {
        try {
            privileges.dropRoot(spec);
            return opened;
        } catch (IOException | CommandLine.ParameterException refused) {
            opened.close();
            throw refused;
        }
    }

    /**
     * Opens the capture that comes on standard input, and then gives up root as {@link #open} does.
     *
     * @throws CommandLine.ParameterException if an option says how an interface is to be captured
     * @throws IOException if what comes is no capture, or root cannot be given up
     */
    PacketSource openStandardInput(CommandSpec spec) throws IOException {
        for (String option : List.of("-i", "-f", "-s", "-B")) {
            if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        option + " is for an interface, and - reads a capture: give it to what captures");
            }
        }
        privileges.dropRoot(spec);
        return PipeSource.open(System.in, InputName.STANDARD_INPUT);
    }

    private List<String> names() throws IOException {
        return interfaceNames.isEmpty()
                ? List.of(LoopbackInterface.name())
                : interfaceNames.stream().distinct().toList();
    }

    private void requireRanges(CommandSpec spec) {
        if (snapLength < 1 || snapLength > CaptureOptions.MAXIMUM_SNAP_LENGTH) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--snaplen is 1 to %d octets, not %d".formatted(CaptureOptions.MAXIMUM_SNAP_LENGTH, snapLength));
        }
        if (bufferMebibytes < 1 || bufferMebibytes > MAXIMUM_BUFFER_MEBIBYTES) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--buffer-size is 1 to %d MiB, not %d".formatted(MAXIMUM_BUFFER_MEBIBYTES, bufferMebibytes));
        }
    }

    /**
     * Why nothing may have been captured, and what to try: the filter that was in force, and the ports on which programs
     * of this machine listen.
     *
     * @throws IOException if no interface was named and this machine has no loopback interface
     */
    String whyNothing(CommandSpec spec) throws IOException {
        boolean chosen = spec.commandLine().getParseResult().hasMatchedOption("-f");
        String matched = filter.isBlank()
                ? "Nothing was captured: no packet passed " + String.join(" or ", names()) + "."
                : "Nothing was captured: no packet on " + String.join(" or ", names()) + " matched "
                        + (chosen ? "the filter" : "the default filter") + " \"" + filter + "\".";
        List<Integer> ports = List.copyOf(ListeningPorts.now());
        List<Integer> told = ports.subList(0, Math.min(PORTS_TOLD, ports.size()));
        String listening = ports.isEmpty()
                ? ""
                : " Programs here listen on TCP port" + (ports.size() == 1 ? " " : "s ")
                        + Words.list(told.stream().map(String::valueOf).toList())
                        + (told.size() < ports.size() ? " and others" : "") + ".";
        String port = ports.isEmpty() ? "PORT" : ports.getFirst().toString();
        return matched + listening + " Try -f \"tcp port " + port + "\", or -i for another interface.";
    }

    /** What is captured, for people: {@code lo, tcp port 10000}. */
    String description() throws IOException {
        return String.join(" and ", names()) + ", " + (filter.isBlank() ? "every packet" : filter);
    }
}
