package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** What of a packet is still to be decoded: where it begins, how long it is, and what it is. Reused for each packet. */
final class Remainder {
    private MemorySegment data = MemorySegment.NULL;
    private long base;
    private int start;
    private int captured;
    private int original;
    private int etherType;

    /**
     * Begins with a packet.
     *
     * @param packet where the packet begins in {@code memory}
     * @param captured octets that are there
     * @param original octets that were there on the wire
     */
    void begin(MemorySegment memory, long packet, int captured, int original) {
        data = memory;
        base = packet;
        start = 0;
        this.captured = captured;
        this.original = original;
        etherType = LinkHeader.ETHERTYPE_NONE;
    }

    /** Passes over a header. */
    void pass(int octets) {
        start += octets;
        captured -= octets;
        original -= octets;
    }

    /** Ends the remainder where a header says that its payload ends: what follows is padding. */
    void limit(int octets) {
        original = Math.min(original, octets);
        captured = Math.min(captured, original);
    }

    void setEtherType(int etherType) {
        this.etherType = etherType;
    }

    /** What the remainder is, or {@link LinkHeader#ETHERTYPE_NONE}. */
    int etherType() {
        return etherType;
    }

    MemorySegment data() {
        return data;
    }

    /** Where the remainder begins in {@link #data}. */
    long at() {
        return base + start;
    }

    /** Where the remainder begins in the packet, in octets. */
    int start() {
        return start;
    }

    /** Octets that were captured. */
    int captured() {
        return captured;
    }

    /** Octets that were on the wire. */
    int original() {
        return original;
    }

    int u8(int offset) {
        return Octets.u8(data, at() + offset);
    }

    int u16(int offset) {
        return Octets.u16(data, at() + offset);
    }

    /** The fault of a header that is longer than what is there; null where it is whole. */
    @Nullable
    Fault truncated(Layer layer, int needed, String header) {
        return captured >= needed ? null : new Fault(Fault.Kind.TRUNCATED, layer, start, needed, captured, header);
    }
}
