package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ChatReaderTest {
    private static final Prompt OFIR =
            new Prompt(new AttributedString("Ofir> "), "Ofir - Parley", ChatState.Standing.LOBBY, null);
    private static final Prompt NAME =
            new Prompt(new AttributedString("name> "), "Parley", ChatState.Standing.NAMING, null);
    private static final String KEEP = "\u001b[22;2t";
    private static final String OURS = "\u001b]2;Ofir - Parley\u0007";

    /** What the server says may come before the terminal is taken over: the title to be kept is then still there. */
    @Test
    void theTitleOfBeforeIsKeptBeforeAnotherIsShown() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ExternalTerminal terminal =
                new ExternalTerminal("test", "xterm", InputStream.nullInputStream(), written, StandardCharsets.UTF_8)) {
            ChatReader reader = new ChatReader(terminal, () -> OFIR, () -> {}, Palette.NONE);

            reader.refresh();
            terminal.flush();
            assertEquals("", written.toString(StandardCharsets.UTF_8));

            reader.begin();
            terminal.flush();
            assertEquals(KEEP + OURS, written.toString(StandardCharsets.UTF_8));

            written.reset();
            reader.end();
            reader.refresh();
            terminal.flush();
            assertEquals(-1, written.toString(StandardCharsets.UTF_8).indexOf(OURS));
        }
    }

    /** All on one thread: a name is wanted when {@code D} has come, and taken while the next line is being set up. */
    @Test
    void aNameThatIsTakenBetweenTwoLinesBringsBackWhatWasHalfTyped() throws IOException {
        InputStream keys = new ByteArrayInputStream("halfDana\r\r".getBytes(StandardCharsets.UTF_8));
        try (ExternalTerminal terminal =
                new ExternalTerminal("test", "xterm", keys, OutputStream.nullOutputStream(), StandardCharsets.UTF_8)) {
            AtomicReference<Prompt> now = new AtomicReference<>(OFIR);
            Queue<Prompt> next = new ArrayDeque<>();
            AtomicInteger pressed = new AtomicInteger();
            AtomicReference<ChatReader> reader = new AtomicReference<>();
            reader.set(new ChatReader(
                    terminal,
                    () -> {
                        Prompt then = next.poll();
                        if (then != null) {
                            now.set(then);
                            reader.get().refresh();
                        }
                        return now.get();
                    },
                    () -> {
                        if (pressed.incrementAndGet() == "halfD".length()) {
                            now.set(NAME);
                            reader.get().refresh();
                        }
                    },
                    Palette.NONE));

            assertEquals(new ChatReader.Entered(NAME, "Dana"), reader.get().next());
            next.add(OFIR);
            assertEquals(new ChatReader.Entered(OFIR, "half"), reader.get().next());
        }
    }
}
