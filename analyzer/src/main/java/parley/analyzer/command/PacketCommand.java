package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.FirstPackets;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.PacketDetails;
import parley.analyzer.report.PacketMessages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code packet}: one packet, every layer and field, with its octets. */
@Command(
        name = "packet",
        header = "Show one packet: every layer and field, its bytes, its messages.",
        mixinStandardHelpOptions = true)
public final class PacketCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A pcap or pcapng file, also compressed or alone in an archive; - reads standard input.")
    private Path file = Path.of("-");

    @Parameters(index = "1", paramLabel = "N", description = "The frame number, from 1.")
    private long number;

    @Mixin
    private DecoderOptions decoders = new DecoderOptions();

    @Mixin
    private ArrangingOptions arranging = new ArrangingOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (number < 1) {
            throw new ParameterException(spec.commandLine(), "frame numbers start at 1: there is no frame " + number);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (PacketSource source = arranging.arrange(CaptureFile.openOrStandardInput(file))) {
            PacketDetails details = new PacketDetails(out, number, source);
            PacketMessages messages = new PacketMessages(number);
            AnalysisOptions options =
                    decoders.applyTo(AnalysisOptions.DEFAULT, spec).withDepth(AnalysisDepth.MESSAGES);
            Analysis.Result result = new Analysis(options, List.of(), List.of(details, messages))
                    .run(new FirstPackets(source, number, messages::isComplete));
            CaptureNotes.tellFault(spec.commandLine().getErr(), file, result.summary());
            if (!details.isShown()) {
                long packets = result.summary().packets();
                throw new IOException(
                        packets == 0
                                ? file + " has no packets"
                                : "%s has no frame %d; its last one is %d".formatted(file, number, packets));
            }
            messages.print(out);
        }
        out.flush();
        return 0;
    }
}
