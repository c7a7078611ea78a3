package parley.analyzer.testing;

import java.nio.ByteBuffer;

/** Crafts fragments of IP datagrams. */
public final class Fragments {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;

    private Fragments() {}

    /** Octets {@code from} to {@code to} of the payload of an IPv4 datagram without options, whose last fragment ends it. */
    public static byte[] v4(byte[] datagram, int id, int from, int to) {
        ByteBuffer part = ByteBuffer.allocate(V4_HEADER + to - from);
        part.put(datagram, 0, V4_HEADER).put(datagram, V4_HEADER + from, to - from);
        boolean more = V4_HEADER + to < datagram.length;
        part.putShort(2, (short) part.capacity());
        part.putShort(4, (short) id);
        part.putShort(6, (short) ((more ? 0x2000 : 0) | from / 8));
        return withChecksum(part);
    }

    /** The packet with the right checksum in its IPv4 header. */
    public static byte[] withChecksum(ByteBuffer packet) {
        packet.putShort(10, (short) 0);
        int sum = 0;
        for (int i = 0; i < V4_HEADER; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        packet.putShort(10, (short) ~((sum & 0xffff) + (sum >>> 16)));
        return packet.array();
    }

    /**
     * Octets of an IPv6 payload behind a header like the datagram's.
     *
     * @param datagram whose fixed header is copied
     * @param next number of the header with which the payload begins
     */
    public static byte[] v6(byte[] datagram, byte[] payload, int next, int id, int from, int to) {
        ByteBuffer part = ByteBuffer.allocate(V6_HEADER + 8 + to - from);
        part.put(datagram, 0, V6_HEADER);
        part.put((byte) next).put((byte) 0);
        part.putShort((short) (from | (to < payload.length ? 1 : 0))).putInt(id);
        part.put(payload, from, to - from);
        part.putShort(4, (short) (8 + to - from));
        part.put(6, (byte) 44);
        return part.array();
    }
}
