package parley.analyzer.capture;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * The packets of another source up to a frame number, and on from there until it is enough; what comes after them is not
 * read. Closing it closes the other.
 */
public final class FirstPackets extends ForwardingSource {
    private final long last;
    private final BooleanSupplier enough;
    private boolean over;
    private long number;

    /**
     * The first packets of a source.
     *
     * @param last number of a frame, from 1
     * @param enough asked when that frame and when any later one has been taken in
     */
    public FirstPackets(PacketSource source, long last, BooleanSupplier enough) {
        super(source);
        this.last = last;
        this.enough = enough;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        over = over || (number >= last && enough.getAsBoolean()) || !source().next(packet);
        number = packet.number();
        return !over;
    }
}
