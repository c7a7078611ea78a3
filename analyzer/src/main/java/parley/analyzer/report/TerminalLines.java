package parley.analyzer.report;

import java.util.ArrayList;
import java.util.List;

/** Text broken into lines for a terminal, whose columns characters take two of, one or none. */
public final class TerminalLines {
    private TerminalLines() {}

    /** The text in lines of at most so many columns, broken at spaces where there are any. */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (width(rest) > columns) {
            int limit = fitting(rest, columns);
            int space = rest.lastIndexOf(' ', limit);
            int end = space > 0 ? space : Math.max(limit, rest.offsetByCodePoints(0, 1));
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /** As much of the text as so many columns have room for, with a sign where that is not all. */
    static String clip(String text, int columns) {
        return width(text) <= columns ? text : text.substring(0, fitting(text, columns - 1)) + "…";
    }

    /** Columns that the text takes. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += width(text.codePointAt(i));
        }
        return width;
    }

    /** Where to end the text so that it takes no more columns. */
    private static int fitting(String text, int columns) {
        int width = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            width += width(c);
            if (width > columns) {
                return i;
            }
            i += Character.charCount(c);
        }
        return i;
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** The wide blocks of Unicode's East Asian Width, and the emoji. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xfe30 && c <= 0xfe6f)
                        || (c >= 0xff00 && c <= 0xff60)
                        || (c >= 0xffe0 && c <= 0xffe6)
                        || (c >= 0x1f300 && c <= 0x1f64f)
                        || (c >= 0x1f680 && c <= 0x1f6ff)
                        || (c >= 0x1f900 && c <= 0x1f9ff)
                        || (c >= 0x20000 && c <= 0x3fffd));
    }
}
