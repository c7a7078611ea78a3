package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.TeeSource;
import parley.analyzer.findings.Finding;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.LiveText;
import parley.analyzer.report.MessageText;
import parley.analyzer.report.ReportDirectory;
import parley.analyzer.report.ReportSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code live}: decodes an interface while it happens, until Ctrl-C. */
@Command(
        name = "live",
        header = "Decode what is on an interface while it happens; Ctrl-C ends.",
        mixinStandardHelpOptions = true)
public final class LiveCommand implements Callable<Integer> {
    @Mixin
    private CapturingOptions capturing = new CapturingOptions();

    @Option(names = "-w", paramLabel = "FILE", description = "Write the packets to this pcapng file meanwhile.")
    private @Nullable Path packets;

    @Option(names = "-o", paramLabel = "DIR", description = "Write the reports here at the end.")
    private @Nullable Path output;

    @Option(names = "-v", description = "Show each segment, not only messages.")
    private boolean verbose;

    @Mixin
    private DecoderOptions decoders = new DecoderOptions();

    @Mixin
    private ReassemblyOptions reassembly = new ReassemblyOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        AnalysisOptions options = decoders.applyTo(reassembly.applyTo(AnalysisOptions.DEFAULT), spec);
        CountDownLatch finished = new CountDownLatch(1);
        try (PacketSource source = open()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(source, finished), "stop-live"));
            PrintWriter err = spec.commandLine().getErr();
            err.println("capturing on " + capturing.description() + "; Ctrl-C ends");
            err.flush();
            analyze(source, options);
        } finally {
            finished.countDown();
        }
        return 0;
    }

    private PacketSource open() throws IOException {
        PacketSource live = capturing.open(spec);
        if (packets == null) {
            return live;
        }
        try {
            return new TeeSource(live, PcapngWriter.create(packets));
        } catch (IOException unwritable) {
            live.close();
            throw unwritable;
        }
    }

    private void analyze(PacketSource source, AnalysisOptions options) throws IOException {
        LiveText text = new LiveText(spec.commandLine().getOut(), verbose, Terminal.colours());
        text.whenUnwritable(source::stop);
        List<ReportSink> sinks = new ArrayList<>();
        if (output == null) {
            tellEnd(new Analysis(options, sinks, List.of(text)).run(source), text);
            return;
        }
        try (ReportDirectory reports =
                ReportDirectory.open(output, EnumSet.allOf(CsvReport.class), true, CsvText.SAFE)) {
            sinks.addAll(reports.sinks());
            tellEnd(new Analysis(options, sinks, List.of(text)).run(source), text);
        }
    }

    private void tellEnd(Analysis.Result result, LiveText text) {
        text.requireWritten();
        PrintWriter err = spec.commandLine().getErr();
        for (Finding finding : result.findings()) {
            if (finding.severity() == Finding.Severity.WARNING) {
                err.println("parley: " + MessageText.visible(finding.statement()));
            }
        }
        err.println(result.summary().packets() + " packets captured, "
                + result.summary().dropped() + " dropped"
                + (packets == null ? "" : "; they are in " + packets)
                + (output == null ? "" : "; the reports are in " + output));
        err.flush();
    }

    /** On Ctrl-C the JVM is kept until what was captured is written. */
    private static void stop(PacketSource source, CountDownLatch finished) {
        source.stop();
        try {
            finished.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
