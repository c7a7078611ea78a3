package parley.analyzer.replay.packets;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.os.Injection;
import parley.analyzer.wire.LinkHeader;
import parley.analyzer.wire.Octets;

/**
 * Makes of a captured packet a frame of the interface's link type: with another link header where they differ, with
 * another VLAN tag where one is asked for, and otherwise octet for octet.
 */
final class FrameMaker {
    /** What {@link #make} answers where the packet cannot be sent. */
    static final int REFUSED = -1;

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int MAC_ADDRESSES = 12;
    private static final int TAG = 4;
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    private static final int PRIORITY = 0xf000;
    private static final int SMALLEST_ETHER_TYPE = 0x600;
    private static final int SLL_LLC = 4;
    private static final int SLL_BROADCAST = 1;
    private static final int ARPHRD_FRAD = 770;
    private static final int ARPHRD_GRE = 778;
    private static final int ARPHRD_NETLINK = 824;

    /** What another link header and a tag make a frame longer at most. */
    private static final int LONGEST_ADDED = 18;

    private final int target;
    private final FrameOptions options;
    private String refusal = "";

    /**
     * Makes frames for an interface.
     *
     * @param target its LINKTYPE_ number
     * @throws IOException if frames of that link type cannot have what is asked for
     */
    FrameMaker(int target, FrameOptions options) throws IOException {
        if (target != LinkType.ETHERNET && options.vlan() != FrameOptions.VLAN_AS_CAPTURED) {
            throw new IOException("VLAN tags are of Ethernet, and the interface's frames are " + LinkType.name(target));
        }
        this.target = target;
        this.options = options;
    }

    /** Octets of the frame, which {@code out} then holds, or {@link #REFUSED}. */
    int make(Packet packet, MemorySegment out) {
        int captured = packet.capturedLength();
        boolean snapped = captured < packet.originalLength();
        if (snapped && options.snapped() == FrameOptions.Snapped.SKIP) {
            return refuse("snapped when they were captured (--snapped pad or cut sends them all the same)");
        }
        int padded = snapped && options.snapped() == FrameOptions.Snapped.PAD ? packet.originalLength() : captured;
        if (padded > Injection.LARGEST_FRAME - LONGEST_ADDED) {
            return refuse("longer than any frame, " + Injection.LARGEST_FRAME + " octets");
        }
        int made = packet.linkType() == target ? copy(packet, out) : convert(packet, out);
        if (made == REFUSED || padded == captured) {
            return made;
        }
        int zeros = padded - captured;
        out.asSlice(made, zeros).fill((byte) 0);
        return made + zeros;
    }

    /** Why the last packet was {@link #REFUSED}: what such packets are. */
    String refusal() {
        return refusal;
    }

    private int refuse(String why) {
        refusal = why;
        return REFUSED;
    }

    private int copy(Packet packet, MemorySegment out) {
        int length = packet.capturedLength();
        if (options.vlan() == FrameOptions.VLAN_AS_CAPTURED || length < MAC_ADDRESSES + 2) {
            MemorySegment.copy(packet.data(), packet.offset(), out, 0, length);
            return length;
        }
        MemorySegment.copy(packet.data(), packet.offset(), out, 0, MAC_ADDRESSES);
        int from = MAC_ADDRESSES;
        int outerType = VLAN;
        int priority = 0;
        boolean inOuter = true;
        while (length >= from + TAG + 2 && isTag(Octets.u16(packet.data(), packet.offset() + from)) && inOuter) {
            outerType = Octets.u16(packet.data(), packet.offset() + from);
            priority = Octets.u16(packet.data(), packet.offset() + from + 2) & PRIORITY;
            from += TAG;
            // A tag that is set takes the outermost one's place; without tags is without any.
            inOuter = options.vlan() == FrameOptions.NO_VLAN;
        }
        int to = tag(out, outerType, priority);
        MemorySegment.copy(packet.data(), packet.offset() + from, out, to, length - from);
        return to + length - from;
    }

    private static boolean isTag(int etherType) {
        return etherType == VLAN || etherType == SERVICE_VLAN;
    }

    /** Writes the tag that is asked for behind the addresses; gives where the EtherType is to be. */
    private int tag(MemorySegment out, int etherType, int priority) {
        if (options.vlan() < 0) {
            return MAC_ADDRESSES;
        }
        out.set(U16, MAC_ADDRESSES, (short) etherType);
        out.set(U16, MAC_ADDRESSES + 2, (short) (priority | options.vlan()));
        return MAC_ADDRESSES + TAG;
    }

    private int convert(Packet packet, MemorySegment out) {
        MemorySegment data = packet.data();
        long at = packet.offset();
        int header = headerLength(packet.linkType());
        if (header < 0 || (target != LinkType.ETHERNET && target != LinkType.RAW)) {
            return refuse(LinkType.name(packet.linkType()) + ", which cannot be made " + LinkType.name(target));
        }
        int length = packet.capturedLength() - header;
        if (length < 1) {
            return refuse(LinkType.name(packet.linkType()) + " without a whole header");
        }
        int etherType = etherType(packet, length);
        if (etherType < 0 || target == LinkType.RAW && !isIp(etherType)) {
            return refuse("of a protocol that " + LinkType.name(target) + " does not carry");
        }
        if (target == LinkType.RAW) {
            MemorySegment.copy(data, at + header, out, 0, length);
            return length;
        }
        destination(packet, header, etherType).write(out, 0);
        source(packet).write(out, MacAddress.LENGTH);
        int to = tag(out, VLAN, 0);
        out.set(U16, to, (short) etherType);
        MemorySegment.copy(data, at + header, out, to + 2, length);
        return to + 2 + length;
    }

    private static boolean isIp(int etherType) {
        return etherType == LinkHeader.ETHERTYPE_IPV4 || etherType == LinkHeader.ETHERTYPE_IPV6;
    }

    /** Octets of a link header that another can take the place of, or -1. */
    private static int headerLength(int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> 14;
            case LinkType.NULL, LinkType.LOOP -> 4;
            case LinkType.LINUX_SLL -> 16;
            case LinkType.LINUX_SLL2 -> 20;
            case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD, LinkType.IPV4, LinkType.IPV6 -> 0;
            default -> -1;
        };
    }

    private static int etherType(Packet packet, int payload) {
        MemorySegment data = packet.data();
        long at = packet.offset();
        return switch (packet.linkType()) {
            case LinkType.ETHERNET -> Octets.u16(data, at + 12);
            case LinkType.LINUX_SLL -> cooked(Octets.u16(data, at + 14), Octets.u16(data, at + 2), payload);
            case LinkType.LINUX_SLL2 -> cooked(Octets.u16(data, at), Octets.u16(data, at + 8), payload);
            default ->
                switch (Octets.u8(data, at + headerLength(packet.linkType())) >>> 4) {
                    case 4 -> LinkHeader.ETHERTYPE_IPV4;
                    case 6 -> LinkHeader.ETHERTYPE_IPV6;
                    default -> -1;
                };
        };
    }

    /**
     * The EtherType of a cooked header's protocol (LINKTYPE_LINUX_SLL). What is none: of some hardware types the field
     * means something else, and for 802.2 Ethernet has the length in its place.
     */
    private static int cooked(int protocol, int hardware, int payload) {
        boolean otherMeaning = hardware == ARPHRD_NETLINK || hardware == ARPHRD_GRE || hardware == ARPHRD_FRAD;
        if (otherMeaning) {
            return -1;
        }
        if (protocol == SLL_LLC && payload < SMALLEST_ETHER_TYPE) {
            return payload;
        }
        return protocol < SMALLEST_ETHER_TYPE ? -1 : protocol;
    }

    private MacAddress source(Packet packet) {
        MemorySegment data = packet.data();
        long at = packet.offset();
        if (packet.linkType() == LinkType.LINUX_SLL && Octets.u16(data, at + 4) == MacAddress.LENGTH) {
            return MacAddress.read(data, at + 6);
        }
        return packet.linkType() == LinkType.LINUX_SLL2 && Octets.u8(data, at + 11) == MacAddress.LENGTH
                ? MacAddress.read(data, at + 12)
                : options.madeSource();
    }

    /** Whom Ethernet says it is for: everybody, a group, or the one that all other made frames are for. */
    private MacAddress destination(Packet packet, int header, int etherType) {
        MemorySegment data = packet.data();
        long at = packet.offset();
        boolean broadcast = packet.linkType() == LinkType.LINUX_SLL && Octets.u16(data, at) == SLL_BROADCAST
                || packet.linkType() == LinkType.LINUX_SLL2 && Octets.u8(data, at + 10) == SLL_BROADCAST;
        if (broadcast) {
            return MacAddress.BROADCAST;
        }
        int length = packet.capturedLength() - header;
        if (etherType == LinkHeader.ETHERTYPE_IPV4 && length >= 20) {
            return ofV4(Octets.u32(data, at + header + 16));
        }
        if (etherType == LinkHeader.ETHERTYPE_IPV6 && length >= 40 && Octets.u8(data, at + header + 24) == 0xff) {
            // RFC 2464 section 7.
            return new MacAddress(0x3333_0000_0000L | Octets.u32(data, at + header + 36) & 0xffff_ffffL);
        }
        return options.madeDestination();
    }

    private MacAddress ofV4(int address) {
        if (address == -1) {
            return MacAddress.BROADCAST;
        }
        // RFC 1112 section 6.4.
        return address >>> 28 == 0xe
                ? new MacAddress(0x0100_5e00_0000L | address & 0x7f_ffff)
                : options.madeDestination();
    }
}
