package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;

/**
 * The link layer's header, of whichever link type the packet has.
 *
 * <p>Ethernet II (IEEE 802.3 3.1.1): destination 6, source 6, EtherType 2. NULL: the address family, 4 octets in the
 * capturing host's order. LOOP: the same in network order. SLL (LINKTYPE_LINUX_SLL): packet type 2, ARPHRD 2, address
 * length 2, address 8, protocol 2. SLL2 (LINKTYPE_LINUX_SLL2): protocol 2, reserved 2, interface 4, ARPHRD 2, packet
 * type 1, address length 1, address 8. Cisco HDLC (RFC 1547 4.3.1): address 1, control 1, EtherType 2. ENC: the address
 * family as for NULL, SPI 4, flags 4. RAW: none, the IP version tells. PPPoE: none, {@link Shims} read it. All others:
 * none, {@link Links} read them.
 */
public final class LinkHeader {
    public static final int ETHERTYPE_IPV4 = 0x0800;
    public static final int ETHERTYPE_ARP = 0x0806;
    public static final int ETHERTYPE_IPV6 = 0x86dd;
    static final int ETHERTYPE_PPPOE_SESSION = 0x8864;

    /** What {@link #etherType} says where the link type is not decoded or its protocol has no EtherType. */
    public static final int ETHERTYPE_NONE = -1;

    private static final int ETHERNET_LENGTH = 14;
    private static final int FAMILY_LENGTH = 4;
    private static final int ENC_LENGTH = 12;
    private static final int IP_OVER_1394_LENGTH = 18;
    private static final int PPP_ADDRESS_AND_CONTROL = 0xff03;
    private static final int SLL_LENGTH = 16;
    private static final int SLL2_LENGTH = 20;

    private MemorySegment data = MemorySegment.NULL;
    private long offset;
    private int linkType;
    private int length;
    private int etherType;

    /** Points the view at the packet's link header; null where it is whole. */
    @Nullable
    Fault read(Packet packet) {
        return read(packet.linkType(), packet.data(), packet.offset(), packet.capturedLength());
    }

    /** Likewise, of any place in memory. */
    @Nullable
    Fault read(int type, MemorySegment memory, long at, int available) {
        data = memory;
        offset = at;
        linkType = type;
        etherType = ETHERTYPE_NONE;
        length = lengthOf(linkType);
        if (available < length) {
            int needed = length;
            length = 0;
            return new Fault(Fault.Kind.TRUNCATED, Layer.LINK, 0, needed, available, LinkType.name(linkType));
        }
        etherType = switch (linkType) {
            case LinkType.ETHERNET -> Octets.u16(data, offset + 12);
            case LinkType.LINUX_SLL -> Octets.u16(data, offset + 14);
            case LinkType.LINUX_SLL2 -> Octets.u16(data, offset);
            case LinkType.NULL -> nullEtherType(Octets.u32(data, offset));
            case LinkType.LOOP, LinkType.ENC, LinkType.ENC_BSD -> familyEtherType(Octets.u32(data, offset));
            case LinkType.CISCO_HDLC -> Octets.u16(data, offset + 2);
            case LinkType.IP_OVER_1394 -> Octets.u16(data, offset + 16);
            case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD -> versionEtherType(available);
            case LinkType.IPV4 -> ETHERTYPE_IPV4;
            case LinkType.IPV6 -> ETHERTYPE_IPV6;
            case LinkType.PPP_ETHER -> ETHERTYPE_PPPOE_SESSION;
            default -> ETHERTYPE_NONE;
        };
        if (linkType == LinkType.NULL && Octets.u16(data, offset) == PPP_ADDRESS_AND_CONTROL) {
            length = 0;
            etherType = ETHERTYPE_NONE;
        }
        return null;
    }

    /** Whether packets of that link type are decoded. */
    public static boolean isDecoded(int linkType) {
        return isFixed(linkType)
                || switch (linkType) {
                    case LinkType.PPP,
                            LinkType.PPP_HDLC,
                            LinkType.PPP_WITH_DIRECTION,
                            LinkType.FDDI,
                            LinkType.TOKEN_RING,
                            LinkType.ATM_RFC1483,
                            LinkType.ATM_RFC1483_BSD,
                            LinkType.IP_OVER_FC,
                            LinkType.FRAME_RELAY,
                            LinkType.IEEE_802_11,
                            LinkType.RADIOTAP,
                            LinkType.PRISM,
                            LinkType.AVS,
                            LinkType.NFLOG,
                            LinkType.PKTAP,
                            LinkType.PKTAP_USER2,
                            LinkType.PPI -> true;
                    default -> false;
                };
    }

    /** Whether this view has all of that link type's header. The others are decoded by {@link Links}, if at all. */
    static boolean isFixed(int linkType) {
        return switch (linkType) {
            case LinkType.NULL,
                    LinkType.ETHERNET,
                    LinkType.PPP_ETHER,
                    LinkType.RAW_BSD,
                    LinkType.RAW_OPENBSD,
                    LinkType.RAW,
                    LinkType.LOOP,
                    LinkType.ENC,
                    LinkType.ENC_BSD,
                    LinkType.CISCO_HDLC,
                    LinkType.IP_OVER_1394,
                    LinkType.LINUX_SLL,
                    LinkType.IPV4,
                    LinkType.IPV6,
                    LinkType.LINUX_SLL2 -> true;
            default -> false;
        };
    }

    private static int lengthOf(int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> ETHERNET_LENGTH;
            case LinkType.LINUX_SLL -> SLL_LENGTH;
            case LinkType.LINUX_SLL2 -> SLL2_LENGTH;
            case LinkType.NULL, LinkType.LOOP, LinkType.CISCO_HDLC -> FAMILY_LENGTH;
            case LinkType.ENC, LinkType.ENC_BSD -> ENC_LENGTH;
            case LinkType.IP_OVER_1394 -> IP_OVER_1394_LENGTH;
            default -> 0;
        };
    }

    /**
     * The word is in the capturing host's order, and of some systems not a family but an EtherType, with anything before
     * it, or a family in the first two octets; as in Wireshark (packet-null.c).
     */
    private static int nullEtherType(int word) {
        int value = Integer.reverseBytes(word);
        if (value >>> 16 != 0) {
            value = value >>> 24 == 0 && value < 0x0006_0000 ? value >>> 16 : word;
        } else if ((value & 0xff) == 0 && value < 0x0600) {
            value >>>= 8;
        }
        return Integer.compareUnsigned(value, Shims.LARGEST_802_3_LENGTH) > 0 ? value & 0xffff : familyEtherType(value);
    }

    /** Either byte order is taken: captures exist with the wrong one. */
    private static int familyEtherType(int family) {
        int value = (family & 0xffff) == 0 ? Integer.reverseBytes(family) : family;
        return switch (value) {
            case 2 -> ETHERTYPE_IPV4;
            case 10, 23, 24, 28, 30 -> ETHERTYPE_IPV6;
            default -> ETHERTYPE_NONE;
        };
    }

    private int versionEtherType(int available) {
        if (available == 0) {
            return ETHERTYPE_NONE;
        }
        return switch (Octets.u8(data, offset) >>> 4) {
            case 4 -> ETHERTYPE_IPV4;
            case 6 -> ETHERTYPE_IPV6;
            default -> ETHERTYPE_NONE;
        };
    }

    /** The LINKTYPE_ number. */
    public int linkType() {
        return linkType;
    }

    /** Octets of this header. */
    public int length() {
        return length;
    }

    /** What follows, as an EtherType, or {@link #ETHERTYPE_NONE}. */
    public int etherType() {
        return etherType;
    }

    /** Of Linux cooked packets, the ARPHRD_ number of the interface; 0 of others. */
    int hardwareType() {
        return switch (linkType) {
            case LinkType.LINUX_SLL -> length == 0 ? 0 : Octets.u16(data, offset + 2);
            case LinkType.LINUX_SLL2 -> length == 0 ? 0 : Octets.u16(data, offset + 8);
            default -> 0;
        };
    }

    /** The sender's hardware address as {@code 00:11:22:33:44:55}, empty where the link has none. */
    public String source() {
        return switch (linkType) {
            case LinkType.ETHERNET -> length == 0 ? "" : mac(offset + 6);
            case LinkType.LINUX_SLL -> length == 0 || Octets.u16(data, offset + 4) != 6 ? "" : mac(offset + 6);
            case LinkType.LINUX_SLL2 -> length == 0 || Octets.u8(data, offset + 11) != 6 ? "" : mac(offset + 12);
            default -> "";
        };
    }

    /** The receiver's hardware address, empty where the link has none. */
    public String destination() {
        return linkType == LinkType.ETHERNET && length > 0 ? mac(offset) : "";
    }

    private String mac(long at) {
        StringBuilder text = new StringBuilder(17);
        for (int i = 0; i < 6; i++) {
            int octet = Octets.u8(data, at + i);
            text.append(i == 0 ? "" : ":")
                    .append(Character.forDigit(octet >>> 4, 16))
                    .append(Character.forDigit(octet & 15, 16));
        }
        return text.toString();
    }
}
