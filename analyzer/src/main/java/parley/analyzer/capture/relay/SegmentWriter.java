package parley.analyzer.capture.relay;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes the TCP segments of one direction, in IPv4 or IPv6 without a link layer, with right checksums (RFC 9293
 * section 3.1, RFC 791, RFC 8200). Used by one thread at a time.
 */
final class SegmentWriter {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    private static final int PROTOCOL_TCP = 6;
    private static final int TIME_TO_LIVE = 64;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;
    private static final int TCP_CHECKSUM = 16;
    private static final int IPV4_CHECKSUM = 10;

    /** What IPv4 can say of a packet's length; IPv6 is held to the same. */
    private static final int MAXIMUM_PACKET = 65_535;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] source;
    private final byte[] destination;
    private final int sourcePort;
    private final int destinationPort;
    private final int ipHeader;
    private final long addressSum;
    private int identification;

    /**
     * Of one direction.
     *
     * @param source address of 4 or 16 octets, as many as the destination has
     * @param identification of the first IPv4 packet; further ones count up from there
     */
    SegmentWriter(byte[] source, int sourcePort, byte[] destination, int destinationPort, int identification) {
        if (source.length != destination.length) {
            throw new IllegalArgumentException("the addresses of a packet are of one IP version");
        }
        this.source = source;
        this.destination = destination;
        this.sourcePort = sourcePort;
        this.destinationPort = destinationPort;
        this.identification = identification;
        ipHeader = source.length == 4 ? IPV4_HEADER : IPV6_HEADER;
        addressSum = sum(source, 0, source.length) + sum(destination, 0, destination.length);
    }

    /** The most octets of data that go into one segment. */
    int maximumSegment() {
        return MAXIMUM_PACKET - ipHeader - TCP_HEADER;
    }

    /**
     * Makes a segment.
     *
     * @param options of TCP, a multiple of 4 octets
     * @param data whose octets from {@code offset} on it carries
     * @return the whole packet
     */
    byte[] segment(
            int flags,
            int sequence,
            int acknowledgment,
            int window,
            byte[] options,
            byte[] data,
            int offset,
            int length) {
        int tcpHeader = TCP_HEADER + options.length;
        byte[] octets = new byte[ipHeader + tcpHeader + length];
        ByteBuffer packet = ByteBuffer.wrap(octets);
        if (source.length == 4) {
            putIpv4(packet);
        } else {
            putIpv6(packet);
        }
        packet.putShort((short) sourcePort).putShort((short) destinationPort);
        packet.putInt(sequence).putInt(acknowledgment);
        packet.putShort((short) (tcpHeader / 4 << 12 | flags)).putShort((short) window);
        packet.putInt(0);
        packet.put(options).put(data, offset, length);
        int tcpLength = tcpHeader + length;
        long sum = addressSum + PROTOCOL_TCP + tcpLength + sum(octets, ipHeader, tcpLength);
        packet.putShort(ipHeader + TCP_CHECKSUM, checksum(sum));
        return octets;
    }

    private void putIpv4(ByteBuffer packet) {
        packet.putShort((short) 0x4500).putShort((short) packet.capacity());
        packet.putShort((short) identification++).putShort((short) DONT_FRAGMENT);
        packet.put((byte) TIME_TO_LIVE).put((byte) PROTOCOL_TCP).putShort((short) 0);
        packet.put(source).put(destination);
        packet.putShort(IPV4_CHECKSUM, checksum(sum(packet.array(), 0, IPV4_HEADER)));
    }

    private void putIpv6(ByteBuffer packet) {
        packet.putInt(0x6000_0000).putShort((short) (packet.capacity() - IPV6_HEADER));
        packet.put((byte) PROTOCOL_TCP).put((byte) TIME_TO_LIVE);
        packet.put(source).put(destination);
    }

    /** The sum of 32-bit words, which folds to the same as that of 16-bit ones (RFC 1071 section 2); zeros fill the last. */
    private static long sum(byte[] octets, int from, int length) {
        long sum = 0;
        int end = from + length;
        int at = from;
        for (; at + Integer.BYTES <= end; at += Integer.BYTES) {
            sum += (int) WORDS.get(octets, at) & 0xffff_ffffL;
        }
        for (int shift = 24; at < end; at++, shift -= 8) {
            sum += (octets[at] & 0xffL) << shift;
        }
        return sum;
    }

    private static short checksum(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
