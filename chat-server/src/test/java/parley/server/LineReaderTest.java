package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final long MILLISECOND = 1_000_000;

    private final List<String> told = new ArrayList<>();
    private long waited;
    private long now = System.nanoTime();

    /** One line at once, then one a second. */
    private LineReader reader = reader(1);

    private LineReader reader(int burst) {
        return new LineReader(new RateLimit(burst, 1, now), new LineReader.Sink() {
            @Override
            public void line(byte[] bytes, boolean terminated) {
                told.add(new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public void tooLong() {
                told.add("<too long>");
            }

            @Override
            public void tooFast() {
                told.add("<too fast>");
            }

            @Override
            public boolean await(long nanos) {
                waited = Math.max(waited, nanos);
                return true;
            }
        });
    }

    @Test
    void linesWithoutAnEndAreToldApartWhileTheyWaitForTheRate() {
        for (int i = 0; i < 5; i++) {
            arrives("line " + i, 110);
        }
        arrives("", 110);
        assertEquals(List.of("line 0"), told);
        reader.close();
        assertEquals(List.of("line 0", "line 1", "line 2", "line 3", "line 4"), told);
        assertTrue(waited > 3000 * MILLISECOND);
    }

    @Test
    void piecesThatComeWithoutAPauseAreOneLine() {
        arrives("one ", 110);
        arrives("line ", 60);
        arrives("only", 60);
        arrives("", 110);
        assertEquals(List.of("one line only"), told);
    }

    @Test
    void whatFindsTooManyWaitingIsRefusedLineByLine() {
        String line = "x".repeat(4000);
        for (int i = 0; i < 7; i++) {
            arrives(i + line, 110);
        }
        arrives("", 110);
        assertEquals(List.of("0" + line, "<too fast>", "<too fast>"), told);
        reader.close();
        assertEquals(List.of("1" + line, "2" + line, "3" + line, "4" + line), told.subList(3, told.size()));
    }

    @Test
    void aLineTooLongWaitsItsTurnToBeRefused() {
        arrives("first", 110);
        arrives("x".repeat(5000), 110);
        arrives("last", 110);
        reader.close();
        assertEquals(List.of("first", "<too long>", "last"), told);
    }

    @Test
    void whatArrivedWhileNobodyReadIsRefusedUpToTheNextPause() {
        reader = reader(100);
        arrives("a to b - one", 110);
        now += 300 * MILLISECOND;
        assertTrue(reader.hasBeenAway(now));
        reader.blur(now);
        arrives("a to b - twoa to c - secret", 0);
        arrives(" and more", 50);
        arrives("", 110);
        assertEquals(List.of("<too fast>"), told);
        arrives("a to b - three", 110);
        arrives("", 110);
        assertEquals(List.of("<too fast>", "a to b - three"), told);
    }

    @Test
    void lineEndsTellLinesApartWheneverTheyArrived() {
        reader = reader(100);
        arrives("Of", 110);
        now += 300 * MILLISECOND;
        reader.blur(now);
        arrives("ir\nhelp\n", 0);
        assertEquals(List.of("Ofir", "help"), told);
        now += 300 * MILLISECOND;
        assertFalse(reader.hasBeenAway(now));
    }

    @Test
    void beforeTheFirstReadNobodyWasAway() {
        assertFalse(reader.hasBeenAway(now + 10_000 * MILLISECOND));
    }

    @Test
    void theFirstLineEndHandsOnWhatWaited() {
        arrives("one", 110);
        arrives("two", 110);
        arrives("three\nfour\n", 110);
        assertEquals(List.of("one", "two", "three", "four"), told);
    }

    private void arrives(String text, int millisAfter) {
        now += millisAfter * MILLISECOND;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reader.accept(bytes, bytes.length, now);
    }
}
