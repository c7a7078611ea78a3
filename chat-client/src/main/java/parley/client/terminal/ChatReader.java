package parley.client.terminal;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

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

    /** What was half typed when a name was asked for, the oldest first. */
    private final Queue<String> aside = new ArrayDeque<>();

    /** Whether a widget reads keys itself, as a menu and a search do; it goes on with the line as it left it. */
    private volatile boolean widgetReads;

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

    /**
     * The next line. What is half typed when a name is asked for is set aside, and stands in the first empty line after
     * there is one.
     */
    Entered next() {
        String line = readLine();
        return new Entered(seen, line);
    }

    /** Keeps a line where Up finds it; called by the thread that reads, between two lines. */
    void remember(String line) {
        variable(LineReader.DISABLE_HISTORY, false);
        history.add(line);
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
        boolean within = lock.isHeldByCurrentThread();
        if (widgetReads && !within) {
            widgetReads = false;
            refresh();
        }
        widgetReads = within;
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
            if (widgetReads && now.standing() != drawn.standing()) {
                now = drawn;
            }
            boolean draws = !skipRedisplay;
            prompt = now.text();
            showTitle();
            if (draws && !widgetReads && state == State.NORMAL) {
                follow(now.standing());
            }
            // Without a flush it would not be on the screen yet.
            super.redisplay(true);
            if (draws) {
                drawn = now;
            }
        } else {
            super.redisplay(flush);
        }
    }

    /** The line changes with its prompt: a name, which is not kept in the history, is typed in a line of its own. */
    private void follow(ChatState.Standing now) {
        variable(LineReader.DISABLE_HISTORY, now == ChatState.Standing.NAMING);
        if (now == ChatState.Standing.NAMING && drawn.standing() != now) {
            setAside();
        } else if (now.hasName() && buf.length() == 0 && !aside.isEmpty()) {
            buf.write(aside.remove());
        }
    }

    private void setAside() {
        int end = history.last() + 1;
        String typed = modifiedHistory.get(end);
        if (history.index() < end && typed != null) {
            aside.add(typed);
        }
        history.moveToEnd();
        if (buf.length() > 0) {
            aside.add(buf.toString());
            buf.clear();
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
