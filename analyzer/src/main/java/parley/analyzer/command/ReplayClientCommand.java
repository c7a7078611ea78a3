package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.client.ReplayClient;
import parley.analyzer.replay.client.ReplayJUnit;
import parley.analyzer.replay.client.ReplayJson;
import parley.analyzer.replay.client.ReplayOptions;
import parley.analyzer.replay.client.ReplayResult;
import parley.analyzer.replay.client.ReplayTable;
import parley.analyzer.replay.client.RunCapture;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.report.MessageText;
import parley.protocol.HostPort;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay client}: every captured client, on real connections, against a live server. */
@Command(
        name = "client",
        header = "Play every captured client against a live server and compare each answer.",
        description = {
            "%nWhat a client sent is sent again once all has come that had come before it in the capture. Messages of a"
                    + " protocol that is decoded are compared as messages, everything else as octets. Nothing is sent to"
                    + " any other address than the one named.",
            "%nExit code: 0 no difference, 1 a difference, 2 nothing could be compared."
        },
        exitCodeOnExecutionException = 2,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class ReplayClientCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final int NOT_COMPARED = 2;

    @Parameters(paramLabel = "FILE", description = "A pcap or pcapng file, compressed or not; - reads standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "H[:P]",
            converter = RelayEnds.Target.class,
            description = "The server to play against; port 10000 without P.")
    private InetSocketAddress target = InetSocketAddress.createUnresolved("", 0);

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Make the pauses in between X times as short, or leave them out: max (default: 1).")
    private String speed = "1";

    @Option(names = "--stream", paramLabel = "N", description = "Only the connection with this tcp.stream number.")
    private @Nullable Long stream;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "What may differ, besides what the protocol leaves open.")
    private @Nullable Path rules;

    @Option(
            names = "--rename",
            split = ",",
            paramLabel = "A=B",
            description = "User A of the capture is B here. May be repeated.")
    private List<String> renames = new ArrayList<>();

    @Option(
            names = "--wait",
            paramLabel = "S",
            description = "Wait S seconds for an answer, then say what is missing and go on (default: 5).")
    private double patience = ReplayOptions.DEFAULT_WAIT.toSeconds();

    @Option(
            names = "--max-delay",
            paramLabel = "S",
            description = "An answer that takes S seconds longer than in the capture is a difference.")
    private @Nullable Double maxDelay;

    @Option(
            names = "-w",
            paramLabel = "FILE",
            description =
                    "Write the replay to this pcapng file: octets and times are those of its connections, handshakes,"
                            + " segments and acknowledgments are made.")
    private @Nullable Path packets;

    @Option(names = "--json", description = "Write the result as JSON.")
    private boolean json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write it as JUnit's XML, too.")
    private @Nullable Path junit;

    @Mixin
    private DecoderOptions decoders = new DecoderOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ReplayOptions options = options();
        AnalysisOptions analysis = decoders.applyTo(AnalysisOptions.DEFAULT, spec)
                .withStream(stream == null ? OptionalLong.empty() : OptionalLong.of(stream));
        RecordedConversation recording = read(analysis, err);
        if (recording.tracks().isEmpty()) {
            throw new IOException(file + " has no TCP connection that carried anything");
        }
        requireOneServer(recording);
        ReplayResult result = play(recording, options, analysis, err);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ReplayJson.write(result, out);
        } else {
            new ReplayTable(out, Terminal.colours()).write(result);
        }
        out.flush();
        if (junit != null) {
            try (Writer xml = Files.newBufferedWriter(junit)) {
                ReplayJUnit.write(file.toString(), result, xml);
            }
        }
        if (!result.isComparable()) {
            return NOT_COMPARED;
        }
        return result.differences() == 0 ? 0 : DIFFERENT;
    }

    private RecordedConversation read(AnalysisOptions analysis, PrintWriter err) throws IOException {
        try (PacketSource source = CaptureFile.openOrStandardInput(file)) {
            RecordedConversation.Read read = RecordedConversation.read(source, analysis);
            CaptureNotes.tellFault(err, file, read.result().summary());
            if (stream != null) {
                CaptureNotes.requireStream(
                        file.toString(), stream, read.result().summary());
            }
            return read.recording();
        }
    }

    /** What was said to one server is not said to another. */
    private void requireOneServer(RecordedConversation recording) {
        SortedSet<String> servers = new TreeSet<>();
        recording.tracks().forEach(track -> servers.add(track.server().toString()));
        if (servers.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    file + " has connections to " + servers.size() + " servers (" + servers.first() + ", "
                            + servers.last() + (servers.size() > 2 ? ", …" : "") + "): choose one with --stream");
        }
    }

    private ReplayResult play(
            RecordedConversation recording, ReplayOptions options, AnalysisOptions analysis, PrintWriter err)
            throws IOException, InterruptedException {
        try (RunCapture capture = packets == null ? RunCapture.NONE : RunCapture.create(packets, options.target())) {
            return ReplayClient.play(recording, options, analysis.decoders(), capture, note -> {
                err.println("parley: " + MessageText.visible(note));
                err.flush();
            });
        } catch (ConnectException refused) {
            throw new IOException(
                    "no connection to " + HostPort.format(target) + "; is the server running, and on that port?",
                    refused);
        }
    }

    private ReplayOptions options() throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(target.getHostString(), target.getPort());
        if (resolved.isUnresolved()) {
            throw new IOException(target.getHostString() + ": no such host");
        }
        return ReplayOptions.to(resolved)
                .atSpeed(speed())
                .waiting(seconds("--wait", patience))
                .withMaxDelay(maxDelay == null ? null : seconds("--max-delay", maxDelay))
                .withRules(rules == null ? Rules.NONE : Rules.read(rules))
                .withRenames(renames());
    }

    private double speed() {
        try {
            double times = speed.equals("max") ? Double.POSITIVE_INFINITY : Double.parseDouble(speed);
            if (times > 0) {
                return times;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new ParameterException(spec.commandLine(), "--speed takes a number above 0, or max; not '" + speed + "'");
    }

    private Duration seconds(String option, double seconds) {
        if (!(seconds >= 0 && seconds <= Integer.MAX_VALUE)) {
            throw new ParameterException(spec.commandLine(), option + " takes seconds, not " + seconds);
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private Renames renames() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String rename : renames) {
            int equals = rename.indexOf('=');
            if (equals <= 0 || equals == rename.length() - 1) {
                throw new ParameterException(spec.commandLine(), "--rename takes A=B, not '" + rename + "'");
            }
            if (names.put(rename.substring(0, equals), rename.substring(equals + 1)) != null) {
                throw new ParameterException(
                        spec.commandLine(), "--rename: '" + rename.substring(0, equals) + "' is renamed twice");
            }
        }
        if (names.values().stream().distinct().count() < names.size()) {
            throw new ParameterException(spec.commandLine(), "--rename: two users would have the same name");
        }
        return new Renames(names);
    }
}
