package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;

/** The checksum of a TCP segment against what it should be (RFC 9293 section 3.1, RFC 1071, RFC 8200 section 8.1). */
public enum TcpChecksum {
    RIGHT,
    /**
     * The sum of the pseudo-header alone, to which the network interface was to add the rest: the packet was captured on
     * the machine that sent it.
     */
    PSEUDO_HEADER_ONLY,
    WRONG,
    /** Not all octets of the segment were captured. */
    UNKNOWN;

    private static final int CHECKSUM_OFFSET = 16;

    /** Of a packet that has TCP. */
    public static TcpChecksum of(DecodedPacket packet) {
        TcpHeader tcp = packet.tcp();
        if (tcp.isCut() || tcp.capturedPayloadLength() < tcp.payloadLength()) {
            return UNKNOWN;
        }
        int length = tcp.headerLength() + tcp.payloadLength();
        long start = tcp.headerOffset();
        long pseudoHeader = pseudoHeader(packet.ip(), length);
        if (fold(pseudoHeader + sum(tcp.data(), start, length)) == 0xffff) {
            return RIGHT;
        }
        int found = Octets.u16(tcp.data(), start + CHECKSUM_OFFSET);
        return found == fold(pseudoHeader) ? PSEUDO_HEADER_ONLY : WRONG;
    }

    private static long pseudoHeader(IpHeader ip, int length) {
        return words(ip.sourceHigh())
                + words(ip.sourceLow())
                + words(ip.destinationHigh())
                + words(ip.destinationLow())
                + IpHeader.PROTOCOL_TCP
                + (length >>> 16)
                + (length & 0xffff);
    }

    private static long words(long eightOctets) {
        return (eightOctets >>> 48)
                + (eightOctets >>> 32 & 0xffff)
                + (eightOctets >>> 16 & 0xffff)
                + (eightOctets & 0xffff);
    }

    private static long sum(MemorySegment data, long from, int length) {
        long sum = 0;
        int even = length & ~1;
        for (int i = 0; i < even; i += 2) {
            sum += Octets.u16(data, from + i);
        }
        return even == length ? sum : sum + (Octets.u8(data, from + even) << 8);
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }
}
