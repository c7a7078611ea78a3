package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Octets of one segment that have become next in their direction: a view, good during the call that hands it over. Octets
 * and numbers of the segment are taken out of it when they are asked for, because most who listen do not.
 */
public final class StreamData {
    private static final int USUAL_LENGTH = 2048;

    private byte[] bytes;
    private @Nullable MemorySegment source;
    private long sourceOffset;
    private @Nullable Segment segment;
    private int length;
    private long offset;
    private long sequence;
    private Carrier carrier = Carrier.NONE;
    private boolean behindLoss;

    StreamData() {
        this(new byte[USUAL_LENGTH]);
    }

    private StreamData(byte[] bytes) {
        this.bytes = bytes;
    }

    /** To be followed by one of the two that say what carried the octets. */
    void set(MemorySegment data, long at, int count, long streamOffset, long relativeSequence, boolean behindLoss) {
        source = data;
        sourceOffset = at;
        length = count;
        offset = streamOffset;
        sequence = relativeSequence;
        this.behindLoss = behindLoss;
    }

    void carriedBy(Segment now) {
        segment = now;
    }

    void carriedBy(Carrier before) {
        segment = null;
        carrier = before;
    }

    /** Octets as a segment might have brought them, for who tests a decoder. */
    public static StreamData of(byte[] octets, long offset, Carrier carrier) {
        StreamData data = new StreamData(octets.clone());
        data.length = octets.length;
        data.offset = offset;
        data.sequence = carrier.sequence();
        data.carrier = carrier;
        return data;
    }

    /** The same octets, to be kept. */
    public StreamData copy() {
        StreamData copy = new StreamData(Arrays.copyOf(bytes(), length));
        copy.length = length;
        copy.offset = offset;
        copy.sequence = sequence;
        copy.carrier = carrier();
        copy.behindLoss = behindLoss;
        return copy;
    }

    /** The array whose first {@link #length} octets they are; not to be kept or changed. */
    public byte[] bytes() {
        MemorySegment from = source;
        if (from != null) {
            if (bytes.length < length) {
                bytes = new byte[Math.max(length, 2 * bytes.length)];
            }
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, sourceOffset, bytes, 0, length);
            source = null;
        }
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Of the first octet, counted from the start of the direction's data. */
    public long offset() {
        return offset;
    }

    /** Relative sequence number of the first octet. */
    public long sequence() {
        return sequence;
    }

    /**
     * Whether octets before them are missing of which nothing says that the other side received them. Unless it did, its
     * application has never read these.
     */
    public boolean isBehindLoss() {
        return behindLoss;
    }

    /** The segment that brought them. */
    public Carrier carrier() {
        if (segment != null) {
            carrier = Carrier.of(segment);
            segment = null;
        }
        return carrier;
    }
}
