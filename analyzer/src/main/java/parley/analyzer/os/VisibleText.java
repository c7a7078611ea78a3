package parley.analyzer.os;

/** Text from outside as a terminal, an editor or a report may have it. */
public final class VisibleText {
    private VisibleText() {}

    /** The text with everything that would change how a terminal or an editor shows it turned into U+FFFD. */
    public static String of(String text) {
        if (text.codePoints().noneMatch(VisibleText::isHarmful)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().map(c -> isHarmful(c) ? 0xfffd : c).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
