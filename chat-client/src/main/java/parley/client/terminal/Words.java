package parley.client.terminal;

import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.TerminalText;
import parley.protocol.ClientLine;

/** A line for the screen in the making. Names and texts come from elsewhere and are made safe here. */
final class Words {
    private static final String ARROW = " → ";

    /** Names shown without having been asked for. */
    static final int SHOWN = 20;

    /** Characters shown of a text that was not sent: some rows of a terminal, with the reason before them. */
    private static final int UNSENT_SHOWN = 300;

    private final ChatState state;
    private final Palette palette;
    private final AttributedStringBuilder line = new AttributedStringBuilder();

    Words(ChatState state, Palette palette) {
        this.state = state;
        this.palette = palette;
    }

    Words text(String text) {
        return styled(text, AttributedStyle.DEFAULT);
    }

    Words dim(String text) {
        return styled(text, palette.dim());
    }

    Words wrong(String text) {
        return styled(text, palette.wrong());
    }

    Words styled(String text, AttributedStyle style) {
        line.append(TerminalText.printable(text), style);
        return this;
    }

    /** The user at this terminal. */
    Words self() {
        return styled("you", palette.self());
    }

    /** A user in their colour; the user at this terminal is {@code you}. */
    Words name(String name) {
        return state.isMe(name) ? self() : other(name);
    }

    /** A user who is not the one at this terminal, whatever they are called. */
    Words other(String name) {
        return styled(state.shown(name), palette.name(name));
    }

    Words names(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                dim(", ");
            }
            name(names.get(i));
        }
        return this;
    }

    /**
     * As many names as nobody has asked for.
     *
     * @param rest said where there are more
     */
    Words someNames(List<String> names, String rest) {
        return names.size() <= SHOWN
                ? names(names)
                : names(names.subList(0, SHOWN)).dim(" and " + (names.size() - SHOWN) + " more" + rest);
    }

    /** A message to some: to whom, what. Who it is from stands before it. */
    Words to(List<String> recipients, String text) {
        return dim(ARROW).names(recipients).dim(": ").text(text);
    }

    Words inPrivate() {
        return styled(Prompt.PRIVATE + " ", palette.inPrivate());
    }

    /** What the user has written, as the line it is shown as. */
    Words written(ClientLine written) {
        return switch (written) {
            case ClientLine.Direct direct -> self().to(direct.recipients(), direct.text());
            case ClientLine.Text said -> inPrivate().self().dim(": ").text(said.text());
            default -> text(written.format());
        };
    }

    /** What the user has written and nobody has got: so much of it that it can be told, the rest is in the history. */
    Words unsent(ClientLine written) {
        return switch (written) {
            case ClientLine.Direct direct ->
                direct.recipients().size() <= SHOWN
                        ? self().to(direct.recipients(), "").shortened(direct.text())
                        : shortened(direct.format());
            case ClientLine.Text said -> inPrivate().self().dim(": ").shortened(said.text());
            default -> shortened(written.format());
        };
    }

    Words shortened(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= UNSENT_SHOWN
                ? text(text)
                : text(text.substring(0, text.offsetByCodePoints(0, UNSENT_SHOWN)))
                        .dim(String.format(Locale.ROOT, "… (%,d characters, Up has them all)", length));
    }

    AttributedString end() {
        return line.toAttributedString();
    }
}
