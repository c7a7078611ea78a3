package parley.analyzer.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LiveCapture;

/**
 * Packets of several interfaces as they come, by time. The earliest packet that has been read is given once every other
 * interface has a later one, or has had none for so long that an earlier one would have been delivered by now: twice the
 * time that the kernel gathers a batch for, which is 20 ms. Where the interfaces' clocks disagree, a packet is given 100
 * ms after it was read at the latest, in whatever order. An interface that fails ends the capture on all of them.
 *
 * <p>Runs on a platform thread, as {@link LiveSource} does. One thread at a time uses it; {@link #stop} may come from any.
 */
public final class LiveSources implements PacketSource {
    private static final long LATEST_DELIVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2 * LiveCapture.BATCH_MILLIS);
    private static final long LONGEST_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final class Input {
        final int id;
        final LiveCapture capture;
        final CaptureInterface description;
        boolean hasHead;
        long headNanos;
        /** Up to here there is no packet of this interface that has not been read. */
        long completeUntilNanos = Long.MIN_VALUE;

        Input(int id, LiveCapture capture, CaptureInterface description) {
            this.id = id;
            this.capture = capture;
            this.description = description;
        }

        /** Looks for a packet where there is no later one than that. */
        void read(long wantedNanos) throws IOException {
            if (hasHead || completeUntilNanos >= wantedNanos) {
                return;
            }
            long looked = WallClock.nanos();
            hasHead = capture.next(0);
            if (hasHead) {
                headNanos = capture.timestampNanos();
            } else {
                completeUntilNanos = looked - LATEST_DELIVERY_NANOS;
            }
        }

        boolean hasNothingBefore(long timestampNanos) {
            return hasHead || completeUntilNanos >= timestampNanos;
        }
    }

    private final List<Input> inputs;
    private final CaptureEnd end = new CaptureEnd();
    private IdleAction idleAction = () -> {};
    private @Nullable Input given;
    private long packets;

    private LiveSources(List<Input> inputs) {
        this.inputs = inputs;
    }

    /**
     * Opens interfaces. Once this returns, every packet on them is captured, whether or not {@link #next} is being called
     * yet.
     *
     * @param interfaces at least one; their order is that of their ids
     * @throws IOException if one of them cannot be captured; the message is one line that says what to do
     */
    public static PacketSource open(List<CaptureOptions> interfaces) throws IOException {
        if (interfaces.size() == 1) {
            return LiveSource.open(interfaces.getFirst());
        }
        List<Input> opened = new ArrayList<>();
        LiveSources sources = new LiveSources(opened);
        try {
            for (CaptureOptions options : interfaces) {
                LiveCapture capture = LiveCapture.open(options);
                opened.add(new Input(opened.size(), capture, LiveSource.describe(capture, options)));
            }
        } catch (IOException unavailable) {
            sources.close();
            throw unavailable;
        }
        return sources;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        Input last = given;
        if (last != null) {
            last.hasHead = false;
            given = null;
        }
        Input first = first();
        long waitedSince = first == null ? 0 : System.nanoTime();
        while (first == null || !isNext(first)) {
            if (first == null) {
                if (end.isDrained()) {
                    return false;
                }
                idleAction.run();
                await(LiveSource.WAIT_MILLIS);
                first = first();
                waitedSince = System.nanoTime();
            } else if (System.nanoTime() - waitedSince > LONGEST_HELD_NANOS) {
                break;
            } else {
                long dueNanos = first.headNanos + LATEST_DELIVERY_NANOS - WallClock.nanos();
                await((int) Math.clamp(TimeUnit.NANOSECONDS.toMillis(dueNanos) + 1, 1, 2 * LiveCapture.BATCH_MILLIS));
                first = first();
            }
        }
        return give(first, packet);
    }

    /** The input whose packet is the earliest of those that have been read, after looking where there may be others. */
    private @Nullable Input first() throws IOException {
        Input first = earliest();
        for (Input input : inputs) {
            input.read(first == null ? Long.MAX_VALUE : first.headNanos);
        }
        return earliest();
    }

    private @Nullable Input earliest() {
        Input earliest = null;
        for (Input input : inputs) {
            if (input.hasHead && (earliest == null || input.headNanos < earliest.headNanos)) {
                earliest = input;
            }
        }
        return earliest;
    }

    private boolean isNext(Input first) {
        for (Input input : inputs) {
            if (!input.hasNothingBefore(first.headNanos)) {
                return false;
            }
        }
        return true;
    }

    private void await(int milliseconds) {
        LiveCapture.await(
                inputs.stream()
                        .filter(input -> !input.hasHead)
                        .map(input -> input.capture)
                        .toList(),
                milliseconds);
    }

    private boolean give(Input input, Packet packet) {
        if (end.isBefore(input.headNanos)) {
            return false;
        }
        LiveCapture capture = input.capture;
        given = input;
        packets++;
        packet.set(
                packets,
                input.headNanos,
                input.id,
                capture.linkType(),
                capture.data(),
                0,
                capture.capturedLength(),
                capture.originalLength());
        return true;
    }

    @Override
    public void onIdle(IdleAction action) {
        idleAction = action;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return inputs.stream().map(input -> input.description).toList();
    }

    /** Always empty: an interface that fails is an exception of {@link #next}. */
    @Override
    public Optional<CaptureFault> fault() {
        return Optional.empty();
    }

    @Override
    public long dropped() {
        return inputs.stream().mapToLong(input -> input.capture.dropped()).sum();
    }

    @Override
    public long dropped(int interfaceId) {
        return inputs.get(interfaceId).capture.dropped();
    }

    @Override
    public void stop() {
        end.order();
    }

    @Override
    public void close() {
        inputs.forEach(input -> input.capture.close());
    }
}
