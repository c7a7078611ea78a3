package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineFramerTest {
    private static final int LIMIT = 16;

    private final List<String> seen = new ArrayList<>();
    private final LineFramer.Sink sink = new LineFramer.Sink() {
        @Override
        public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
            seen.add(ended + " " + start + "-" + end + " " + new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void tooLong(long start, long end) {
            seen.add("too long " + start + "-" + end);
        }
    };
    private final LineFramer framer = new LineFramer(LIMIT);

    @Test
    void lfEndsALine() {
        accept("one\ntwo\n\n");
        assertSeen("LF 0-4 one", "LF 4-8 two", "LF 8-9 ");
    }

    @Test
    void aLineMayArriveInPieces() {
        accept("o");
        accept("n");
        accept("e\ntw");
        assertSeen("LF 0-4 one");
        assertTrue(framer.hasOpenLine());
        accept("o\n");
        assertSeen("LF 4-8 two");
        assertFalse(framer.hasOpenLine());
    }

    @Test
    void crBeforeLfIsDropped() {
        accept("one\r\n\r\n");
        assertSeen("LF 0-5 one", "LF 5-7 ");
    }

    @Test
    void crSplitFromItsLf() {
        accept("one\r");
        assertSeen();
        accept("\n");
        assertSeen("LF 0-5 one");
    }

    @Test
    void crElsewhereStays() {
        accept("a\rb\r\r\n");
        assertSeen("LF 0-6 a\rb\r");
    }

    @Test
    void aPauseEndsTheLineOfWhoNeverSentLf() {
        accept("Ofir");
        framer.pause(sink);
        accept("hel");
        accept("lo");
        framer.pause(sink);
        assertSeen("PAUSE 0-4 Ofir", "PAUSE 4-9 hello");
    }

    @Test
    void aPauseWithNothingOpenEndsNothing() {
        framer.pause(sink);
        accept("x");
        framer.pause(sink);
        framer.pause(sink);
        assertSeen("PAUSE 0-1 x");
    }

    @Test
    void theFirstLfSwitchesToLinesForGood() {
        accept("Ofir");
        framer.pause(sink);
        assertFalse(framer.terminates());
        accept("one\ntw");
        assertTrue(framer.terminates());
        framer.pause(sink);
        accept("o\n");
        assertSeen("PAUSE 0-4 Ofir", "LF 4-8 one", "LF 8-12 two");
    }

    @Test
    void theLimitIncludesTheLf() {
        accept("123456789012345\n");
        accept("12345678901234\r\n");
        accept("1234567890123456\nnext\n");
        assertSeen("LF 0-16 123456789012345", "LF 16-32 12345678901234", "too long 32-49", "LF 49-54 next");
    }

    @Test
    void aLineManyTimesTooLongIsOneLine() {
        for (int i = 0; i < 100; i++) {
            accept("0123456789");
        }
        accept("\nfine\n");
        assertSeen("too long 0-1001", "LF 1001-1006 fine");
    }

    @Test
    void aPauseEndsALineThatIsTooLong() {
        accept("12345678901234567890");
        framer.pause(sink);
        accept("Ofir");
        framer.pause(sink);
        assertSeen("too long 0-20", "PAUSE 20-24 Ofir");
    }

    @Test
    void theEndOfTheStreamEndsALine() {
        accept("one\ntwo");
        framer.close(sink);
        framer.close(sink);
        assertSeen("LF 0-4 one", "CLOSE 4-7 two");
    }

    @Test
    void aGapEndsALineAndItsBytesAreCounted() {
        accept("one\ntw");
        framer.gap(100, sink);
        assertFalse(framer.hasOpenLine());
        accept("rest\n");
        assertSeen("LF 0-4 one", "GAP 4-6 tw", "LF 106-111 rest");
    }

    @Test
    void linesDoNotDependOnHowTheBytesAreCut() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] stream = new byte[random.nextInt(200)];
            for (int i = 0; i < stream.length; i++) {
                stream[i] = (byte) "ab\r\n".charAt(random.nextInt(4));
            }
            List<String> whole = framed(stream, List.of(stream.length));
            List<Integer> cuts = new ArrayList<>();
            for (int cut = 0; cut < stream.length; cut += 1 + random.nextInt(20)) {
                cuts.add(cut);
            }
            cuts.add(stream.length);
            assertEquals(whole, framed(stream, cuts), "seed " + seed);
        }
    }

    private List<String> framed(byte[] stream, List<Integer> cuts) {
        seen.clear();
        LineFramer framer = new LineFramer(LIMIT);
        int from = 0;
        for (int cut : cuts) {
            framer.accept(stream, from, cut - from, sink);
            from = cut;
        }
        framer.close(sink);
        return List.copyOf(seen);
    }

    private void accept(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        framer.accept(bytes, 0, bytes.length, sink);
    }

    private void assertSeen(String... lines) {
        assertEquals(List.of(lines), seen);
        seen.clear();
    }
}
