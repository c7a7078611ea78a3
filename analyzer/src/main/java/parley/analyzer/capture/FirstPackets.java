package parley.analyzer.capture;

import java.io.IOException;

/** The first packets of another source; what comes after them is not read. Closing it closes the other. */
public final class FirstPackets extends ForwardingSource {
    private long left;

    /** @param count how many, 0 or more */
    public FirstPackets(PacketSource source, long count) {
        super(source);
        this.left = count;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        return left > 0 && source().next(packet) && left-- > 0;
    }
}
