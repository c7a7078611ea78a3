package parley.analyzer.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jnr.ffi.Platform;

/**
 * Where {@code struct pcap_pkthdr} has its fields: a {@code struct timeval}, the captured and the original length. Only
 * the first differs between the systems that Java runs on.
 */
enum PacketHeaderLayout {
    /** Seconds and fraction of 64 bits. */
    LONG_TIMES(8),
    /** Seconds of 64 bits, a fraction of 32 and as many of padding: macOS. */
    LONG_SECONDS(8),
    /** Seconds and fraction of 32 bits, as in {@code long} on Windows. */
    SHORT_TIMES(4);

    private final long fractionOffset;
    private final long lengthsOffset;

    PacketHeaderLayout(long fractionOffset) {
        this.fractionOffset = fractionOffset;
        this.lengthsOffset = 2 * fractionOffset;
    }

    static PacketHeaderLayout of(Platform.OS os) {
        return switch (os) {
            case WINDOWS -> SHORT_TIMES;
            case DARWIN -> LONG_SECONDS;
            default -> LONG_TIMES;
        };
    }

    /** Octets up to the end of the original length. */
    long length() {
        return lengthsOffset + 8;
    }

    long seconds(MemorySegment header) {
        return this == SHORT_TIMES
                ? Integer.toUnsignedLong(header.get(ValueLayout.JAVA_INT_UNALIGNED, 0))
                : header.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    }

    /** Microseconds or nanoseconds, as the handle was opened. */
    long fraction(MemorySegment header) {
        return this == LONG_TIMES
                ? header.get(ValueLayout.JAVA_LONG_UNALIGNED, fractionOffset)
                : header.get(ValueLayout.JAVA_INT_UNALIGNED, fractionOffset);
    }

    int capturedLength(MemorySegment header) {
        return header.get(ValueLayout.JAVA_INT_UNALIGNED, lengthsOffset);
    }

    int originalLength(MemorySegment header) {
        return header.get(ValueLayout.JAVA_INT_UNALIGNED, lengthsOffset + 4);
    }
}
