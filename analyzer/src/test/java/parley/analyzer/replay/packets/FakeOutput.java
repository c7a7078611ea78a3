package parley.analyzer.replay.packets;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import parley.analyzer.os.FrameOutput;
import parley.analyzer.os.Injection;

/** An interface that keeps what is sent, and when. */
final class FakeOutput implements FrameOutput {
    final List<byte[]> frames = new ArrayList<>();
    final List<Long> times = new ArrayList<>();

    /** What becomes of the next frames, one each; then all are sent. */
    final List<Outcome> outcomes = new ArrayList<>();

    private final MemorySegment frame = Arena.ofAuto().allocate(Injection.LARGEST_FRAME);
    private final int linkType;
    private final LongSupplier nanoTime;

    FakeOutput(int linkType, LongSupplier nanoTime) {
        this.linkType = linkType;
        this.nanoTime = nanoTime;
    }

    @Override
    public MemorySegment frame() {
        return frame;
    }

    @Override
    public int linkType() {
        return linkType;
    }

    @Override
    public Outcome send(int length) {
        Outcome outcome = outcomes.isEmpty() ? Outcome.SENT : outcomes.removeFirst();
        if (outcome == Outcome.SENT) {
            frames.add(frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            times.add(nanoTime.getAsLong());
        }
        return outcome;
    }

    @Override
    public String refusal() {
        return "it would not";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
