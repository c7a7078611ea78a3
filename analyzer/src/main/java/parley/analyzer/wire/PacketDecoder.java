package parley.analyzer.wire;

import parley.analyzer.capture.Packet;

/** Decodes packets one after the other into views that it reuses. Never fails; used by one thread. */
public final class PacketDecoder {
    private final DecodedPacket decoded = new DecodedPacket(new Packet());

    /** The packet's layers, good until the next call. */
    public DecodedPacket decode(Packet packet) {
        decoded.decode(packet);
        return decoded;
    }
}
