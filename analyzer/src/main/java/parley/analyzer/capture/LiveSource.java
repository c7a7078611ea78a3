package parley.analyzer.capture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LiveCapture;
import parley.analyzer.os.LiveCaptureException;

/**
 * Packets of an interface as they come. Runs on a platform thread: waiting for a packet is a native call, which would
 * pin a virtual thread to its carrier. One thread at a time uses it; {@link #stop} may come from any.
 */
public final class LiveSource implements PacketSource {
    /** Bounds how late {@link #stop} is noticed on an interface where nothing happens. */
    private static final int WAIT_MILLIS = 50;

    /** Several times what the kernel may keep a batch back: so long after it was captured, a packet can be read. */
    public static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5 * LiveCapture.BATCH_MILLIS);

    /**
     * How much later than the stop a packet may be that is still given. It ends an interface that is busier than the
     * reader is fast, and is wide because not every system stamps packets by the clock that {@link #stop} reads.
     */
    private static final long LATEST_AFTER_STOP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LiveCapture capture;
    private final CaptureInterface captureInterface;
    private IdleAction idleAction = () -> {};
    private long packets;
    private volatile @Nullable Stop stop;

    /** When the end was ordered, by the clock of this process and by the one on the wall. */
    private record Stop(long nanoTime, long timestampNanos) {}

    private LiveSource(LiveCapture capture, CaptureOptions options) {
        this.capture = capture;
        this.captureInterface = new CaptureInterface(
                options.interfaceName(),
                capture.linkType(),
                options.snapLength(),
                capture.timestampDigits(),
                options.filter());
    }

    /**
     * Opens an interface. Once this returns, every packet on it is captured, whether or not {@link #next} is being
     * called yet.
     *
     * @throws LiveCaptureException if it cannot be captured; the message is one line that says what to do
     */
    public static LiveSource open(CaptureOptions options) throws LiveCaptureException {
        return new LiveSource(LiveCapture.open(options), options);
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (!capture.next(0) && !await()) {
            return false;
        }
        long timestampNanos = capture.timestampNanos();
        Stop ordered = stop;
        if (ordered != null && timestampNanos - ordered.timestampNanos() > LATEST_AFTER_STOP_NANOS) {
            return false;
        }
        packets++;
        packet.set(
                packets,
                timestampNanos,
                0,
                capture.linkType(),
                capture.data(),
                0,
                capture.capturedLength(),
                capture.originalLength());
        return true;
    }

    /** Waits for a packet, or until there is none and all that was captured before the stop has been given. */
    private boolean await() throws IOException {
        while (!drained()) {
            idleAction.run();
            if (capture.next(WAIT_MILLIS)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a read that finds nothing now proves that nothing from before the stop is left. */
    private boolean drained() {
        Stop ordered = stop;
        return ordered != null && System.nanoTime() - ordered.nanoTime() > DRAIN_NANOS;
    }

    @Override
    public void onIdle(IdleAction action) {
        idleAction = action;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return List.of(captureInterface);
    }

    /** Always empty: an interface that fails is an exception of {@link #next}. */
    @Override
    public Optional<CaptureFault> fault() {
        return Optional.empty();
    }

    @Override
    public long dropped() {
        return capture.dropped();
    }

    @Override
    public void stop() {
        if (stop == null) {
            stop = new Stop(System.nanoTime(), WallClock.nanos());
        }
    }

    @Override
    public void close() {
        capture.close();
    }
}
