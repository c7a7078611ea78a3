package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FrameRateTest {
    private static final long SECOND = 1_000_000_000;

    /** {@link System#nanoTime} may overflow. */
    private long now = Long.MAX_VALUE - SECOND / 2;

    private final FrameRate rate = new FrameRate(now);

    private void mayTake(int frames) {
        for (int i = 0; i < frames; i++) {
            assertTrue(rate.take(now), "frame " + i);
        }
        assertFalse(rate.take(now));
    }

    @Test
    void someMayComeAtOnce() {
        mayTake(FrameRate.BURST);
    }

    @Test
    void afterThatSoManyASecond() {
        mayTake(FrameRate.BURST);
        now += SECOND;
        mayTake(FrameRate.PER_SECOND);
        now += SECOND / 2;
        mayTake(FrameRate.PER_SECOND / 2);
    }

    @Test
    void silenceEarnsNoMoreThanTheBurst() {
        now += 3600 * SECOND;
        mayTake(FrameRate.BURST);
    }
}
