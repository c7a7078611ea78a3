package parley.analyzer.wire;

import java.io.IOException;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/** The packets of a capture without {@link PacketCopies}, numbered anew. Used by one thread. */
public final class DedupedSource extends ForwardingSource {
    private final PacketDecoder decoder = new PacketDecoder();
    private final PacketCopies copies = new PacketCopies();
    private long number;

    /** @param source whose packets this gives */
    public DedupedSource(PacketSource source) {
        super(source);
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        while (source().next(packet)) {
            if (copies.find(decoder.decode(packet)) == null) {
                packet.renumber(++number);
                return true;
            }
        }
        return false;
    }
}
