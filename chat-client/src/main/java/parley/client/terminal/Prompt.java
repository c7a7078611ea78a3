package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jspecify.annotations.Nullable;
import parley.client.TerminalText;

/**
 * What stands before the line that is typed, and in the title of the window.
 *
 * @param text to its last blank
 * @param title without control characters
 * @param standing what it asks for
 * @param partner of the private chat that it shows; null in the lobby
 */
record Prompt(
        AttributedString text,
        String title,
        ChatState.Standing standing,
        @Nullable String partner) {
    static final String PRIVATE = "⇄";

    static Prompt of(ChatState state, Palette palette) {
        String me = state.me();
        ChatState.Standing standing = state.standing();
        if (me == null || !standing.hasName()) {
            String text = standing == ChatState.Standing.NAMING ? "name> " : "> ";
            return new Prompt(new AttributedString(text), "Parley", standing, null);
        }
        List<String> marks = new ArrayList<>();
        if (!state.isConnected()) {
            marks.add("offline");
        }
        if (state.unread() > 0) {
            marks.add(String.valueOf(state.unread()));
        }
        String shownMe = TerminalText.printable(me);
        @Nullable String partner = state.partner();
        AttributedStringBuilder text = new AttributedStringBuilder().append(shownMe, palette.self());
        String who = shownMe;
        if (partner != null) {
            String shownPartner = state.shown(partner);
            text.append(" " + PRIVATE + " ", palette.inPrivate()).append(shownPartner, palette.name(partner));
            who += " " + PRIVATE + " " + shownPartner;
        }
        String inBrackets = marks.isEmpty() ? "" : "(" + String.join(", ", marks) + ")";
        if (!marks.isEmpty()) {
            text.append(" ").append(inBrackets, state.isConnected() ? palette.asking() : palette.wrong());
        }
        text.append("> ");
        String title = (marks.isEmpty() ? "" : inBrackets + " ") + who + " - Parley";
        return new Prompt(text.toAttributedString(), title, standing, partner);
    }
}
