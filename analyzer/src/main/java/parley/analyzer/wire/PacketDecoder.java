package parley.analyzer.wire;

import parley.analyzer.capture.Packet;

/** Decodes packets one after the other into views that it reuses, and puts fragmented datagrams together. Never fails; used by one thread. */
public final class PacketDecoder {
    private final Defragmenter defragmenter = new Defragmenter();
    private final DecodedPacket decoded = new DecodedPacket(new Packet(), defragmenter);

    /** The packet's layers, good until the next call. */
    public DecodedPacket decode(Packet packet) {
        decoded.decode(packet);
        return decoded;
    }

    /** Fragmented datagrams that were given up, too old or too many; those that merely stay incomplete do not count. */
    public long datagramsGivenUp() {
        return defragmenter.givenUp();
    }
}
