package parley.analyzer.report;

import parley.analyzer.app.Message;
import parley.analyzer.os.VisibleText;

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

    /** {@link VisibleText#of}. */
    public static String visible(String text) {
        return VisibleText.of(text);
    }
}
