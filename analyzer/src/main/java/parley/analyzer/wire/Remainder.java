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
    private Carried.Kind carriedKind = Carried.Kind.NOTHING;
    private int carriedNumber;
    private boolean aggregated;
    private int gtpTunnels;
    private int gtpTunnelsOfEthernet;
    private final Trailer trailer = new Trailer();

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
        carries(Carried.Kind.NOTHING, 0);
        aggregated = false;
        gtpTunnels = 0;
        gtpTunnelsOfEthernet = 0;
    }

    /** Goes on in other memory, with what the fragments of a datagram were put together to. */
    void goOn(MemorySegment memory, int length) {
        data = memory;
        base = 0;
        start = 0;
        captured = length;
        original = length;
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

    /** An Ethernet header, or a tag of it, was passed. */
    void noteEthernet() {
        gtpTunnelsOfEthernet = gtpTunnels;
    }

    Trailer trailer() {
        return trailer;
    }

    /** Those of {@link #gtpTunnels} that an Ethernet frame is in. */
    int gtpTunnelsOfEthernet() {
        return gtpTunnelsOfEthernet;
    }

    void setEtherType(int etherType) {
        this.etherType = etherType;
        if (etherType != LinkHeader.ETHERTYPE_NONE) {
            carries(Carried.Kind.ETHERTYPE, etherType);
        }
    }

    /** Notes what the remainder is, in the words of the header that was passed last. */
    void carries(Carried.Kind kind, int number) {
        carriedKind = kind;
        carriedNumber = number;
    }

    /** Ends decoding: what remains is not decoded. */
    void leave(Carried.Kind kind, int number) {
        etherType = LinkHeader.ETHERTYPE_NONE;
        carries(kind, number);
    }

    /** What was noted last. */
    Carried carried() {
        return new Carried(carriedKind, carriedNumber);
    }

    /** Notes that other packets than this stand beside it in the frame. */
    void setAggregated() {
        aggregated = true;
    }

    void countGtpTunnel() {
        gtpTunnels++;
    }

    int gtpTunnels() {
        return gtpTunnels;
    }

    boolean isAggregated() {
        return aggregated;
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

    int u32(int offset) {
        return Octets.u32(data, at() + offset);
    }

    /** In little-endian order. */
    int u16le(int offset) {
        return u8(offset) | u8(offset + 1) << 8;
    }

    /** In little-endian order. */
    int u32le(int offset) {
        return Integer.reverseBytes(u32(offset));
    }

    /** The fault of a header that is longer than what is there; null where it is whole. */
    @Nullable
    Fault truncated(Layer layer, int needed, String header) {
        return captured >= needed ? null : new Fault(Fault.Kind.TRUNCATED, layer, start, needed, captured, header);
    }

    /**
     * Passes over a header that says how long it is.
     *
     * @param least octets that it has in any case; these were captured
     * @param field the display-filter name of the length
     */
    @Nullable
    Fault passSized(int length, int least, String field) {
        if (length < least) {
            return new Fault(Fault.Kind.BAD_LENGTH, Layer.LINK, start, least, length, field);
        }
        Fault fault = truncated(Layer.LINK, length, field);
        if (fault == null) {
            pass(length);
        }
        return fault;
    }
}
