package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.LiveScreen;
import parley.analyzer.report.LiveText;
import parley.analyzer.report.MessageText;
import parley.analyzer.report.ReportDirectory;
import parley.analyzer.report.ReportSink;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The analysis of a live source with what is shown meanwhile and what is said at the end.
 *
 * @param pipe whether the packets come from another program, which alone knows how many it dropped
 * @param everySegment whether each segment is shown, not only messages
 * @param packets where the packets are written, for people; null where they are not
 * @param output where the reports go; null for none
 */
record LiveRun(
        CommandSpec spec,
        boolean pipe,
        boolean everySegment,
        @Nullable Path packets,
        @Nullable Path output) {
    /**
     * Analyzes the source until it ends.
     *
     * @return how many packets it gave
     * @throws IOException if the source fails or a report cannot be written; what was captured before is in the reports
     * @throws java.io.UncheckedIOException if what is shown could not be written
     */
    long run(PacketSource source, AnalysisOptions options) throws IOException {
        Analysis.Result result;
        if (output == null) {
            result = analyze(source, options, List.of());
        } else {
            try (ReportDirectory reports = ReportDirectory.openAll(output, captureName())) {
                result = analyze(new WhileDiskLasts(source, reports.space(), output), options, reports.sinks());
            }
        }
        tellEnd(result, spec.commandLine().getErr());
        return result.summary().packets();
    }

    private @Nullable String captureName() {
        return packets == null ? null : String.valueOf(packets.getFileName());
    }

    private Analysis.Result analyze(PacketSource source, AnalysisOptions options, List<ReportSink> sinks)
            throws IOException {
        boolean terminal = Terminal.isAt(Terminal.OUT);
        boolean status = Terminal.wantsEscapes() && Terminal.isAt(Terminal.ERR);
        PrintWriter err = spec.commandLine().getErr();
        LiveScreen screen = new LiveScreen(spec.commandLine().getOut(), status ? err : null, System::nanoTime);
        screen.whenUnwritable(source::stop);
        LiveText text = new LiveText(
                screen, everySegment, terminal && Terminal.wantsEscapes(), terminal ? Terminal.measuredWidth() : 0);
        Analysis analysis = new Analysis(options, sinks, List.of(text));
        LiveStatus watched = new LiveStatus(source, screen, text, analysis::limits, System::nanoTime);
        Analysis.Result result;
        try {
            result = analysis.run(watched);
        } finally {
            text.end();
        }
        screen.requireWritten();
        return result;
    }

    private void tellEnd(Analysis.Result result, PrintWriter err) {
        for (Finding finding : result.findings()) {
            if (finding.severity() == Finding.Severity.WARNING) {
                err.println("parley: " + MessageText.visible(finding.statement()));
            }
        }
        long dropped = result.summary().dropped();
        err.println(Words.count(result.summary().packets(), "packet")
                + (pipe ? " read" : " captured, " + Words.number(dropped) + " dropped")
                + (packets == null ? "" : "; they are in " + packets)
                + (output == null ? "" : "; the reports are in " + output));
        err.flush();
    }
}
