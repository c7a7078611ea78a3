package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Framers that share what their open lines may take. */
class LineFramerQuotaTest {
    private static final int QUOTA = 2_000;

    private final Quota quota = new Quota(QUOTA);
    private final LineFramer one = new LineFramer(10_000, quota);
    private final LineFramer other = new LineFramer(10_000, quota);
    private final List<String> seen = new ArrayList<>();
    private final LineFramer.Sink sink = new LineFramer.Sink() {
        @Override
        public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
            seen.add("line of " + bytes.length);
        }

        @Override
        public void tooLong(long start, long end) {
            seen.add("too long " + (end - start));
        }
    };

    private void accept(LineFramer framer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        framer.accept(bytes, 0, bytes.length, sink);
    }

    @Test
    void aLineForWhichNothingIsLeftCountsAsTooLong() {
        accept(one, "x".repeat(1_500));
        accept(other, "x".repeat(1_500));
        accept(other, "\n");
        accept(one, "\n");
        assertEquals(List.of("too long 1501", "line of 1500"), seen);
    }

    @Test
    void aLineThatIsOverTakesNothing() {
        for (int i = 0; i < 10; i++) {
            accept(one, "x".repeat(1_500));
            accept(one, "\n");
        }
        one.close(sink);
        assertTrue(quota.take(QUOTA));
        assertFalse(quota.take(1));
        assertEquals(List.of("line of 1500"), seen.stream().distinct().toList());
    }

    @Test
    void aLineThatIsTooLongTakesNothingBeforeItIsOver() {
        accept(one, "x".repeat(1_500));
        accept(one, "x".repeat(9_000));
        accept(other, "x".repeat(1_500));
        accept(other, "\n");
        assertEquals(List.of("line of 1500"), seen);
    }
}
