package parley.analyzer.report;

import java.io.OutputStream;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;

/** findings.csv: a statement a row. */
final class FindingsCsv extends CsvSink {
    FindingsCsv(OutputStream out, ReportStyle style) {
        super(
                CsvReport.FINDINGS,
                out,
                style,
                "layer",
                "id",
                "severity",
                "statement",
                "value",
                "evidence.frames",
                "filter");
    }

    @Override
    void lastRows(AnalysisSummary summary, List<Finding> findings) {
        for (Finding finding : findings) {
            row(
                    finding.layer().toString(),
                    finding.id(),
                    finding.severity().toString(),
                    wire(finding.statement()),
                    wire(finding.value()),
                    finding.evidence().toString(),
                    finding.filter());
        }
    }
}
