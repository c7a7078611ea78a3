package parley.analyzer.report;

import parley.analyzer.app.Message;

/** A message in one line. */
public final class MessageText {
    private MessageText() {}

    /** For instance {@code direct Ofir → Roony, Hodaya: the lab starts at nine!}. Control characters are made visible. */
    public static String of(Message message) {
        return visible(message.kind()) + " " + said(message);
    }

    /** For instance {@code Ofir → Roony, Hodaya: the lab starts at nine!}, as safe as {@link #of}. */
    static String said(Message message) {
        StringBuilder text = new StringBuilder(message.sender());
        if (!message.recipients().isEmpty()) {
            text.append(" → ").append(String.join(", ", message.recipients()));
        }
        text.append(": ").append(message.text());
        return visible(text.toString());
    }

    /** The text with everything that would change how a terminal or an editor shows it turned into U+FFFD. */
    public static String visible(String text) {
        if (text.codePoints().noneMatch(MessageText::isHarmful)) {
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
