package parley.analyzer.report;

/** The forms in which an analysis is reported; named as {@code --format} names them. */
public enum ReportFormat {
    /** Tables for spreadsheets and scripts. */
    csv,
    /** The tables as NDJSON, and the totals as summary.json. */
    json,
    /** report.md. */
    md,
    /** report.html. */
    html
}
