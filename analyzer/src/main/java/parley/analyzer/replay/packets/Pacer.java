package parley.analyzer.replay.packets;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for moments: asleep until shortly before, then spinning, because a sleep ends late by about what is left to
 * spin.
 */
final class Pacer {
    /** How long before the moment sleep ends: what a sleep on Linux is late (50 µs, prctl(2)), doubled. */
    static final long SPIN_NANOS = 100_000;

    /** How long a sleep lasts at most, so that a stop is noticed. */
    static final long LONGEST_SLEEP_NANOS = Duration.ofMillis(50).toNanos();

    /** What time it is and how it passes. */
    interface Clock {
        Clock SYSTEM = new Clock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleep(long nanos) {
                LockSupport.parkNanos(nanos);
            }

            @Override
            public void spin() {
                Thread.onSpinWait();
            }
        };

        /** As {@link System#nanoTime}. */
        long nanoTime();

        /** Sleeps about so long. */
        void sleep(long nanos);

        /** Lets as little time pass as there is. */
        void spin();
    }

    private final Clock clock;
    private final BooleanSupplier stopped;
    private final Runnable idle;

    /** @param idle what is done, between two sleeps, while there is nothing to do */
    Pacer(Clock clock, BooleanSupplier stopped, Runnable idle) {
        this.clock = clock;
        this.stopped = stopped;
        this.idle = idle;
    }

    /**
     * Waits until a moment that {@link Clock#nanoTime} tells; not at all where that has passed.
     *
     * @return how many nanoseconds later it is; negative where it was stopped before
     */
    long await(long moment) {
        long left = moment - clock.nanoTime();
        while (left > 0) {
            if (left > SPIN_NANOS) {
                if (stopped.getAsBoolean()) {
                    return -left;
                }
                clock.sleep(Math.min(left - SPIN_NANOS, LONGEST_SLEEP_NANOS));
                idle.run();
            } else {
                clock.spin();
            }
            left = moment - clock.nanoTime();
        }
        return -left;
    }
}
