package parley.analyzer.capture;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The clock that packets of a live capture are stamped by. */
public final class WallClock {
    private WallClock() {}

    /** Nanoseconds since 1970-01-01T00:00:00Z, now. */
    public static long nanos() {
        return nanos(Instant.now());
    }

    static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
