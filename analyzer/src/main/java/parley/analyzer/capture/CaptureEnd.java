package parley.analyzer.capture;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.LiveCapture;

/** Whether a live capture has been told to end, and whether all from before that has been given. Any thread orders it. */
final class CaptureEnd {
    /** Several times what the kernel may keep a batch back: so long after it was captured, a packet can be read. */
    static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5 * LiveCapture.BATCH_MILLIS);

    /**
     * How much later than the order a packet may be that is still given. It ends an interface that is busier than the
     * reader is fast, and is wide because not every system stamps packets by the clock that {@link #order} reads.
     */
    private static final long LATEST_AFTER_ORDER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** When the end was ordered, by the clock of this process and by the one on the wall. */
    private record Order(long nanoTime, long timestampNanos) {}

    private volatile @Nullable Order order;

    void order() {
        if (order == null) {
            order = new Order(System.nanoTime(), WallClock.nanos());
        }
    }

    /** Whether a read that finds nothing now proves that nothing from before the order is left. */
    boolean isDrained() {
        Order given = order;
        return given != null && System.nanoTime() - given.nanoTime() > DRAIN_NANOS;
    }

    /** Whether a packet of that time is so late that it ends the capture. */
    boolean isBefore(long timestampNanos) {
        Order given = order;
        return given != null && timestampNanos - given.timestampNanos() > LATEST_AFTER_ORDER_NANOS;
    }
}
