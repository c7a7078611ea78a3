package parley.analyzer.wire;

import org.jspecify.annotations.Nullable;

/**
 * The headers that stand between a link's header and IP: tags of 802.1Q and 802.1ad (IEEE 802.1Q 9.6), LLC with SNAP
 * (IEEE 802, RFC 1042), MPLS labels (RFC 3032), PPPoE (RFC 2516), PPP (RFC 1661), and what puts a header before
 * Ethernet: 802.1ah, Cisco's FabricPath, metadata and VN-Tag. Each is passed over, in whatever order they come.
 */
final class Shims {
    static final int ETHERNET_LENGTH = 14;

    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    /** 802.1ad before it was 802.1ad; still in use. */
    private static final int OLD_SERVICE_VLAN = 0x9100;

    private static final int MPLS_UNICAST = 0x8847;
    private static final int MPLS_MULTICAST = 0x8848;
    static final int LARGEST_802_3_LENGTH = 1500;
    static final int SNAP_LENGTH = 8;

    private static final int BRIDGED_ETHERNET = 0x6558;
    private static final int LARGE_LLC = 0x8870;
    private static final int FABRIC_PATH = 0x8903;
    private static final int CISCO_METADATA = 0x8909;
    private static final int VN_TAG = 0x8926;
    private static final int BACKBONE_SERVICE_TAG = 0x88e7;

    private static final int LLC_IP = 0x06;
    private static final int LLC_SNAP = 0xaa;
    private static final int UNNUMBERED_INFORMATION = 0x03;
    private static final int OUI_ETHERTYPE = 0x00_0000;
    /** Of a bridge that tunnels (IEEE 802.1H). */
    private static final int OUI_TUNNELED = 0x00_00f8;

    private static final int OUI_BRIDGED = 0x00_80c2;
    private static final int BRIDGED_WITH_FCS = 0x0001;
    private static final int BRIDGED_WITHOUT_FCS = 0x0007;

    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPP_MPLS_UNICAST = 0x0281;
    private static final int PPP_MPLS_MULTICAST = 0x0283;
    private static final int PPP_BRIDGED = 0x0031;
    private static final int PPP_ADDRESS_AND_CONTROL = 0xff03;
    private static final int PPP_ADDRESS = 0xff;
    private static final int CISCO_UNICAST = 0x0f;
    private static final int CISCO_MULTICAST = 0x8f;

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
                case BRIDGED_ETHERNET -> fault = ethernet(rest, Layer.LINK);
                case FABRIC_PATH -> fault = ethernetAfter(rest, 2, Layer.LINK, "cfp");
                case BACKBONE_SERVICE_TAG -> fault = ethernetAfter(rest, 4, Layer.LINK, "ieee8021ah");
                case CISCO_METADATA -> fault = typeAfter(rest, 6, "cmd");
                case VN_TAG -> fault = typeAfter(rest, 4, "vntag");
                case LARGE_LLC -> {
                    rest.trailer().noteTag();
                    follows = llc(rest);
                }
                default -> follows = isLength(rest) && llc(rest);
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
            rest.noteEthernet();
            rest.trailer().noteTag();
        }
        return fault;
    }

    static boolean isTag(int etherType) {
        return etherType == VLAN || etherType == SERVICE_VLAN || etherType == OLD_SERVICE_VLAN;
    }

    private static @Nullable Fault tag(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, 4, "vlan");
        if (fault == null) {
            rest.setEtherType(rest.u16(2));
            rest.pass(4);
            rest.noteEthernet();
            rest.trailer().noteTag();
        }
        return fault;
    }

    /** A header of so many octets, then Ethernet. */
    static @Nullable Fault ethernetAfter(Remainder rest, int header, Layer layer, String name) {
        Fault fault = rest.truncated(layer, header, name);
        if (fault != null) {
            return fault;
        }
        rest.pass(header);
        return ethernet(rest, layer);
    }

    /** A header of so many octets, then an EtherType. */
    private static @Nullable Fault typeAfter(Remainder rest, int header, String name) {
        Fault fault = rest.truncated(Layer.LINK, header + 2, name);
        if (fault == null) {
            rest.setEtherType(rest.u16(header));
            rest.pass(header + 2);
            rest.trailer().noteTag();
        }
        return fault;
    }

    /** An EtherType field of at most 1500 is a length, and LLC follows. */
    private static boolean isLength(Remainder rest) {
        int length = rest.etherType();
        if (length < 0 || length > LARGEST_802_3_LENGTH) {
            return false;
        }
        rest.limit(length);
        rest.trailer().noteEnd(rest.start() + rest.original());
        return true;
    }

    /** Passes over LLC where it leads to IP or, with SNAP in it, to an EtherType; else the remainder's type stays what it was. */
    static boolean llc(Remainder rest) {
        if (rest.captured() < 3) {
            return false;
        }
        rest.carries(Carried.Kind.LLC, rest.u8(0));
        if (rest.u16(0) == (LLC_IP << 8 | LLC_IP) && rest.u8(2) == UNNUMBERED_INFORMATION) {
            rest.setEtherType(LinkHeader.ETHERTYPE_IPV4);
            rest.pass(3);
            return true;
        }
        if (rest.captured() < SNAP_LENGTH || !isSnap(rest, 0)) {
            return false;
        }
        rest.setEtherType(rest.u16(6));
        rest.pass(SNAP_LENGTH);
        return true;
    }

    private static boolean isSnap(Remainder rest, int at) {
        return rest.u16(at) == (LLC_SNAP << 8 | LLC_SNAP)
                && rest.u8(at + 2) == UNNUMBERED_INFORMATION
                && (oui(rest, at + 3) == OUI_ETHERTYPE || oui(rest, at + 3) == OUI_TUNNELED);
    }

    private static int oui(Remainder rest, int at) {
        return rest.u8(at) << 16 | rest.u16(at + 1);
    }

    /** Whether LLC and SNAP, {@value #SNAP_LENGTH} octets of which are there, lead to IP. */
    static boolean isSnapOfIp(Remainder rest, int at) {
        int type = rest.u16(at + 6);
        return isSnap(rest, at) && (type == LinkHeader.ETHERTYPE_IPV4 || type == LinkHeader.ETHERTYPE_IPV6);
    }

    /** SNAP without LLC, as RFC 2427 has it: an EtherType, or Ethernet. */
    static @Nullable Fault snap(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, 5, "snap");
        if (fault != null) {
            return fault;
        }
        int oui = oui(rest, 0);
        int type = rest.u16(3);
        rest.pass(5);
        if (oui == OUI_BRIDGED && (type == BRIDGED_WITH_FCS || type == BRIDGED_WITHOUT_FCS)) {
            return ethernet(rest, Layer.LINK);
        }
        if (oui == OUI_ETHERTYPE || oui == OUI_TUNNELED) {
            rest.setEtherType(type);
        }
        return null;
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
        rest.trailer().noteLabels();
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
        rest.trailer().notePpp();
        return ppp(rest);
    }

    /** PPP in HDLC-like framing, in whose place Cisco HDLC may stand. */
    static @Nullable Fault pppInHdlc(Remainder rest) {
        if (rest.captured() == 0) {
            return ppp(rest);
        }
        int address = rest.u8(0);
        if (address == CISCO_UNICAST || address == CISCO_MULTICAST) {
            return typeAfter(rest, 2, "chdlc");
        }
        if (address == PPP_ADDRESS && rest.captured() >= 2) {
            rest.pass(2);
        }
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
        switch (protocol) {
            case PPP_IPV4, LinkHeader.ETHERTYPE_IPV4 -> rest.setEtherType(LinkHeader.ETHERTYPE_IPV4);
            case PPP_IPV6, LinkHeader.ETHERTYPE_IPV6 -> rest.setEtherType(LinkHeader.ETHERTYPE_IPV6);
            case PPP_MPLS_UNICAST -> rest.setEtherType(MPLS_UNICAST);
            case PPP_MPLS_MULTICAST -> rest.setEtherType(MPLS_MULTICAST);
            case PPP_BRIDGED -> {
                return ethernetAfter(rest, 2, Layer.LINK, "bcp");
            }
            default -> rest.leave(Carried.Kind.PPP_PROTOCOL, protocol);
        }
        return null;
    }
}
