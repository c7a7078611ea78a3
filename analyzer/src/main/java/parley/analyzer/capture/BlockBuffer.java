package parley.analyzer.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Whole pcapng blocks on their way to a file (draft-ietf-opsawg-pcapng sections 3.1 and 3.5), little-endian. Grows for a
 * block that is larger than it is.
 */
final class BlockBuffer {
    /** From here on it asks to be drained. */
    private static final int FULL = 1 << 18;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(2 * FULL).order(ORDER);
    private int blockStart;

    /** Begins a block; its length is filled in by {@link #end}. */
    void begin(int type) {
        blockStart = buffer.position();
        putInt(type);
        putInt(0);
    }

    void end() {
        int length = buffer.position() - blockStart + PcapngFormat.BLOCK_TRAILER_LENGTH;
        putInt(length);
        buffer.putInt(blockStart + Integer.BYTES, length);
    }

    void putShort(int value) {
        ensure(Short.BYTES);
        buffer.putShort((short) value);
    }

    void putInt(int value) {
        ensure(Integer.BYTES);
        buffer.putInt(value);
    }

    void putLong(long value) {
        ensure(Long.BYTES);
        buffer.putLong(value);
    }

    /** The upper 32 bits, then the lower ones, in either byte order (section 4.3). */
    void putTimestamp(long units) {
        putInt((int) (units >>> Integer.SIZE));
        putInt((int) units);
    }

    void putData(MemorySegment data, long offset, int length) {
        ensure(length);
        MemorySegment.copy(data, offset, MemorySegment.ofBuffer(buffer), 0, length);
        buffer.position(buffer.position() + length);
        pad(length);
    }

    /** An option of text; what does not fit into an option is cut off, at a character. */
    void putText(int code, String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer value =
                ByteBuffer.allocate((int) Math.min(PcapngFormat.MAXIMUM_OPTION_LENGTH, (long) text.length() * 3));
        encoder.encode(CharBuffer.wrap(text), value, true);
        value.flip();
        int length = value.remaining();
        putOptionHeader(code, length);
        ensure(length);
        buffer.put(value);
        pad(length);
    }

    void putOctet(int code, int value) {
        putOptionHeader(code, 1);
        ensure(1);
        buffer.put((byte) value);
        pad(1);
    }

    void putLong(int code, long value) {
        putOptionHeader(code, Long.BYTES);
        putLong(value);
    }

    void putTimestamp(int code, long units) {
        putOptionHeader(code, Long.BYTES);
        putTimestamp(units);
    }

    void putEndOfOptions() {
        putOptionHeader(PcapngFormat.OPTION_END, 0);
    }

    private void putOptionHeader(int code, int length) {
        putShort(code);
        putShort(length);
    }

    private void pad(int length) {
        int padding = (int) (PcapngFormat.padded(length) - length);
        ensure(padding);
        for (int i = 0; i < padding; i++) {
            buffer.put((byte) 0);
        }
    }

    private void ensure(int octets) {
        if (buffer.remaining() < octets) {
            int needed = Math.addExact(buffer.position(), octets);
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, 2 * buffer.capacity()))
                    .order(ORDER);
            buffer = larger.put(buffer.flip());
        }
    }

    boolean isFull() {
        return buffer.position() >= FULL;
    }

    /** Octets of the blocks that are held. */
    int length() {
        return buffer.position();
    }

    /** Writes every block out and is empty then; where that fails, the blocks are still held. */
    void drainTo(WritableByteChannel channel) throws IOException {
        ByteBuffer blocks = buffer.duplicate().flip();
        while (blocks.hasRemaining()) {
            channel.write(blocks);
        }
        buffer.clear();
    }

    /** How many of the first {@code octets} that are held make whole blocks. */
    int wholeBlocksWithin(long octets) {
        int whole = 0;
        while (whole < octets) {
            int next = whole + buffer.getInt(whole + Integer.BYTES);
            if (next > octets) {
                break;
            }
            whole = next;
        }
        return whole;
    }
}
