package parley.client.terminal;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines, with a prompt that may change at any time and lines that appear above it. One thread reads; all else may
 * be called by any.
 */
final class ChatReader extends LineReaderImpl {
    /** Ctrl-X Ctrl-E: the line in an editor, which would write it to a file. */
    private static final String EDITOR_KEY = KeyMap.ctrl('X') + KeyMap.ctrl('E');

    private static final String INTERRUPT_KEY = KeyMap.ctrl('C');

    /** What is chosen from a list, shown inverse: no colour, and all that tells it from the others. */
    private static final List<String> CHOSEN =
            List.of(LineReader.COMPLETION_STYLE_SELECTION, LineReader.COMPLETION_STYLE_LIST_SELECTION);

    private final Supplier<Prompt> source;
    private final Runnable onKey;
    private final Palette palette;
    private final WindowTitle title;
    private String shownTitle = "";
    private volatile boolean titled;
    private boolean following;

    /** The prompt that stands on the screen. */
    private volatile Prompt drawn;

    /** The prompt that stood on the screen when the last key came. */
    private Prompt seen;

    private @Nullable String aside;

    /**
     * @param source asked whenever the prompt is drawn
     * @param onKey called after each key but Ctrl-C by the thread that reads
     */
    ChatReader(Terminal terminal, Supplier<Prompt> source, Runnable onKey, Palette palette) {
        super(terminal, "parley", new HashMap<>());
        this.source = source;
        this.drawn = source.get();
        this.seen = drawn;
        this.onKey = onKey;
        this.palette = palette;
        this.title = new WindowTitle(terminal.getType());
        option(Option.DISABLE_EVENT_EXPANSION, true);
        option(Option.ERASE_LINE_ON_FINISH, true);
        option(Option.CASE_INSENSITIVE, true);
        option(Option.CASE_INSENSITIVE_SEARCH, true);
        variable(LineReader.BLINK_MATCHING_PAREN, 0);
        variable(LineReader.SECONDARY_PROMPT_PATTERN, "");
        keys().unbind(EDITOR_KEY);
        setParser(new ChatLineParser());
    }

    /** Binds Alt and a letter, in either case; Esc and then the letter is the same to a terminal. */
    void bindAlt(char letter, Runnable action) {
        String name = "parley-" + letter;
        Widget widget = () -> {
            action.run();
            return true;
        };
        getWidgets().put(name, widget);
        keys().bind(new Reference(name), KeyMap.alt(letter), KeyMap.alt(Character.toUpperCase(letter)));
    }

    private KeyMap<Binding> keys() {
        return Objects.requireNonNull(getKeyMaps().get(EMACS));
    }

    /**
     * A line and the prompt at which it was entered: what has come since was not on the screen yet.
     *
     * @param line as it was typed
     */
    record Entered(Prompt prompt, String line) {}

    /** The next line; what was set aside stands in it. */
    Entered next() {
        String line = readLine(null, null, (MaskingCallback) null, isAside() ? null : takeAside());
        return new Entered(seen, line);
    }

    /** Shows a line above the prompt. */
    void show(AttributedString line) {
        lock.lock();
        try {
            followSize();
            printAbove(line);
            if (!reading) {
                showTitle();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Draws prompt and title as they are now. */
    void refresh() {
        lock.lock();
        try {
            if (reading) {
                redisplay(true);
            } else {
                showTitle();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes away what is half typed, because something else has to be typed first, which is not kept in the history.
     */
    void setAside() {
        lock.lock();
        try {
            variable(LineReader.DISABLE_HISTORY, true);
            if (reading && buf.length() > 0) {
                aside = buf.toString();
                buf.clear();
                redisplay(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what was set aside, to a line that is still empty, or else to the line after it. */
    void putBack() {
        lock.lock();
        try {
            variable(LineReader.DISABLE_HISTORY, false);
            if (reading && buf.length() == 0) {
                String text = takeAside();
                if (text != null) {
                    buf.write(text);
                    redisplay(true);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isAside() {
        return Boolean.TRUE.equals(getVariable(LineReader.DISABLE_HISTORY));
    }

    private @Nullable String takeAside() {
        lock.lock();
        try {
            String text = aside;
            aside = null;
            return text;
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the window's title of before; until then none is shown, for it would be the one that is kept. */
    void begin() {
        lock.lock();
        try {
            write(title.begin());
            titled = true;
            showTitle();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the terminal's modes and the window's title as they were. */
    void end() {
        titled = false;
        write(BRACKETED_PASTE_OFF + title.end());
        terminal.puts(Capability.keypad_local);
        terminal.flush();
    }

    private void write(String text) {
        PrintWriter writer = terminal.writer();
        writer.write(text);
        writer.flush();
    }

    @Override
    public Binding readBinding(KeyMap<Binding> keys, KeyMap<Binding> local) {
        Binding binding = super.readBinding(keys, local);
        seen = drawn;
        if (!INTERRUPT_KEY.equals(getLastBinding())) {
            onKey.run();
        }
        return binding;
    }

    @Override
    public void setPrompt(String ignored) {
        prompt = source.get().text();
    }

    /** The terminal's signal that it was resized may come after the next key, or after something to show. */
    private void followSize() {
        if (reading && !following && !terminal.getBufferSize().equals(size)) {
            following = true;
            handleSignal(Terminal.Signal.WINCH);
            following = false;
        }
    }

    @Override
    protected AttributedStyle getCompletionStyle(String name, String usual) {
        return palette == Palette.NONE && !CHOSEN.contains(name)
                ? AttributedStyle.DEFAULT
                : super.getCompletionStyle(name, usual);
    }

    @Override
    protected void redisplay(boolean flush) {
        followSize();
        if (reading) {
            Prompt now = source.get();
            boolean draws = !skipRedisplay;
            prompt = now.text();
            showTitle();
            // Without a flush it would not be on the screen yet.
            super.redisplay(true);
            if (draws) {
                drawn = now;
            }
        } else {
            super.redisplay(flush);
        }
    }

    private void showTitle() {
        String now = source.get().title();
        if (titled && !now.equals(shownTitle)) {
            shownTitle = now;
            write(title.set(now));
        }
    }
}
