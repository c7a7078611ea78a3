package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Unsigned numbers in network byte order at an offset of a packet's memory. */
public final class Octets {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Octets() {}

    public static int u8(MemorySegment data, long offset) {
        return data.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    public static int u16(MemorySegment data, long offset) {
        return data.get(U16, offset) & 0xffff;
    }

    /** 32 bits as they are: the sign has no meaning. */
    public static int u32(MemorySegment data, long offset) {
        return data.get(U32, offset);
    }

    /** 64 bits as they are: the sign has no meaning. */
    public static long u64(MemorySegment data, long offset) {
        return data.get(U64, offset);
    }
}
