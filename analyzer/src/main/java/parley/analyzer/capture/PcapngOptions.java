package parley.analyzer.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * Goes through the options of a block (draft-ietf-opsawg-pcapng section 3.5), each a code, a length and a value padded
 * to 32 bits. A view that is pointed at each block anew; offsets are those of the memory.
 */
final class PcapngOptions {
    private MemorySegment data = MemorySegment.NULL;
    private FileOrder order = FileOrder.LITTLE_ENDIAN;
    private long next;
    private long end;
    private int code;
    private int length;
    private long value;
    private boolean broken;

    /** Points the view at the options between two offsets. */
    PcapngOptions at(MemorySegment memory, long from, long to, FileOrder numbers) {
        data = memory;
        next = from;
        end = to;
        order = numbers;
        broken = false;
        return this;
    }

    /** Goes to the next option; false at the end, and where an option is longer than its block. */
    boolean next() {
        if (broken || next + PcapngFormat.OPTION_HEADER_LENGTH > end) {
            return false;
        }
        code = order.u16(data, next);
        length = order.u16(data, next + 2);
        value = next + PcapngFormat.OPTION_HEADER_LENGTH;
        if (code == PcapngFormat.OPTION_END) {
            return false;
        }
        broken = value + length > end;
        next = value + PcapngFormat.padded(length);
        return !broken;
    }

    /** Whether the walk ended at an option that is longer than its block. */
    boolean isBroken() {
        return broken;
    }

    int code() {
        return code;
    }

    /** Octets of the value, without padding. */
    int length() {
        return length;
    }

    /** An octet of the value; {@code index} is less than {@link #length}. */
    int u8(int index) {
        return data.get(ValueLayout.JAVA_BYTE, value + index) & 0xff;
    }

    /** The value as 64 bits; {@link #length} is 8. */
    long u64() {
        return order.u64(data, value);
    }

    /** The value from an octet on as UTF-8, without the zeros with which some programs fill it up. */
    String text(int from) {
        byte[] octets = data.asSlice(value + from, length - from).toArray(ValueLayout.JAVA_BYTE);
        int end = octets.length;
        while (end > 0 && octets[end - 1] == 0) {
            end--;
        }
        return new String(octets, 0, end, StandardCharsets.UTF_8);
    }
}
