package parley.server;

/**
 * The rate of one client's lines: so many at once, then so many a second (the generic cell rate algorithm, ITU-T I.371).
 * Used by one thread.
 */
final class RateLimit {
    private final long intervalNanos;
    private final long burstNanos;
    private long next;

    /**
     * @param burst lines that may come at once, at least 1
     * @param linesPerSecond what comes after; 0 for no limit
     * @param now a {@link System#nanoTime}
     */
    RateLimit(int burst, int linesPerSecond, long now) {
        intervalNanos = linesPerSecond == 0 ? 0 : 1_000_000_000L / linesPerSecond;
        burstNanos = (burst - 1) * intervalNanos;
        next = now - burstNanos;
    }

    /** Counts a line; how many nanoseconds it has to wait, 0 for none. */
    long reserve(long now) {
        if (now - burstNanos - next > 0) {
            next = now - burstNanos;
        }
        long wait = Math.max(0, next - now);
        next += intervalNanos;
        return wait;
    }
}
