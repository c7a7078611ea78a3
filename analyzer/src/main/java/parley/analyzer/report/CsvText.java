package parley.analyzer.report;

/**
 * Text from the wire on its way into a CSV file. A spreadsheet runs a cell that begins with {@code = + - @}, TAB or CR
 * as a formula; a leading {@code '} keeps it text.
 */
public enum CsvText {
    /** Such cells get a leading {@code '}. */
    SAFE,
    /** Cells are as they came. */
    RAW;

    /** The cell for text that came off the wire. */
    public String cell(String text) {
        if (this == RAW || text.isEmpty()) {
            return text;
        }
        return switch (text.charAt(0)) {
            case '=', '+', '-', '@', '\t', '\r' -> "'" + text;
            default -> text;
        };
    }
}
