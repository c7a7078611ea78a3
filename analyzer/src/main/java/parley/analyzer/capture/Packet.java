package parley.analyzer.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * One packet as captured: a view that its source points anew at each {@link PacketSource#next}. What must outlive that
 * call is copied by whoever keeps it. Used by the source's thread.
 */
public final class Packet {
    private long number;
    private long timestampNanos;
    private boolean timed;
    private int timestampDigits;
    private int interfaceId;
    private int linkType;
    private MemorySegment data = MemorySegment.NULL;
    private long offset;
    private int capturedLength;
    private int originalLength;
    private @Nullable String comment;

    /** Points the view at a packet; called by sources alone. */
    public void set(
            long number,
            long timestampNanos,
            int interfaceId,
            int linkType,
            MemorySegment data,
            long offset,
            int capturedLength,
            int originalLength) {
        this.number = number;
        this.timestampNanos = timestampNanos;
        this.timed = true;
        this.interfaceId = interfaceId;
        this.linkType = linkType;
        this.data = data;
        this.offset = offset;
        this.capturedLength = capturedLength;
        this.originalLength = originalLength;
        this.comment = null;
    }

    /** Gives it another frame number; called by sources alone. */
    public void renumber(long frame) {
        number = frame;
    }

    /** Says that the capture does not say when. */
    void setWithoutTimestamp() {
        timed = false;
    }

    /** Attaches what a person wrote about this packet in the capture. */
    public void setComment(@Nullable String comment) {
        this.comment = comment;
    }

    /** The frame number, from 1, as Wireshark counts. */
    public long number() {
        return number;
    }

    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    public long timestampNanos() {
        return timestampNanos;
    }

    /** Says how fine its timestamp is; called by whoever knows the interfaces. */
    public void setTimestampDigits(int digits) {
        timestampDigits = digits;
    }

    /** Decimal digits of a second that the timestamps of its interface have. */
    public int timestampDigits() {
        return timestampDigits;
    }

    /**
     * Whether the capture says when, between 1677-09-21 and 2262-04-11. Simple packet blocks do not; packets without a time
     * have 0.
     */
    public boolean hasTimestamp() {
        return timed;
    }

    /** Index into {@link PacketSource#interfaces}. */
    public int interfaceId() {
        return interfaceId;
    }

    /** The LINKTYPE_ number of the link layer. */
    public int linkType() {
        return linkType;
    }

    /** The memory that holds the packet, from {@link #offset} on for {@link #capturedLength} octets. */
    public MemorySegment data() {
        return data;
    }

    /** Where in {@link #data} the packet begins. */
    public long offset() {
        return offset;
    }

    /** Octets that were captured. */
    public int capturedLength() {
        return capturedLength;
    }

    /** Octets that were on the wire; more than captured where the packet was snapped. */
    public int originalLength() {
        return originalLength;
    }

    /** The same as Wireshark's {@code frame.len} counts: without the octet that says which way a packet of PPP went. */
    public int wireLength() {
        return linkType == LinkType.PPP_WITH_DIRECTION ? Math.max(0, originalLength - 1) : originalLength;
    }

    /** What a person wrote about this packet in the capture, or null. */
    public @Nullable String comment() {
        return comment;
    }

    /** A copy of the captured octets. */
    public byte[] bytes() {
        return data.asSlice(offset, capturedLength).toArray(ValueLayout.JAVA_BYTE);
    }
}
