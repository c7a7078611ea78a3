package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;

public final class MarkdownReport implements ReportSink {
    public MarkdownReport(OutputStream o) {}

    public void finish(AnalysisSummary s, List<Finding> f) throws IOException {}

    public void close() {}
}
