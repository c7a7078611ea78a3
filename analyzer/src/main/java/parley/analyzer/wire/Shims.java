package parley.analyzer.wire;

import org.jspecify.annotations.Nullable;

/**
 * The headers that stand between a link's header and IP: tags of 802.1Q and 802.1ad (IEEE 802.1Q 9.6), LLC with SNAP
 * (IEEE 802, RFC 1042), MPLS labels (RFC 3032), PPPoE (RFC 2516) and PPP (RFC 1661). Each is passed over, in whatever
 * order they come.
 */
final class Shims {
    static final int ETHERNET_LENGTH = 14;

    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    /** 802.1ad before it was 802.1ad; still in use. */
    private static final int OLD_SERVICE_VLAN = 0x9100;

    private static final int MPLS_UNICAST = 0x8847;
    private static final int MPLS_MULTICAST = 0x8848;
    private static final int LARGEST_802_3_LENGTH = 1500;

    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPP_MPLS_UNICAST = 0x0281;
    private static final int PPP_MPLS_MULTICAST = 0x0283;
    private static final int PPP_ADDRESS_AND_CONTROL = 0xff03;

    private Shims() {}

    /** Passes over what stands before IP, and says with the remainder's EtherType what is there then; null where all is whole. */
    static @Nullable Fault follow(Remainder rest) {
        Fault fault = null;
        boolean follows = true;
        while (follows && fault == null) {
            switch (rest.etherType()) {
                case VLAN, SERVICE_VLAN, OLD_SERVICE_VLAN -> fault = tag(rest);
                case MPLS_UNICAST, MPLS_MULTICAST -> fault = labels(rest);
                case LinkHeader.ETHERTYPE_PPPOE_SESSION -> fault = pppoe(rest);
                default -> follows = isSnap(rest);
            }
        }
        return fault;
    }

    /** Passes over an Ethernet header. */
    static @Nullable Fault ethernet(Remainder rest, Layer layer) {
        Fault fault = rest.truncated(layer, ETHERNET_LENGTH, "eth");
        if (fault == null) {
            rest.setEtherType(rest.u16(12));
            rest.pass(ETHERNET_LENGTH);
        }
        return fault;
    }

    private static @Nullable Fault tag(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, 4, "vlan");
        if (fault == null) {
            rest.setEtherType(rest.u16(2));
            rest.pass(4);
        }
        return fault;
    }

    /** An EtherType field of at most 1500 is a length, and LLC follows; with SNAP in it an EtherType follows after all. */
    private static boolean isSnap(Remainder rest) {
        int length = rest.etherType();
        if (length < 0
                || length > LARGEST_802_3_LENGTH
                || rest.captured() < 8
                || rest.u16(0) != 0xaaaa
                || Octets.u32(rest.data(), rest.at() + 2) >>> 8 != 0x03_0000) {
            return false;
        }
        rest.limit(length);
        if (rest.captured() < 8) {
            return false;
        }
        rest.setEtherType(rest.u16(6));
        rest.pass(8);
        return true;
    }

    /** The bottom label does not say what follows: the first four bits do, as in Wireshark (packet-mpls.c). */
    private static @Nullable Fault labels(Remainder rest) {
        boolean bottom = false;
        while (!bottom) {
            Fault fault = rest.truncated(Layer.LINK, 4, "mpls");
            if (fault != null) {
                return fault;
            }
            bottom = (rest.u8(2) & 1) != 0;
            rest.pass(4);
        }
        rest.setEtherType(ipVersionEtherType(rest));
        return null;
    }

    /** The EtherType of the IP version that the first four bits of the remainder are; NONE where they are none. */
    static int ipVersionEtherType(Remainder rest) {
        if (rest.captured() == 0) {
            return LinkHeader.ETHERTYPE_NONE;
        }
        return switch (rest.u8(0) >>> 4) {
            case 4 -> LinkHeader.ETHERTYPE_IPV4;
            case 6 -> LinkHeader.ETHERTYPE_IPV6;
            default -> LinkHeader.ETHERTYPE_NONE;
        };
    }

    private static @Nullable Fault pppoe(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, 6, "pppoes");
        if (fault != null) {
            return fault;
        }
        int length = rest.u16(4);
        rest.pass(6);
        rest.limit(length);
        return ppp(rest);
    }

    /** The address and control fields may be there, and the protocol field's first octet may be left out (RFC 1661 section 6). */
    static @Nullable Fault ppp(Remainder rest) {
        if (rest.captured() >= 2 && rest.u16(0) == PPP_ADDRESS_AND_CONTROL) {
            rest.pass(2);
        }
        Fault fault = rest.truncated(Layer.LINK, 2, "ppp");
        if (fault != null) {
            return fault;
        }
        boolean compressed = (rest.u8(0) & 1) != 0;
        int protocol = compressed ? rest.u8(0) : rest.u16(0);
        rest.pass(compressed ? 1 : 2);
        rest.setEtherType(
                switch (protocol) {
                    case PPP_IPV4 -> LinkHeader.ETHERTYPE_IPV4;
                    case PPP_IPV6 -> LinkHeader.ETHERTYPE_IPV6;
                    case PPP_MPLS_UNICAST -> MPLS_UNICAST;
                    case PPP_MPLS_MULTICAST -> MPLS_MULTICAST;
                    default -> LinkHeader.ETHERTYPE_NONE;
                });
        return null;
    }
}
