package parley.analyzer.capture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LiveCapture;
import parley.analyzer.os.LiveCaptureException;

/**
 * Packets of an interface as they come. Runs on a platform thread: waiting for a packet is a native call, which would
 * pin a virtual thread to its carrier. One thread at a time uses it; {@link #stop} may come from any.
 */
public final class LiveSource implements PacketSource {
    /** Bounds how late {@link #stop} is noticed on an interface where nothing happens. */
    static final int WAIT_MILLIS = 50;

    /** So long after it was captured, a packet can be read. */
    public static final long DRAIN_NANOS = CaptureEnd.DRAIN_NANOS;

    private final LiveCapture capture;
    private final CaptureInterface captureInterface;
    private IdleAction idleAction = () -> {};
    private long packets;
    private final CaptureEnd end = new CaptureEnd();

    /** Packets of a capture that has been opened, with these options. */
    LiveSource(LiveCapture capture, CaptureOptions options) {
        this.capture = capture;
        this.captureInterface = describe(capture, options);
    }

    static CaptureInterface describe(LiveCapture capture, CaptureOptions options) {
        return new CaptureInterface(
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
        if (end.isBefore(timestampNanos)) {
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
        while (!end.isDrained()) {
            idleAction.run();
            if (capture.next(WAIT_MILLIS)) {
                return true;
            }
        }
        return false;
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
        end.order();
    }

    @Override
    public void close() {
        capture.close();
    }
}
