package parley.analyzer.report;

import java.io.*;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;

public final class TerminalSummary implements ReportSink {
    public TerminalSummary(Appendable o, int width, boolean colours) {}

    public void finish(AnalysisSummary s, List<Finding> f) throws IOException {}

    public void close() {}
}
