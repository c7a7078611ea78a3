package parley.analyzer.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.StreamDump;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code follow}: the octets of one connection. */
@Command(name = "follow", header = "Show one stream's bytes, put in order.", mixinStandardHelpOptions = true)
public final class FollowCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A pcap or pcapng file, also compressed or alone in an archive; - reads standard input.")
    private Path file = Path.of("-");

    @Parameters(index = "1", paramLabel = "STREAM", description = "The connection's tcp.stream number.")
    private long stream;

    /** Which directions; both without a choice. */
    static final class Side {
        @Option(names = "--client", description = "Only what the client sent.")
        private boolean client;

        @Option(names = "--server", description = "Only what the server sent.")
        private boolean server;
    }

    /** How octets are shown; as text without a choice. */
    static final class Form {
        @Option(names = "--text", description = "As text, with who sent it in which frame (the default).")
        private boolean text;

        @Option(names = "--hex", description = "As hexadecimal numbers beside text.")
        private boolean hex;

        @SuppressWarnings("UnusedVariable") // is what is left
        @Option(names = "--raw", description = "As they are, with nothing added.")
        private boolean raw;
    }

    @ArgGroup
    private @Nullable Side side;

    @ArgGroup
    private @Nullable Form form;

    @Mixin
    private ReassemblyOptions reassembly = new ReassemblyOptions();

    @Mixin
    private ArrangingOptions arranging = new ArrangingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        OutputStream out = System.out;
        StreamDump dump = new StreamDump(
                out,
                spec.commandLine().getErr(),
                form == null || form.text ? StreamDump.Form.TEXT : form.hex ? StreamDump.Form.HEX : StreamDump.Form.RAW,
                side == null || side.client,
                side == null || side.server);
        AnalysisOptions options = reassembly
                .applyTo(AnalysisOptions.DEFAULT)
                .withDepth(AnalysisDepth.STREAMS)
                .withStream(OptionalLong.of(stream));
        try (PacketSource source = arranging.arrange(CaptureFile.openOrStandardInput(file))) {
            Analysis.Result result = new Analysis(options, List.of(), List.of(dump)).run(source);
            out.flush();
            CaptureNotes.tellFault(spec.commandLine().getErr(), file, result.summary());
            CaptureNotes.requireStream(file.toString(), stream, result.summary());
        }
        return 0;
    }
}
