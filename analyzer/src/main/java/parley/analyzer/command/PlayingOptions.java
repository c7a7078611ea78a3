package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Decoders;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.os.OutputFile;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.play.Replay;
import parley.analyzer.replay.play.ReplayJUnit;
import parley.analyzer.replay.play.ReplayJson;
import parley.analyzer.replay.play.ReplayOptions;
import parley.analyzer.replay.play.ReplayResult;
import parley.analyzer.replay.play.ReplayTable;
import parley.analyzer.replay.play.RunCapture;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.report.MessageText;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code replay client} and {@code replay server} have in common: what is played, how, and what is told of it. */
final class PlayingOptions {
    private static final int DIFFERENT = 1;
    private static final int NOT_COMPARED = 2;

    @Parameters(
            paramLabel = "FILE",
            description = "A pcap or pcapng file, also compressed or alone in an archive; - reads standard input.")
    private Path file = Path.of("-");

    @Option(names = "--stream", paramLabel = "N", description = "Only the connection with this tcp.stream number.")
    private @Nullable Long stream;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Make the pauses in between X times as short, or leave them out: max (default: 1).")
    private String speed = "1";

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Option(
            names = "--wait",
            paramLabel = "S",
            description = "Wait S seconds for what should come, then say what is missing and go on (default: 5).")
    private double patience = ReplayOptions.DEFAULT_WAIT.toSeconds();

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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    Path file() {
        return file;
    }

    /** How it is played. */
    ReplayOptions options(InetSocketAddress server) throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(server.getHostString(), server.getPort());
        if (resolved.isUnresolved()) {
            throw new IOException(server.getHostString() + ": no such host");
        }
        return ReplayOptions.at(resolved)
                .atSpeed(speed())
                .waiting(seconds("--wait", patience))
                .withRules(comparison.rules())
                .withRenames(comparison.renames(spec));
    }

    /** The decoders that read it, and read what is played of it. */
    Decoders decoders() throws IOException {
        return analysis().decoders();
    }

    private AnalysisOptions analysis() throws IOException {
        return decoders.applyTo(AnalysisOptions.DEFAULT, spec)
                .withStream(stream == null ? OptionalLong.empty() : OptionalLong.of(stream));
    }

    /** What is played: connections to one server. */
    RecordedConversation read() throws IOException {
        try (PacketSource source = CaptureFile.openOrStandardInput(file)) {
            RecordedConversation.Read read = RecordedConversation.read(source, analysis());
            CaptureNotes.tellFault(err(), file, read.result().summary());
            if (stream != null) {
                CaptureNotes.requireStream(
                        file.toString(), stream, read.result().summary());
            }
            if (read.recording().tracks().isEmpty()) {
                throw new IOException(file + " has no TCP connection that carried data");
            }
            requireOneServer(read.recording());
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

    /**
     * Plays, until it is over or until Ctrl-C, and tells what has become of it.
     *
     * @param server where it is played
     * @param begun is run once Ctrl-C would end it well
     * @return the exit code
     */
    int play(Replay replay, InetSocketAddress server, Runnable begun) throws IOException, InterruptedException {
        try (StopOnSignal stop = new StopOnSignal()) {
            ReplayResult result;
            try (RunCapture capture = packets == null ? RunCapture.NONE : RunCapture.create(packets, server)) {
                stop.does(replay::stop);
                begun.run();
                result = replay.play(capture);
            }
            tell(result);
            if (!result.isComparable()) {
                return NOT_COMPARED;
            }
            return result.differences() == 0 ? 0 : DIFFERENT;
        }
    }

    private void tell(ReplayResult result) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ReplayJson.write(result, out);
        } else {
            new ReplayTable(out, Terminal.colours()).write(result);
        }
        out.flush();
        if (junit != null) {
            try (Writer xml = OutputFile.writer(junit)) {
                ReplayJUnit.write(file.toString(), result, xml);
            }
        }
    }

    /** What is said meanwhile. */
    void note(String note) {
        err().println("parley: " + MessageText.visible(note));
        err().flush();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
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

    /** Seconds that an option was given. */
    Duration seconds(String option, double seconds) {
        if (!(seconds >= 0 && seconds <= Integer.MAX_VALUE)) {
            throw new ParameterException(spec.commandLine(), option + " takes seconds, not " + seconds);
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
