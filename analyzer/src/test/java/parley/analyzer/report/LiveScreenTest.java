package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Data and a status line on one terminal. */
class LiveScreenTest {
    /** What both streams write, as it reaches the terminal. */
    private final StringWriter both = new StringWriter();

    private final AtomicLong nanoTime = new AtomicLong();

    private LiveScreen screen() {
        return new LiveScreen(new PrintWriter(both), new PrintWriter(both), nanoTime::get);
    }

    /** What a terminal makes of it: the rows, the last one where the cursor is. */
    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        StringBuilder row = new StringBuilder();
        String text = both.toString().replace("\u001b[?7l", "").replace("\u001b[?7h", "");
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\u001b[K", i)) {
                row.setLength(column);
                i += 2;
            } else if (text.charAt(i) == '\r') {
                column = 0;
            } else if (text.charAt(i) == '\n') {
                rows.add(row.toString());
                row.setLength(0);
                column = 0;
            } else {
                row.replace(column, Math.min(column + 1, row.length()), text.substring(i, i + 1));
                column++;
            }
        }
        rows.add(row.toString());
        return rows;
    }

    @Test
    void theStatusStaysBelowTheData() {
        LiveScreen screen = screen();
        screen.status("a long status line");
        screen.line("one");
        screen.line("two");
        screen.flush();
        assertEquals(List.of("one", "two", "a long status line"), rows());
        screen.status("short");
        assertEquals(List.of("one", "two", "short"), rows());
    }

    @Test
    void theStatusIsWipedAtTheEnd() {
        LiveScreen screen = screen();
        screen.status("status");
        screen.line("last words");
        screen.end();
        assertEquals(List.of("last words", ""), rows());
    }

    @Test
    void linesAreGatheredAndWrittenAfterFiveMilliseconds() {
        LiveScreen screen = screen();
        screen.line("one");
        nanoTime.set(4_999_999);
        screen.line("two");
        screen.tick();
        assertEquals("", both.toString());
        nanoTime.set(5_000_000);
        screen.tick();
        assertEquals("one\ntwo\n", both.toString());
    }

    @Test
    void whoeverReadsAndHasGoneIsToldOfOnce() {
        List<String> told = new ArrayList<>();
        Writer closed = new Writer() {
            @Override
            public void write(char[] text, int from, int count) {
                throw new UncheckedIOException(new java.io.IOException("Broken pipe"));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LiveScreen screen = new LiveScreen(new PrintWriter(closed), null, nanoTime::get);
        screen.whenUnwritable(() -> told.add("gone"));
        screen.requireWritten();
        for (int i = 0; i < 3; i++) {
            screen.line("for nobody");
            screen.flush();
        }
        assertEquals(List.of("gone"), told);
        assertThrows(UncheckedIOException.class, screen::requireWritten);
    }
}
