package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 header (RFC 791 section 3.1) or an IPv6 header with its extension headers (RFC 8200 sections 3 and 4), the
 * Authentication Header among them (RFC 4302 section 2); behind IPv4's own header that one is passed over too.
 * Lengths are in octets.
 */
public final class IpHeader {
    public static final int PROTOCOL_ICMP = 1;
    public static final int PROTOCOL_TCP = 6;
    public static final int PROTOCOL_UDP = 17;
    public static final int PROTOCOL_ICMPV6 = 58;

    private static final int V4_MINIMUM = 20;
    private static final int V6_FIXED = 40;
    private static final int V6_DESTINATION = 24;
    private static final int V6_ADDRESS = 16;
    private static final int SOURCE_ROUTE_OF_RPL = 3;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION = 60;
    private static final int SHIM6 = 140;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 0x83;
    private static final int STRICT_SOURCE_ROUTE = 0x89;
    private static final int USUAL_MTU = 1500;
    private static final int V4_DESTINATION = 16;
    private static final int V4_ADDRESS = 4;

    private MemorySegment data = MemorySegment.NULL;
    private long offset;
    private int version;
    private int headerLength;
    private int protocol;
    private int payloadLength;
    private int capturedPayloadLength;
    private int fragmentOffset;
    private boolean moreFragments;
    private int fragmentIdentification;
    private long finalDestination;
    /** Octets at the front of the final destination that a routing header leaves to be those of the header's own. */
    private int elided;

    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;

    /**
     * Points the view at a header.
     *
     * @param start offset of the header in the packet, for faults
     * @param captured octets that are there from the header on
     * @param original octets that were there on the wire
     * @return null where the header is whole
     */
    @Nullable
    Fault read(MemorySegment memory, long at, int start, int captured, int original) {
        data = memory;
        offset = at;
        fragmentOffset = 0;
        moreFragments = false;
        fragmentIdentification = 0;
        finalDestination = offset + V6_DESTINATION;
        elided = 0;
        if (captured < 1) {
            return truncated(start, V4_MINIMUM, captured, "ip");
        }
        version = Octets.u8(data, offset) >>> 4;
        return switch (version) {
            case 4 -> readV4(start, captured, original);
            case 6 -> readV6(start, captured, original);
            default -> new Fault(Fault.Kind.BAD_VERSION, Layer.NETWORK, start, 4, version, "ip.version");
        };
    }

    private @Nullable Fault readV4(int start, int captured, int original) {
        if (captured < V4_MINIMUM) {
            return truncated(start, V4_MINIMUM, captured, "ip");
        }
        int first = Octets.u32(data, offset);
        headerLength = (first >>> 24 & 15) * 4;
        if (headerLength < V4_MINIMUM) {
            return new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, start, V4_MINIMUM, headerLength, "ip.hdr_len");
        }
        if (captured < headerLength) {
            return truncated(start, headerLength, captured, "ip.hdr_len");
        }
        int totalLength = first & 0xffff;
        // Segmentation offload leaves the field 0: then the frame's length is all there is to go by.
        int total = totalLength == 0 ? original : totalLength;
        if (total < headerLength) {
            return new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, start, headerLength, total, "ip.len");
        }
        protocol = Octets.u8(data, offset + 9);
        int fragment = Octets.u16(data, offset + 6);
        moreFragments = (fragment & 0x2000) != 0;
        fragmentOffset = (fragment & 0x1fff) * 8;
        readV4Addresses();
        if (protocol == AUTHENTICATION && !isFragment()) {
            Fault fault = passExtensions(data, offset, start, captured);
            if (fault != null) {
                return fault;
            }
            if (total < headerLength) {
                return new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, start, headerLength, total, "ip.len");
            }
        }
        measurePayload(total, captured, original);
        return null;
    }

    private void readV4Addresses() {
        long addresses = Octets.u64(data, offset + 12);
        sourceHigh = 0;
        sourceLow = addresses >>> 32;
        destinationHigh = 0;
        finalDestination = offset + V4_DESTINATION;
        if (headerLength > V4_MINIMUM) {
            followSourceRoute();
        }
        destinationLow = Octets.u32(data, finalDestination) & 0xffff_ffffL;
    }

    /** As long as a source route is not at its end, the last address in it is where the packet goes (RFC 791 section 3.1). */
    private void followSourceRoute() {
        long at = offset + V4_MINIMUM;
        long end = offset + headerLength;
        while (at < end && Octets.u8(data, at) != END_OF_OPTIONS) {
            int kind = Octets.u8(data, at);
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            int length = at + 1 < end ? Octets.u8(data, at + 1) : 0;
            if (length < 2 || at + length > end) {
                return;
            }
            if (kind == LOOSE_SOURCE_ROUTE || kind == STRICT_SOURCE_ROUTE) {
                boolean hasNext = length >= 3 + V4_ADDRESS && Octets.u8(data, at + 2) < length;
                finalDestination = hasNext ? at + length - V4_ADDRESS : finalDestination;
                return;
            }
            at += length;
        }
    }

    /** A packet that claims more than its frame has brings no more than the frame: so does Wireshark take it. */
    private void measurePayload(int total, int captured, int original) {
        payloadLength = Math.min(total, original) - headerLength;
        capturedPayloadLength = Math.min(payloadLength, captured - headerLength);
    }

    private @Nullable Fault readV6(int start, int captured, int original) {
        if (captured < V6_FIXED) {
            return truncated(start, V6_FIXED, captured, "ipv6");
        }
        headerLength = V6_FIXED;
        int plen = Octets.u16(data, offset + 4);
        // Segmentation offload leaves the field 0, of packets that are longer than a link's usual ones.
        int total = plen == 0 && original > USUAL_MTU ? original : V6_FIXED + plen;
        protocol = Octets.u8(data, offset + 6);
        Fault fault = passExtensions(data, offset, start, captured);
        if (fault != null) {
            return fault;
        }
        if (total < headerLength) {
            return new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, start, headerLength, total, "ipv6.plen");
        }
        measurePayload(total, captured, original);
        sourceHigh = Octets.u64(data, offset + 8);
        sourceLow = Octets.u64(data, offset + 16);
        if (elided == 0) {
            destinationHigh = Octets.u64(data, finalDestination);
            destinationLow = Octets.u64(data, finalDestination + 8);
        } else {
            destinationHigh = expanded(0);
            destinationLow = expanded(8);
        }
        return null;
    }

    /**
     * Follows the chain of extension headers from {@link #headerLength} on. A fragment's ends it: what comes after
     * belongs to the whole datagram.
     */
    private @Nullable Fault passExtensions(MemorySegment memory, long header, int start, int captured) {
        while (isExtension(protocol) && !isFragment()) {
            if (captured < headerLength + 8) {
                return truncated(start + headerLength, 8, captured - headerLength, "ipv6.nxt");
            }
            long at = header + headerLength;
            int length = extensionLength(protocol, Octets.u8(memory, at + 1));
            if (captured < headerLength + length) {
                return truncated(start + headerLength, length, captured - headerLength, "ipv6.nxt");
            }
            if (protocol == FRAGMENT) {
                int fragment = Octets.u16(memory, at + 2);
                fragmentOffset = fragment & 0xfff8;
                moreFragments = (fragment & 1) != 0;
                fragmentIdentification = Octets.u32(memory, at + 4);
            }
            if (protocol == ROUTING && memory.equals(data)) {
                passRouting(at, length);
            }
            protocol = Octets.u8(memory, at);
            headerLength += length;
        }
        return null;
    }

    /**
     * As long as a routing header has segments left, where the packet goes in the end is said in it: behind all others
     * (type 0, RFC 2460 section 4.4; type 2, RFC 6275 section 6.4; type 3, RFC 6554 section 3) or before them (type 4,
     * RFC 8754 section 2).
     */
    private void passRouting(long at, int length) {
        if (Octets.u8(data, at + 2) == SOURCE_ROUTE_OF_RPL) {
            passSourceRoute(at, length);
            return;
        }
        int addresses = (length - 8) / V6_ADDRESS;
        if (Octets.u8(data, at + 3) > 0 && addresses > 0) {
            switch (Octets.u8(data, at + 2)) {
                case 0, 2 -> finalDestination = at + 8 + (long) (addresses - 1) * V6_ADDRESS;
                case 4 -> finalDestination = at + 8;
                default -> {}
            }
        }
    }

    /** The last address of RFC 6554's header has no octets in front that it shares with the header's destination. */
    private void passSourceRoute(long at, int length) {
        int shared = Octets.u8(data, at + 4) & 15;
        int padding = Octets.u8(data, at + 5) >> 4;
        int last = length - padding - (V6_ADDRESS - shared);
        if (Octets.u8(data, at + 3) > 0 && last >= 8) {
            finalDestination = at + last;
            elided = shared;
        }
    }

    /** Eight octets of the final destination from one of its places on. */
    private long expanded(int from) {
        long octets = 0;
        for (int i = from; i < from + 8; i++) {
            long at = i < elided ? offset + V6_DESTINATION + i : finalDestination + i - elided;
            octets = octets << 8 | Octets.u8(data, at);
        }
        return octets;
    }

    /**
     * Passes over the extension headers with which the payload of a whole datagram begins, put together from fragments.
     *
     * @return null where they are whole
     */
    @Nullable
    Fault passExtensions(Remainder whole) {
        if (version != 6 || !isExtension(protocol)) {
            return null;
        }
        int ownLength = headerLength;
        int ownOffset = fragmentOffset;
        boolean ownMore = moreFragments;
        headerLength = 0;
        fragmentOffset = 0;
        moreFragments = false;
        Fault fault = passExtensions(whole.data(), whole.at(), whole.start(), whole.captured());
        if (fault == null) {
            whole.pass(headerLength);
        }
        headerLength = ownLength;
        fragmentOffset = ownOffset;
        moreFragments = ownMore;
        return fault;
    }

    private static boolean isExtension(int nextHeader) {
        return switch (nextHeader) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION, SHIM6 -> true;
            default -> false;
        };
    }

    /** In units of 8 octets without the first, but for the Fragment header, which has no length, and RFC 4302's. */
    private static int extensionLength(int extension, int field) {
        return switch (extension) {
            case FRAGMENT -> 8;
            case AUTHENTICATION -> (field + 2) * 4;
            default -> (field + 1) * 8;
        };
    }

    private static Fault truncated(int start, int needed, int actual, String claimedBy) {
        return new Fault(Fault.Kind.TRUNCATED, Layer.NETWORK, start, needed, actual, claimedBy);
    }

    /** 4 or 6. */
    public int version() {
        return version;
    }

    /** Octets of the header, options and extension headers included. */
    public int headerLength() {
        return headerLength;
    }

    /** Octets of the whole datagram or fragment on the wire. */
    public int totalLength() {
        return headerLength + payloadLength;
    }

    /** The protocol above, by IANA's number. */
    public int protocol() {
        return protocol;
    }

    /** Time to live, or hop limit: 0 to 255. */
    public int timeToLive() {
        return Octets.u8(data, version == 4 ? offset + 8 : offset + 7);
    }

    /** IPv4's Identification, 0 to 65535, of which IPv6 has none without a fragment header: there it is empty. */
    public OptionalInt identification() {
        return version == 4 ? OptionalInt.of(Octets.u16(data, offset + 4)) : OptionalInt.empty();
    }

    /** IPv4's Don't Fragment; always true of IPv6, whose routers do not fragment. */
    public boolean dontFragment() {
        return version == 6 || (Octets.u8(data, offset + 6) & 0x40) != 0;
    }

    /** Whether this is a part of a larger datagram. */
    public boolean isFragment() {
        return moreFragments || fragmentOffset > 0;
    }

    /** Where in the payload of the whole datagram this fragment's begins, in octets; 0 where it is whole. */
    public int fragmentOffset() {
        return fragmentOffset;
    }

    /** Whether another fragment of the datagram follows. */
    public boolean moreFragments() {
        return moreFragments;
    }

    /** What the fragments of one datagram have in common: 16 bits in IPv4, 32 in IPv6, where a whole datagram has 0. */
    int fragmentIdentification() {
        return version == 4 ? Octets.u16(data, offset + 4) : fragmentIdentification;
    }

    /** Whether IPv4's header checksum is right (RFC 791 section 3.1); always true of IPv6, which has none. */
    public boolean hasGoodHeaderChecksum() {
        if (version == 6) {
            return true;
        }
        int length = (Octets.u8(data, offset) & 15) * 4;
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += Octets.u16(data, offset + i);
        }
        return (sum & 0xffff) + (sum >>> 16) == 0xffff;
    }

    /** Whether this is ICMP of either version, whose errors quote the headers of other packets. */
    public boolean isIcmp() {
        return protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6;
    }

    /** Octets of the payload on the wire. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Octets of the payload that were captured. */
    public int capturedPayloadLength() {
        return capturedPayloadLength;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }

    /** The memory that holds the header. */
    MemorySegment memory() {
        return data;
    }

    /** Where in {@link #memory} what it carries begins. */
    long payloadStart() {
        return offset + headerLength;
    }

    public IpAddress source() {
        return new IpAddress(version, sourceHigh(), sourceLow());
    }

    /** Where the packet goes in the end, which a routing header may say; so Wireshark lists it. */
    public IpAddress destination() {
        return new IpAddress(version, destinationHigh(), destinationLow());
    }

    /** The first half of {@link #nextDestination}. */
    public long nextDestinationHigh() {
        return version == 4 ? destinationHigh() : Octets.u64(data, offset + V6_DESTINATION);
    }

    /** The second half of {@link #nextDestination}. */
    public long nextDestinationLow() {
        return version == 4 ? destinationLow() : Octets.u64(data, offset + V6_DESTINATION + 8);
    }

    /** What the header's own field says: Wireshark's {@code ip.dst} and {@code ipv6.dst}. */
    public IpAddress nextDestination() {
        return new IpAddress(version, nextDestinationHigh(), nextDestinationLow());
    }
}
