package parley.analyzer.report;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lines of data on standard output and, where standard error is a terminal, a status line below them that is never among
 * them. Lines are gathered while there is more to come, for {@value #GATHER_MILLIS} ms at most if {@link #tick} is called
 * meanwhile, and written together.
 *
 * <p>Used by one thread.
 */
public final class LiveScreen {
    private static final long GATHER_MILLIS = 5;
    private static final long GATHER_NANOS = GATHER_MILLIS * 1_000_000;
    private static final int GATHER_CHARACTERS = 1 << 13;

    private static final String WIPE = "\r\u001b[K";
    /** DECAWM: what is too long for the terminal is cut instead of going on in the next row. */
    private static final String CUT = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintWriter out;
    private final @Nullable PrintWriter terminal;
    private final LongSupplier nanoTime;
    private final StringBuilder gathered = new StringBuilder();
    private long gatheredSince;
    private String status = "";
    private boolean drawn;
    private Runnable whenUnwritable = () -> {};
    private @Nullable UncheckedIOException failure;

    /**
     * Prepares to show.
     *
     * @param terminal where the status line is drawn; null for no status line
     * @param nanoTime {@link System#nanoTime}
     */
    public LiveScreen(PrintWriter out, @Nullable PrintWriter terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /** Has something done once, when nothing can be written any more: a full disk, or a reader that has gone. */
    public void whenUnwritable(Runnable action) {
        whenUnwritable = action;
    }

    /** @throws UncheckedIOException if not all could be written: the analysis went on without a word */
    public void requireWritten() {
        if (failure != null) {
            throw failure;
        }
    }

    /** Whether there is a status line. */
    public boolean hasStatus() {
        return terminal != null;
    }

    /** Adds a line of data; it is on screen after the next {@link #flush}, or earlier. */
    public void line(String line) {
        if (failure != null) {
            return;
        }
        if (gathered.isEmpty()) {
            gatheredSince = nanoTime.getAsLong();
        }
        gathered.append(line).append(System.lineSeparator());
        if (gathered.length() >= GATHER_CHARACTERS) {
            flush();
        }
    }

    /** Writes what has been gathered long enough. */
    public void tick() {
        if (!gathered.isEmpty() && nanoTime.getAsLong() - gatheredSince >= GATHER_NANOS) {
            flush();
        }
    }

    /** Writes what has been gathered. */
    public void flush() {
        if (gathered.isEmpty() || failure != null) {
            return;
        }
        wipe();
        try {
            out.append(gathered);
            out.flush();
        } catch (UncheckedIOException unwritable) {
            failure = unwritable;
            whenUnwritable.run();
        }
        gathered.setLength(0);
        draw();
    }

    /** Changes the status line. */
    public void status(String text) {
        if (!text.equals(status)) {
            status = text;
            draw();
        }
    }

    /** Writes what has been gathered and wipes the status line for good, so that others may write there. */
    public void end() {
        flush();
        status = "";
        wipe();
    }

    private void draw() {
        if (terminal != null && !status.isEmpty()) {
            terminal.print((drawn ? "\r" : "") + CUT + status + "\u001b[K" + WRAP);
            terminal.flush();
            drawn = true;
        }
    }

    private void wipe() {
        if (terminal != null && drawn) {
            drawn = false;
            terminal.print(WIPE);
            terminal.flush();
        }
    }
}
