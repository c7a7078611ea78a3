package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.os.Injection;
import parley.analyzer.os.LoopbackInterface;
import parley.analyzer.replay.packets.AddressMap;
import parley.analyzer.replay.packets.FrameOptions;
import parley.analyzer.replay.packets.MacAddress;
import parley.analyzer.replay.packets.PacketReplay;
import parley.analyzer.replay.packets.PacketReplayResult;
import parley.analyzer.replay.packets.Rewriting;
import parley.analyzer.replay.packets.Schedule;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay packets}: the frames of a capture onto an interface. */
@Command(
        name = "packets",
        header = "Send the packets of a capture on an interface, as they were and when they were.",
        description = "As captured in octets and pauses, unless an option says otherwise. Nothing is sent on any"
                + " other interface than the one named. Ctrl-C ends, with the count.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class ReplayPacketsCommand implements Callable<Integer> {
    private static final String MADE_SOURCE = "02:00:00:00:00:01";
    private static final String MADE_DESTINATION = "02:00:00:00:00:02";

    @Parameters(
            paramLabel = "FILE",
            description = "A pcap or pcapng file, also compressed or alone in an archive; - reads standard input.")
    private Path file = Path.of("-");

    @Option(
            names = {"-i", "--interface"},
            required = true,
            paramLabel = "IF",
            description = "The interface to send on; 'parley interfaces' lists those there are.")
    private String interfaceName = "";

    @ArgGroup
    private @Nullable ScheduleOptions schedule;

    /** One of them. */
    private static final class ScheduleOptions {
        @Option(names = "--speed", paramLabel = "X", description = "X times as fast as captured; 0.5 is half as fast.")
        private @Nullable Double speed;

        @Option(names = "--pps", paramLabel = "N", description = "N packets a second.")
        private @Nullable Double packetsASecond;

        @Option(names = "--mbps", paramLabel = "N", description = "N million bits of frames a second.")
        private @Nullable Double megabitsASecond;

        @Option(names = "--topspeed", description = "As fast as the interface takes them.")
        private boolean topSpeed;

        Schedule schedule() {
            if (speed != null) {
                return new Schedule.Captured(speed);
            }
            if (packetsASecond != null) {
                return new Schedule.PacketsASecond(packetsASecond);
            }
            return megabitsASecond != null ? new Schedule.MegabitsASecond(megabitsASecond) : new Schedule.TopSpeed();
        }
    }

    @Option(names = "--loop", paramLabel = "N", description = "Send the capture N times (default: ${DEFAULT-VALUE}).")
    private long loops = 1;

    @Option(names = "--limit", paramLabel = "N", description = "End after N packets.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--map-ip",
            paramLabel = "OLD=NEW",
            description = "Make an IP address another one, or a network: 10.0.0.0/8=172.0.0.0/8."
                    + " May be repeated, as may the other maps; checksums follow.")
    private List<String> addresses = new ArrayList<>();

    @Option(names = "--map-port", paramLabel = "OLD=NEW", description = "Make a port of TCP and UDP another one.")
    private List<String> ports = new ArrayList<>();

    @Option(names = "--map-mac", paramLabel = "OLD=NEW", description = "Make a hardware address another one.")
    private List<String> macs = new ArrayList<>();

    @Option(
            names = "--vlan",
            paramLabel = "N",
            description = "Put every frame into VLAN N, in its outermost tag's place; none takes the tags away.")
    private @Nullable String vlan;

    @Option(
            names = "--fix-checksums",
            description = "Compute all checksums anew, for captures of a machine whose network card did it.")
    private boolean fixChecksums;

    @Option(
            names = "--snapped",
            paramLabel = "skip|pad|cut",
            description = "What to do with packets that were not captured whole: leave them out (the default), pad"
                    + " them with zeros, or send what there is.")
    private String snapped = "skip";

    @Option(
            names = "--from-mac",
            paramLabel = "MAC",
            description = "The sender of Ethernet frames that are made of packets without hardware addresses (default: "
                    + MADE_SOURCE + ", on the loopback interface zeros).")
    private @Nullable String fromMac;

    @Option(
            names = "--to-mac",
            paramLabel = "MAC",
            description = "Their receiver (default: " + MADE_DESTINATION + ", on the loopback interface zeros).")
    private @Nullable String toMac;

    @Mixin
    private PrivilegeOptions privileges = new PrivilegeOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Schedule when = usage(() -> schedule == null ? new Schedule.Captured(1) : schedule.schedule());
        FrameOptions frames = usage(this::frameOptions);
        Rewriting rewriting = usage(() ->
                new Rewriting(AddressMap.parse(addresses), Rewriting.ports(ports), Rewriting.macs(macs), fixChecksums));
        requireRanges();
        PrintWriter err = spec.commandLine().getErr();
        try (StopOnSignal stop = new StopOnSignal();
                PacketSource first = CaptureFile.openOrStandardInput(file);
                Injection output = Injection.open(interfaceName)) {
            Rounds rounds = Rounds.of(file, first, loops);
            ReplayProgress progress = ReplayProgress.of(file, loops, limit, err);
            privileges.dropRootToSend(spec);
            PacketReplay replay = new PacketReplay(
                    rounds, output, when, new PacketReplay.Extent(loops, limit), frames, rewriting, progress);
            stop.does(replay::stop);
            try {
                replay.run();
            } finally {
                progress.wipe();
                tell(replay.result(), rounds.fault().orElse(null));
            }
            requireSent(replay.result());
        }
        return 0;
    }

    /** Something made of options, whose objection to them is one of usage. */
    private interface Made<T> {
        T get();
    }

    private <T> T usage(Made<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private FrameOptions frameOptions() {
        boolean loopback = LoopbackInterface.isNamed(interfaceName);
        return new FrameOptions(
                vlan(),
                snapped(),
                mac(fromMac, loopback ? MacAddress.ZERO : MacAddress.parse(MADE_SOURCE)),
                mac(toMac, loopback ? MacAddress.ZERO : MacAddress.parse(MADE_DESTINATION)));
    }

    private static MacAddress mac(@Nullable String text, MacAddress otherwise) {
        return text == null ? otherwise : MacAddress.parse(text);
    }

    private int vlan() {
        if (vlan == null) {
            return FrameOptions.VLAN_AS_CAPTURED;
        }
        if (vlan.equals("none")) {
            return FrameOptions.NO_VLAN;
        }
        if (!vlan.matches("[0-9]{1,6}")) {
            throw new IllegalArgumentException("--vlan takes a number or none, not '" + vlan + "'");
        }
        return Integer.parseInt(vlan);
    }

    private FrameOptions.Snapped snapped() {
        return switch (snapped) {
            case "skip" -> FrameOptions.Snapped.SKIP;
            case "pad" -> FrameOptions.Snapped.PAD;
            case "cut" -> FrameOptions.Snapped.CUT;
            default -> throw new IllegalArgumentException("--snapped takes skip, pad or cut, not '" + snapped + "'");
        };
    }

    private void requireRanges() {
        if (loops < 1 || limit < 1) {
            throw new ParameterException(
                    spec.commandLine(), (loops < 1 ? "--loop" : "--limit") + " takes a number of at least 1");
        }
        if (loops > 1 && file.toString().equals("-")) {
            throw new ParameterException(
                    spec.commandLine(), "--loop needs a file: standard input can be read only once");
        }
    }

    private void tell(PacketReplayResult result, @Nullable CaptureFault fault) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (fault != null) {
            CaptureNotes.tellFault(err, file, fault, result.packets(), "sent");
        }
        out.println(ReplayText.sent(result, interfaceName));
        if (result.lateness().total() > 0) {
            out.println(ReplayText.lateness(result.lateness()));
        }
        result.notSent()
                .forEach((why, packets) -> err.printf(
                        Locale.ROOT,
                        "parley: not sent: %d %s %s%n",
                        packets,
                        packets == 1 ? "packet" : "packets",
                        why));
        if (result.untimed() > 0) {
            err.println("parley: the capture has no time of " + result.untimed()
                    + " packets: each was sent right behind the one before");
        }
        out.flush();
        err.flush();
    }

    private void requireSent(PacketReplayResult result) throws IOException {
        if (result.packets() == 0 && !result.stopped()) {
            throw new IOException(
                    result.notSent().isEmpty()
                            ? file + " has no packets: nothing was sent"
                            : "none of the packets of " + file + " could be sent on " + interfaceName);
        }
    }
}
