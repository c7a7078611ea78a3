package parley.analyzer.capture;

import java.io.IOException;

/** The packets of another source up to a frame number; what comes after them is not read. Closing it closes the other. */
public final class FirstPackets extends ForwardingSource {
    private final long last;
    private boolean over;

    /** @param last number of the last frame, from 1 */
    public FirstPackets(PacketSource source, long last) {
        super(source);
        this.last = last;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (over || !source().next(packet) || packet.number() > last) {
            over = true;
            return false;
        }
        over = packet.number() == last;
        return true;
    }
}
