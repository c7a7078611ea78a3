package parley.client.terminal;

import java.util.List;
import java.util.Locale;

/** The title of a terminal's window, by OSC 2; what kinds of terminals are known not to understand it get nothing. */
final class WindowTitle {
    private static final List<String> UNDERSTOOD_BY = List.of(
            "xterm",
            "tmux",
            "screen",
            "rxvt",
            "alacritty",
            "foot",
            "ghostty",
            "gnome",
            "iterm",
            "kitty",
            "konsole",
            "mintty",
            "putty",
            "st-",
            "vte",
            "wezterm",
            "windows-vtp");

    /** XTWINOPS 22 and 23: the terminal keeps its title, and has it back. */
    private static final String KEEP = "\u001b[22;2t";

    private static final String BACK = "\u001b[23;2t";

    private final boolean understood;

    /** @param type of the terminal, as in {@code TERM} */
    WindowTitle(String type) {
        understood = UNDERSTOOD_BY.stream().anyMatch(type.toLowerCase(Locale.ROOT)::startsWith);
    }

    String begin() {
        return understood ? KEEP : "";
    }

    /** @param title without control characters */
    String set(String title) {
        return understood ? "\u001b]2;" + title + "\u0007" : "";
    }

    /** Where the terminal kept no title it is left without one. */
    String end() {
        return understood ? set("") + BACK : "";
    }
}
