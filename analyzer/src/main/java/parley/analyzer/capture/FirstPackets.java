package parley.analyzer.capture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The first packets of another source; what comes after them is not read. Closing it closes the other. */
public final class FirstPackets implements PacketSource {
    private final PacketSource source;
    private long left;

    /** @param count how many, 0 or more */
    public FirstPackets(PacketSource source, long count) {
        this.source = source;
        this.left = count;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        return left > 0 && source.next(packet) && left-- > 0;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return source.interfaces();
    }

    @Override
    public Optional<CaptureFault> fault() {
        return source.fault();
    }

    @Override
    public long dropped() {
        return source.dropped();
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
