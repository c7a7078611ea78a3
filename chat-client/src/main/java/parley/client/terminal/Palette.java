package parley.client.terminal;

import org.jline.utils.AttributedStyle;
import parley.protocol.Names;

/** How things look: with many colours, with few, or with none and no other attribute either. */
enum Palette {
    NONE,
    /** The eight that every colour terminal has. */
    FEW,
    /** The 256 of xterm. */
    MANY;

    /** Of those 256, hues that can be read on black and on white and told from one another. */
    private static final int[] MANY_NAMES = {32, 35, 37, 64, 69, 98, 130, 133, 136, 161, 166, 168};

    private static final int[] FEW_NAMES = {
        AttributedStyle.RED,
        AttributedStyle.GREEN,
        AttributedStyle.YELLOW,
        AttributedStyle.MAGENTA,
        AttributedStyle.CYAN
    };

    /**
     * What a terminal can show and its user wants to see.
     *
     * @param noColor the environment's {@code NO_COLOR}, empty where there is none (no-color.org)
     * @param colours how many the terminal says it has
     */
    static Palette of(String noColor, int colours) {
        if (!noColor.isEmpty() || colours < 8) {
            return NONE;
        }
        return colours < 256 ? FEW : MANY;
    }

    /** The colour of a name, the same whenever and wherever it is shown. */
    AttributedStyle name(String name) {
        int[] hues = this == MANY ? MANY_NAMES : FEW_NAMES;
        return this == NONE
                ? AttributedStyle.DEFAULT
                : AttributedStyle.DEFAULT.foreground(
                        hues[Math.floorMod(Names.key(name).hashCode() >>> 3, hues.length)]);
    }

    /** The user. */
    AttributedStyle self() {
        return unless(AttributedStyle.BOLD);
    }

    /** What is worth a glance at most. */
    AttributedStyle dim() {
        return unless(AttributedStyle.DEFAULT.faint());
    }

    /** What marks a private chat. */
    AttributedStyle inPrivate() {
        return unless(AttributedStyle.BOLD.foreground(AttributedStyle.MAGENTA));
    }

    /** What asks for an answer. */
    AttributedStyle asking() {
        return unless(AttributedStyle.BOLD.foreground(AttributedStyle.YELLOW));
    }

    /** What went wrong. */
    AttributedStyle wrong() {
        return unless(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED));
    }

    /** What is well again. */
    AttributedStyle well() {
        return unless(AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN));
    }

    private AttributedStyle unless(AttributedStyle style) {
        return this == NONE ? AttributedStyle.DEFAULT : style;
    }
}
