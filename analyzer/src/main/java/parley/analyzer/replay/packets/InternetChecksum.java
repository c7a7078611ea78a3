package parley.analyzer.replay.packets;

import java.lang.foreign.MemorySegment;
import parley.analyzer.wire.Octets;

/** The checksum of IP, TCP, UDP and ICMP (RFC 1071): sums of 16-bit words in ones' complement. */
final class InternetChecksum {
    private InternetChecksum() {}

    /** The sum of the octets, not yet folded; an odd last one counts as the high octet of a word. */
    static long sum(MemorySegment data, long from, long to) {
        long sum = 0;
        long at = from;
        for (; at + Integer.BYTES <= to; at += Integer.BYTES) {
            sum += Octets.u32(data, at) & 0xffff_ffffL;
        }
        if (at + 2 <= to) {
            sum += Octets.u16(data, at);
            at += 2;
        }
        if (at < to) {
            sum += (long) Octets.u8(data, at) << 8;
        }
        return sum;
    }

    /** 16 bits that stand for the same in ones' complement. */
    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    /**
     * A checksum after its octets have changed (RFC 1624, equation 3).
     *
     * @param change of every word that changed, the complement of what it was and what it is, added up
     */
    static int updated(int checksum, long change) {
        return ~fold((~checksum & 0xffff) + change) & 0xffff;
    }
}
