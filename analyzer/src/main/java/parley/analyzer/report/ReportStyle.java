package parley.analyzer.report;

/** What the tables of one analysis have in common: their format, the thread that writes them, and since when time counts. */
final class ReportStyle {
    private final TableFormat format;
    private final ReportThread thread;
    private CaptureTime time = CaptureTime.NONE;
    private boolean started;

    ReportStyle(TableFormat format, ReportThread thread) {
        this.format = format;
        this.thread = thread;
    }

    TableFormat format() {
        return format;
    }

    ReportThread thread() {
        return thread;
    }

    /** How times are said of what happens now. */
    CaptureTime time() {
        return time;
    }

    /** The capture's first packet; what comes later changes nothing. */
    void start(long firstNanos, int timestampDigits) {
        if (!started) {
            started = true;
            time = new CaptureTime(firstNanos, timestampDigits);
        }
    }

    /** Packets with finer timestamps come. */
    void finer(int timestampDigits) {
        time = time.finer(timestampDigits);
    }

    /** Text that came off the wire, as a cell. */
    String wire(String text) {
        return format.text().cell(text);
    }

    /** The name of a table's file, for what is said if it cannot be written. */
    String file(CsvReport table) {
        return table + format.extension();
    }
}
