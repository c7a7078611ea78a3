package parley.analyzer.testing;

import java.nio.ByteBuffer;

/** Crafts ICMP messages that quote a packet, in IP without a link layer, from 192.0.2.1 or 2001:db8:1::1. */
public final class IcmpFrames {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private IcmpFrames() {}

    public static byte[] v4(int type, int code, byte[] quote) {
        return ip(4, ICMP, message(type, code, quote));
    }

    public static byte[] v6(int type, int code, byte[] quote) {
        return ip(6, ICMPV6, message(type, code, quote));
    }

    /** A router's answer to a datagram that its next link does not take (RFC 1191 section 4). */
    public static byte[] tooBig(int mtu, byte[] quote) {
        byte[] message = message(3, 4, quote);
        ByteBuffer.wrap(message).putShort(6, (short) mtu);
        return ip(4, ICMP, message);
    }

    private static byte[] message(int type, int code, byte[] quote) {
        return ByteBuffer.allocate(8 + quote.length)
                .put((byte) type)
                .put((byte) code)
                .position(8)
                .put(quote)
                .array();
    }

    /** An IP packet around anything. */
    public static byte[] ip(int version, int protocol, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate((version == 4 ? V4_HEADER : V6_HEADER) + payload.length);
        if (version == 4) {
            packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
            packet.putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0);
            packet.putInt(0xc000_0201).putInt(0xc000_0202);
        } else {
            packet.putInt(0x6000_0000).putShort((short) payload.length);
            packet.put((byte) protocol).put((byte) 64);
            packet.putLong(0x2001_0db8_0001_0000L).putLong(1);
            packet.putLong(0x2001_0db8_0001_0000L).putLong(2);
        }
        return packet.put(payload).array();
    }
}
