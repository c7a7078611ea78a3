package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;

/** A report that is one CSV file. */
abstract class CsvSink implements ReportSink {
    private final CsvFile file;
    private final ReportStyle style;
    private final ReportThread.Table rows;

    CsvSink(CsvReport table, OutputStream out, ReportStyle style, String... header) {
        String name = style.file(table);
        this.file = new CsvFile(name, out, header);
        this.style = style;
        this.rows = style.thread().table(name);
    }

    @Override
    public final void started(long firstNanos, int timestampDigits) {
        style.time().start(firstNanos, timestampDigits);
    }

    @Override
    public final void finer(int timestampDigits) {
        style.time().finer(timestampDigits);
    }

    /** Has a row written, a null cell as an empty one. */
    final void row(@Nullable String... cells) {
        long kept = 0;
        for (String cell : cells) {
            kept += cell == null ? 0 : cell.length();
        }
        rows.later(kept, () -> file.row(cells));
    }

    /** How times are said. */
    final CaptureTime time() {
        return style.time();
    }

    /** A cell of text that came off the wire. */
    final String wire(String text) {
        return style.text().cell(text);
    }

    /** A frame or message number, empty where there is none. */
    static @Nullable String number(long number) {
        return number == 0 ? null : Long.toString(number);
    }

    /** Called before {@link #finish} makes sure that all is written. */
    void lastRows(AnalysisSummary summary, List<Finding> findings) {}

    @Override
    public final void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        lastRows(summary, findings);
        rows.await();
        file.finish();
        rows.requireDone();
    }

    @Override
    public final void close() throws IOException {
        rows.await();
        file.close();
    }
}
