package parley.analyzer.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The byte order of a file's numbers. It is read with layouts that are constants: a layout in a field is one that the
 * compiler cannot see through, and each number then costs several times as much.
 */
enum FileOrder {
    LITTLE_ENDIAN("little-endian"),
    BIG_ENDIAN("big-endian");

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String displayName;

    FileOrder(String displayName) {
        this.displayName = displayName;
    }

    String displayName() {
        return displayName;
    }

    int u16(MemorySegment data, long at) {
        short value = data.get(U16, at);
        return (this == LITTLE_ENDIAN ? value : Short.reverseBytes(value)) & 0xffff;
    }

    /** 32 bits as they are: the sign has no meaning. */
    int u32(MemorySegment data, long at) {
        int value = data.get(U32, at);
        return this == LITTLE_ENDIAN ? value : Integer.reverseBytes(value);
    }

    /** 64 bits as they are: the sign has no meaning. */
    long u64(MemorySegment data, long at) {
        long value = data.get(U64, at);
        return this == LITTLE_ENDIAN ? value : Long.reverseBytes(value);
    }
}
