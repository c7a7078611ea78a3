package parley.analyzer.replay.packets;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.regex.Pattern;
import parley.analyzer.wire.Octets;

/**
 * A hardware address.
 *
 * @param bits its 48 bits, the first octet's highest
 */
public record MacAddress(long bits) {
    /** What loopback interfaces have. */
    public static final MacAddress ZERO = new MacAddress(0);

    static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

    /** Octets of an address. */
    static final int LENGTH = 6;

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}");
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /**
     * Reads {@code 00:11:22:33:44:55}.
     *
     * @throws IllegalArgumentException if it is none; the message says so
     */
    public static MacAddress parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no hardware address such as 00:11:22:33:44:55");
        }
        return new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16));
    }

    static MacAddress read(MemorySegment data, long at) {
        return new MacAddress((long) Octets.u16(data, at) << 32 | Octets.u32(data, at + 2) & 0xffff_ffffL);
    }

    void write(MemorySegment data, long at) {
        data.set(U16, at, (short) (bits >>> 32));
        data.set(U32, at + 2, (int) bits);
    }
}
