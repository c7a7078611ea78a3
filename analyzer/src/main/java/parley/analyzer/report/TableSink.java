package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;

/**
 * A report that is one table. Rows are handed over as what never changes again, and become cells on the thread of the reports.
 *
 * @param <R> what a row is made of
 */
abstract class TableSink<R> implements ReportSink {
    private final List<Column<R>> columns;
    private final ReportStyle style;
    private final ReportThread.Table thread;
    private final TableWriter table;

    TableSink(CsvReport report, OutputStream out, ReportStyle style, List<Column<R>> columns) {
        String file = style.file(report);
        this.columns = columns;
        this.style = style;
        this.thread = style.thread().table(file);
        this.table = style.format().open(file, out, columns);
    }

    @Override
    public final void started(long firstNanos, int timestampDigits) {
        style.start(firstNanos, timestampDigits);
    }

    @Override
    public final void finer(int timestampDigits) {
        style.finer(timestampDigits);
    }

    /** How times are said, for a row that is handed over now. */
    final CaptureTime time() {
        return style.time();
    }

    /** A cell of text that came off the wire. */
    final String wire(String text) {
        return style.wire(text);
    }

    /**
     * Hands a row over.
     *
     * @param kept octets that it keeps in memory until it is written
     */
    final void row(R row, long kept) {
        thread.later(kept, () -> write(row));
    }

    /** Hands over what writes many rows. */
    final void rows(Runnable many) {
        thread.now(many);
    }

    /** To be called on the thread of the reports. */
    final void write(R row) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).cell().write(row, table);
        }
        table.endRow();
    }

    /** Called before {@link #finish} makes sure that all is written. */
    void lastRows(AnalysisSummary summary, List<Finding> findings) {}

    @Override
    public final void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        lastRows(summary, findings);
        thread.await();
        table.finish();
        thread.requireDone();
    }

    @Override
    public final void close() throws IOException {
        thread.await();
        table.close();
    }
}
