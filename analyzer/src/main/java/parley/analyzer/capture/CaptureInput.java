package parley.analyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The octets of a file or a pipe in order, through one reused buffer outside the heap. The buffer grows only when
 * octets that are really there demand it, so a length field cannot make it. Used by one thread.
 */
final class CaptureInput implements Closeable {
    /** Small enough for the hundreds of files of a ring buffer, which are all open at once. */
    static final int INITIAL = 1 << 17;

    private final ReadableByteChannel channel;
    private final String name;
    private MemorySegment buffer;
    private ByteBuffer target;
    private int position;
    private int limit;
    private long consumed;

    /** @param name of the input, for what is said when reading fails */
    CaptureInput(ReadableByteChannel channel, String name) {
        this(channel, name, INITIAL);
    }

    /** @param initial octets of the buffer before anything demands more */
    CaptureInput(ReadableByteChannel channel, String name, int initial) {
        this.channel = channel;
        this.name = name;
        buffer = Arena.ofAuto().allocate(initial);
        target = buffer.asByteBuffer();
    }

    /** The memory that holds the octets made available, from {@link #position} on. */
    MemorySegment buffer() {
        return buffer;
    }

    /** Where in {@link #buffer} the next octet is. */
    int position() {
        return position;
    }

    /** Offset in the file of the next octet. */
    long offset() {
        return consumed + position;
    }

    /** Offset in the file as it is stored, compressed or not, of what comes next. */
    long octetsRead() {
        return channel instanceof InnerInput inner ? inner.octetsRead() : offset();
    }

    /** Octets that can be taken without reading. */
    int available() {
        return limit - position;
    }

    /** Makes {@code count} octets available; false where the input ends before. Moves {@link #buffer}'s content. */
    boolean require(int count) throws IOException {
        while (limit - position < count) {
            if (limit == buffer.byteSize() || position + count > buffer.byteSize()) {
                makeRoom();
            }
            target.limit((int) buffer.byteSize()).position(limit);
            int read = read();
            if (read < 0) {
                return false;
            }
            limit += read;
        }
        return true;
    }

    /** Takes octets as a stream does: waits for one, returns -1 at the end. */
    int read(byte[] octets, int offset, int length) throws IOException {
        if (available() == 0 && !require(1)) {
            return -1;
        }
        int count = Math.min(length, available());
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, position, octets, offset, count);
        skip(count);
        return count;
    }

    /** What ended the input before its time, where that is known; null for an end like any other. */
    @Nullable
    String damage() {
        return channel instanceof InnerInput inner ? inner.damage() : null;
    }

    /** What the input is packed with, for people, from the inside: {@code tar in gzip}; null for nothing. */
    @Nullable
    String compression() {
        return channel instanceof InnerInput inner ? inner.forms() : null;
    }

    /** The archive that the input is in; null for none. */
    @Nullable
    ArchivedInput archive() {
        return channel instanceof InnerInput inner ? inner.archive() : null;
    }

    /** The octets made available, at most so many. */
    byte[] head(int most) {
        byte[] head = new byte[Math.min(available(), most)];
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, position, head, 0, head.length);
        return head;
    }

    private int read() throws IOException {
        try {
            return channel.read(target);
        } catch (UnclearArchiveException unclear) {
            throw unclear;
        } catch (IOException e) {
            throw new IOException(
                    name + " cannot be read after " + (consumed + limit) + " bytes: " + e.getMessage(), e);
        }
    }

    /** Passes over octets that have been made available. */
    void skip(int count) {
        position += count;
    }

    /** Passes over octets, whether available or not; false where the input ends before. */
    boolean skipFully(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (available() == 0 && !require(1)) {
                return false;
            }
            int step = (int) Math.min(left, available());
            skip(step);
            left -= step;
        }
        return true;
    }

    private void makeRoom() {
        int kept = limit - position;
        MemorySegment remaining = buffer.asSlice(position, kept);
        if (position > 0) {
            MemorySegment.copy(remaining, 0, buffer, 0, kept);
        } else if (limit == buffer.byteSize()) {
            MemorySegment grown = Arena.ofAuto().allocate(2 * buffer.byteSize());
            MemorySegment.copy(remaining, 0, grown, 0, kept);
            buffer = grown;
            target = buffer.asByteBuffer();
        }
        consumed += position;
        position = 0;
        limit = kept;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
