package parley.client.web;

import java.time.Duration;

/** How many frames a page may send: some at once, and after that so many a second. One thread at a time calls it. */
final class FrameRate {
    static final int BURST = 200;
    static final int PER_SECOND = 50;

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private double left = BURST;
    private long before;

    /** @param nanos {@link System#nanoTime} */
    FrameRate(long nanos) {
        this.before = nanos;
    }

    /** Whether a frame may come now. */
    boolean take(long nanos) {
        left = Math.min(BURST, left + (nanos - before) * PER_SECOND / NANOS);
        before = nanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
