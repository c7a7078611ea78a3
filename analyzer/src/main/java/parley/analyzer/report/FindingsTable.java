package parley.analyzer.report;

import java.io.OutputStream;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;

/** findings: one row per statement. */
final class FindingsTable extends TableSink<Finding> {
    private static final int KEPT = 1 << 10;

    FindingsTable(OutputStream out, ReportStyle style) {
        CsvText text = style.format().text();
        super(
                CsvReport.FINDINGS,
                out,
                style,
                List.of(
                        Column.text("layer", finding -> finding.layer().toString()),
                        Column.text("id", Finding::id),
                        Column.text("severity", finding -> finding.severity().toString()),
                        Column.text("statement", finding -> text.cell(finding.statement())),
                        Column.text("value", finding -> text.cell(finding.value())),
                        Column.text(
                                "evidence.frames", finding -> finding.evidence().toString()),
                        Column.text("filter", Finding::filter)));
    }

    @Override
    void lastRows(AnalysisSummary summary, List<Finding> findings) {
        findings.forEach(finding -> row(finding, KEPT));
    }
}
