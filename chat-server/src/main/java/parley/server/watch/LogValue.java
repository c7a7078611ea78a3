package parley.server.watch;

/** A value of a line in the log, in quotes where it needs them. */
final class LogValue {
    private static final String PLAIN = "_-.:,+[]";

    private LogValue() {}

    static void append(StringBuilder line, String value) {
        if (!value.isEmpty() && value.codePoints().allMatch(LogValue::isPlain)) {
            line.append(value);
            return;
        }
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(line, value.charAt(i));
        }
        line.append('"');
    }

    private static boolean isPlain(int c) {
        return Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
    }

    /** What a terminal would act on is escaped with the rest: control, format and bidirectional characters. */
    private static void escape(StringBuilder line, char c) {
        switch (c) {
            case '"', '\\' -> line.append('\\').append(c);
            case '\n' -> line.append("\\n");
            case '\t' -> line.append("\\t");
            default -> {
                int type = Character.getType(c);
                if (Character.isISOControl(c)
                        || type == Character.FORMAT
                        || type == Character.LINE_SEPARATOR
                        || type == Character.PARAGRAPH_SEPARATOR) {
                    line.append(String.format("\\u%04x", (int) c));
                } else {
                    line.append(c);
                }
            }
        }
    }
}
