package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ChatReaderTest {
    private static final String KEEP = "\u001b[22;2t";
    private static final String OURS = "\u001b]2;Ofir - Parley\u0007";

    /** What the server says may come before the terminal is taken over: the title to be kept is then still there. */
    @Test
    void theTitleOfBeforeIsKeptBeforeAnotherIsShown() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ExternalTerminal terminal =
                new ExternalTerminal("test", "xterm", InputStream.nullInputStream(), written, StandardCharsets.UTF_8)) {
            ChatReader reader = new ChatReader(
                    terminal,
                    () -> new Prompt(new AttributedString("Ofir> "), "Ofir - Parley", false, null),
                    () -> {},
                    Palette.NONE);

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
}
