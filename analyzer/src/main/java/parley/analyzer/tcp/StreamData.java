package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Octets of one segment that have become next in their direction: a view, good during the call that hands it over. */
public final class StreamData {
    private byte[] bytes = new byte[2048];
    private int from;
    private int length;
    private long offset;
    private long frame;
    private long timestampNanos;

    void set(MemorySegment data, long at, int count, long streamOffset, long frame, long nanos) {
        if (bytes.length < count) {
            bytes = new byte[Math.max(count, 2 * bytes.length)];
        }
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, bytes, 0, count);
        from = 0;
        describe(count, streamOffset, frame, nanos);
    }

    private void describe(int count, long streamOffset, long frame, long nanos) {
        length = count;
        offset = streamOffset;
        this.frame = frame;
        timestampNanos = nanos;
    }

    /** The array that holds the octets from {@link #from} on for {@link #length}; not to be kept or changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int length() {
        return length;
    }

    /** Of the first octet, counted from the start of the direction's data. */
    public long offset() {
        return offset;
    }

    /** The frame that brought them. */
    public long frame() {
        return frame;
    }

    /** When that frame was captured, in nanoseconds since the epoch. */
    public long timestampNanos() {
        return timestampNanos;
    }
}
