package parley.analyzer.testing;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/** Gives packets from memory, all of one interface. */
public final class FrameSource implements PacketSource {
    private final int linkType;
    private final List<Frame> frames;
    private int given;

    public FrameSource(int linkType, List<Frame> frames) {
        this.linkType = linkType;
        this.frames = List.copyOf(frames);
    }

    @Override
    public boolean next(Packet packet) {
        if (given == frames.size()) {
            return false;
        }
        Frame frame = frames.get(given++);
        packet.set(
                given,
                frame.nanos(),
                0,
                linkType,
                MemorySegment.ofArray(frame.octets()),
                0,
                frame.octets().length,
                frame.originalLength());
        return true;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return List.of(new CaptureInterface(null, linkType, 0, 9, null));
    }

    @Override
    public Optional<CaptureFault> fault() {
        return Optional.empty();
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void stop() {
        given = frames.size();
    }

    @Override
    public void close() {
        // Memory needs no closing.
    }
}
