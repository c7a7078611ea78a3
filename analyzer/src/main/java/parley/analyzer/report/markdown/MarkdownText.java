package parley.analyzer.report.markdown;

import java.util.Locale;
import java.util.regex.Pattern;
import parley.analyzer.report.MessageText;

/** Text that Markdown shows as it is (CommonMark 0.31, section 2.4; GitHub's tables, autolinks, mentions and maths). */
final class MarkdownText {
    private static final Pattern ACTIVE = Pattern.compile("[\\\\`*_{}\\[\\]<>&|~#$@]");
    /** What makes a line a heading, a list item, a quotation or a rule. */
    private static final Pattern AT_START = Pattern.compile("^(\\d+(?=[.)](?:\\s|$))|(?=[-+=]))");

    private static final Pattern LINK = Pattern.compile("(?i)(https?|ftp|www)([:.])");
    private static final Pattern TICKS = Pattern.compile("`+");

    private MarkdownText() {}

    /** Text as prose or as a table's cell: no markup, one line, control and bidirectional characters made visible. */
    static String plain(String text) {
        String escaped = ACTIVE.matcher(MessageText.visible(text)).replaceAll("\\\\$0");
        escaped = LINK.matcher(escaped).replaceAll("$1\\\\$2");
        return AT_START.matcher(escaped).replaceFirst("$1\\\\");
    }

    /** Text as code, for prose: between more backticks than it has in a row. */
    static String code(String text) {
        String visible = MessageText.visible(text);
        int longest = TICKS.matcher(visible)
                .results()
                .mapToInt(run -> run.end() - run.start())
                .max()
                .orElse(0);
        String fence = "`".repeat(longest + 1);
        String pad = visible.startsWith("`") || visible.endsWith("`") || visible.isBlank() ? " " : "";
        return fence + pad + visible + pad + fence;
    }

    /** A link to a heading of the same report, whose anchor GitHub makes of its words. */
    static String link(String words, String heading) {
        String anchor = heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} -]", "")
                .replace(' ', '-');
        return "[" + words + "](#" + anchor + ")";
    }

    /** A frame's number, and a dash for 0, which is none. */
    static String frame(long number) {
        return number == 0 ? "–" : Long.toString(number);
    }

    /** The first characters of a text, with a sign that there were more. */
    static String clip(String text, int characters) {
        if (text.codePointCount(0, text.length()) <= characters) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, characters)) + "…";
    }
}
