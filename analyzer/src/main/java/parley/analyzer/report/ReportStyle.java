package parley.analyzer.report;

/**
 * What the reports of one analysis have in common.
 *
 * @param text how text from the wire is written
 * @param time when the capture began
 * @param thread writes the rows
 */
record ReportStyle(CsvText text, CaptureTime time, ReportThread thread) {
    ReportStyle(CsvText text) {
        this(text, new CaptureTime(), new ReportThread());
    }
}
