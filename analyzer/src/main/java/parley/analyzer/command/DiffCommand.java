package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.os.OutputFile;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.diff.CaptureDiff;
import parley.analyzer.replay.diff.ComparedCapture;
import parley.analyzer.replay.diff.DiffHtml;
import parley.analyzer.replay.diff.DiffJson;
import parley.analyzer.replay.diff.DiffOptions;
import parley.analyzer.replay.diff.DiffOptions.Streams;
import parley.analyzer.replay.diff.DiffText;
import parley.analyzer.replay.diff.Differ;
import parley.analyzer.replay.diff.Slower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diff}: two captures compared as conversations. */
@Command(
        name = "diff",
        header = "Compare two captures as conversations: who said what, how fast, and how TCP carried it.",
        description = {
            "%nIs B as A was? Connections are those of the same user; what their clients and servers said is compared"
                    + " as messages where a decoder knows the protocol, else as octets. Ports, sequence numbers and times"
                    + " are expected to differ, and so is what a network lost and repeated: that a message became slower,"
                    + " and retransmissions, resets and the like, are told in sections of their own and are no difference"
                    + " without --strict.",
            "%nExit code: 0 no difference, 1 a difference, 2 could not be compared."
        },
        exitCodeOnExecutionException = 2,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final Pattern STREAMS = Pattern.compile("(\\d{1,18})(?::(\\d{1,18}))?");

    @Parameters(
            index = "0",
            paramLabel = "A",
            description =
                    "The capture as it should be: pcap or pcapng, also compressed or alone in an archive; - reads standard input.")
    private Path fileA = Path.of("-");

    @Parameters(index = "1", paramLabel = "B", description = "The capture that is compared with it; likewise.")
    private Path fileB = Path.of("-");

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    @Option(
            names = "--stream",
            split = ",",
            paramLabel = "N[:M]",
            description = "Compare only connection N of A, by its tcp.stream number, with connection M of B; with N of"
                    + " B without M. May be repeated.")
    private List<String> streams = new ArrayList<>();

    @Option(
            names = "--slower",
            paramLabel = "Nx,Nms",
            description = "A message is slower that took more than N times as long as in A, and N ms longer, from what"
                    + " led to it. One of the two is enough to say (default: 3x,50ms).")
    private String slower = "3x,50ms";

    @Option(names = "--strict", description = "Slower messages and differences of transport count as differences, too.")
    private boolean strict;

    @Option(names = "--json", description = "Write the result as JSON.")
    private boolean json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write it as a page, too: one file, without scripts.")
    private @Nullable Path html;

    @Mixin
    private DecoderOptions decoders = new DecoderOptions();

    @Mixin
    private ArrangingOptions arranging = new ArrangingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (fileA.toString().equals("-") && fileB.toString().equals("-")) {
            throw new ParameterException(spec.commandLine(), "only one of the captures can be standard input");
        }
        DiffOptions options = new DiffOptions(comparison.rules(), comparison.renames(spec), slower(), streams());
        AnalysisOptions analysis = decoders.applyTo(AnalysisOptions.DEFAULT, spec);
        ComparedCapture a = read(fileA, analysis);
        ComparedCapture b = read(fileB, analysis);
        for (Streams chosen : options.streams()) {
            requireConversation(a, chosen.a());
            requireConversation(b, chosen.b());
        }
        CaptureDiff diff = Differ.diff(a, b, options);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            DiffJson.write(diff, strict, out);
        } else {
            new DiffText(out, Terminal.columns(), Terminal.colours(), strict).write(diff);
        }
        out.flush();
        if (html != null) {
            write(html, diff);
        }
        return diff.isDifferent(strict) ? DIFFERENT : 0;
    }

    private ComparedCapture read(Path file, AnalysisOptions analysis) throws IOException {
        try (PacketSource source = arranging.arrange(CaptureFile.openOrStandardInput(file))) {
            ComparedCapture capture = ComparedCapture.read(file.toString(), source, analysis);
            CaptureNotes.tellFault(spec.commandLine().getErr(), file, capture.summary());
            if (capture.recording().tracks().isEmpty()) {
                throw new IOException(file + " has no TCP connection that carried data: there is nothing to compare");
            }
            return capture;
        }
    }

    private void write(Path file, CaptureDiff diff) throws IOException {
        try (Writer page = OutputFile.writer(file)) {
            DiffHtml.write(diff, strict, page);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + " cannot be written: there is no such directory", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException(file + " cannot be written: no permission", denied);
        }
    }

    private static void requireConversation(ComparedCapture capture, long stream) throws IOException {
        CaptureNotes.requireStream(capture.name(), stream, capture.summary());
        if (capture.recording().tracks().stream().noneMatch(track -> track.stream() == stream)) {
            throw new IOException("stream " + stream + " of " + capture.name() + " carried no data");
        }
    }

    private Slower slower() {
        try {
            return Slower.parse(slower);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--slower " + wrong.getMessage(), wrong);
        }
    }

    private List<Streams> streams() {
        List<Streams> chosen = new ArrayList<>();
        for (String stream : streams) {
            Matcher numbers = STREAMS.matcher(stream);
            if (!numbers.matches()) {
                throw new ParameterException(
                        spec.commandLine(), "--stream takes N or N:M, numbers of connections, not '" + stream + "'");
            }
            long number = Long.parseLong(numbers.group(1));
            chosen.add(new Streams(number, numbers.group(2) == null ? number : Long.parseLong(numbers.group(2))));
        }
        return chosen;
    }
}
