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

    /**
     * The cell for text that came off the wire. What begins like a cell that was kept so gets one, too: who takes a {@code '}
     * off wherever a formula's sign follows has the text again.
     */
    public String cell(String text) {
        if (this == RAW) {
            return text;
        }
        int start = 0;
        while (start < text.length() && text.charAt(start) == '\'') {
            start++;
        }
        return start < text.length() && isFormulaSign(text.charAt(start)) ? "'" + text : text;
    }

    private static boolean isFormulaSign(char first) {
        return switch (first) {
            case '=', '+', '-', '@', '\t', '\r' -> true;
            default -> false;
        };
    }
}
