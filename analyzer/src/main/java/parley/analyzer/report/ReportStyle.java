package parley.analyzer.report;

/**
 * What the reports of one analysis have in common.
 *
 * @param text how text from the wire is written
 * @param extension of the tables' files, with its point
 * @param time when the capture began
 * @param thread writes the rows
 */
record ReportStyle(CsvText text, String extension, CaptureTime time, ReportThread thread) {
    ReportStyle(CsvText text, String extension) {
        this(text, extension, new CaptureTime(), new ReportThread());
    }

    /** The name of a table's file, for what is said if it cannot be written. */
    String file(CsvReport table) {
        return table + extension;
    }
}
