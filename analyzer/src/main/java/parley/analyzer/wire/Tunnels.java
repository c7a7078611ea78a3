package parley.analyzer.wire;

import org.jspecify.annotations.Nullable;

/**
 * What carries another packet inside an IP packet: IP in IP (RFC 2003, RFC 4213), Ethernet in IP (RFC 3378), MPLS in IP
 * (RFC 4023) and in UDP (RFC 7510), GRE (RFC 2784, RFC 2890, and RFC 2637's version 1) with ERSPAN and WCCP; and on their
 * UDP ports VXLAN (RFC 7348), Geneve, GTP, L2TP, Teredo, LISP (RFC 9300) and TZSP. What is inside is what is decoded on:
 * its addresses are the packet's.
 */
final class Tunnels {
    private static final int PROTOCOL_IPV4 = 4;
    private static final int PROTOCOL_IPV6 = 41;
    private static final int PROTOCOL_GRE = 47;

    private static final int GRE_CHECKSUM = 0x8000;
    private static final int GRE_ROUTING = 0x4000;
    private static final int GRE_KEY = 0x2000;
    private static final int GRE_SEQUENCE = 0x1000;
    private static final int GRE_ACKNOWLEDGMENT = 0x0080;
    private static final int GRE_VERSION = 0x0007;
    private static final int GRE_ETHERNET = 0x6558;
    private static final int GRE_PPP = 0x880b;

    private static final int GRE_ERSPAN = 0x88be;
    private static final int GRE_ERSPAN_III = 0x22eb;
    private static final int GRE_FRAME_RELAY = 0x6559;
    private static final int GRE_WCCP = 0x883e;
    private static final int GRE_WCCP_HEADER = 4;

    private static final int ERSPAN_II = 1;
    private static final int ERSPAN_III = 2;
    private static final int ERSPAN_FRAME_TYPE = 0x7c00;
    private static final int ERSPAN_SUBHEADER = 0x0001;

    private static final int PROTOCOL_ETHERIP = 97;
    private static final int PROTOCOL_MPLS = 137;
    private static final int MPLS = 0x8847;

    private static final int UDP_LENGTH = 8;
    /** Linux hands out ports from here on. */
    private static final int FIRST_EPHEMERAL = 32_768;

    private static final int TEREDO = 3544;
    private static final int GTP_CONTROL = 2123;
    private static final int GTP_USER = 2152;
    private static final int L2TP = 1701;
    private static final int LISP = 4341;
    private static final int VXLAN = 4789;
    private static final int VXLAN_GPE = 4790;
    /** Linux' own port for VXLAN, from before IANA had one. */
    private static final int VXLAN_LINUX = 8472;

    private static final int GENEVE = 6081;
    private static final int MPLS_IN_UDP = 6635;
    private static final int TZSP = 37_008;

    private static final int VXLAN_LENGTH = 8;
    private static final int VXLAN_HAS_ID = 0x08;
    private static final int GENEVE_LENGTH = 8;
    private static final int GENEVE_OPTIONS = 0x3f;

    private static final int GTP_LENGTH = 8;
    private static final int GTP_VERSION_AND_TYPE = 0xf0;
    private static final int GTP_ONE = 0x30;
    private static final int GTP_OPTIONAL = 0x07;
    private static final int GTP_EXTENSION = 0x04;
    private static final int GTP_T_PDU = 0xff;

    private static final int L2TP_CONTROL = 0x8000;
    private static final int L2TP_HAS_LENGTH = 0x4000;
    private static final int L2TP_HAS_SEQUENCE = 0x0800;
    private static final int L2TP_HAS_OFFSET = 0x0200;
    private static final int L2TP_VERSION = 0x000f;

    private static final int TEREDO_AUTHENTICATION = 1;
    private static final int TEREDO_ORIGIN = 0;

    private static final int TZSP_HEADER = 4;
    private static final int TZSP_KEEP_ALIVE = 4;
    private static final int TZSP_PORT_OPENER = 5;
    private static final int TZSP_PADDING = 0;
    private static final int TZSP_END = 1;

    private Tunnels() {}

    /** Whether IP's payload may be a tunnel: then {@link #enter} finds out. */
    static boolean mayBegin(IpHeader ip) {
        return switch (ip.protocol()) {
            case PROTOCOL_IPV4, PROTOCOL_IPV6, PROTOCOL_GRE, PROTOCOL_ETHERIP, PROTOCOL_MPLS, IpHeader.PROTOCOL_UDP ->
                true;
            default -> false;
        };
    }

    /**
     * Goes into the tunnel. The remainder's EtherType says what is inside, NONE where it is no tunnel or carries nothing
     * that is decoded.
     *
     * @param rest IP's payload
     */
    static @Nullable Fault enter(Remainder rest, IpHeader ip) {
        rest.setEtherType(LinkHeader.ETHERTYPE_NONE);
        return switch (ip.protocol()) {
            case PROTOCOL_IPV4 -> {
                rest.setEtherType(LinkHeader.ETHERTYPE_IPV4);
                yield null;
            }
            case PROTOCOL_IPV6 -> {
                rest.setEtherType(LinkHeader.ETHERTYPE_IPV6);
                yield null;
            }
            case PROTOCOL_GRE -> gre(rest);
            case PROTOCOL_ETHERIP -> Shims.ethernetAfter(rest, 2, Layer.NETWORK, "etherip");
            case PROTOCOL_MPLS -> {
                rest.setEtherType(MPLS);
                yield null;
            }
            default -> udp(rest);
        };
    }

    private static @Nullable Fault gre(Remainder rest) {
        Fault fault = rest.truncated(Layer.NETWORK, 4, "gre");
        if (fault != null) {
            return fault;
        }
        int flags = rest.u16(0);
        int type = rest.u16(2);
        int version = flags & GRE_VERSION;
        rest.carries(Carried.Kind.GRE_PROTOCOL, type);
        // RFC 1701's source routes are of no fixed length, and nobody has used them for decades.
        if (version > 1 || (flags & GRE_ROUTING) != 0) {
            return null;
        }
        int length = 4;
        length += (flags & GRE_CHECKSUM) != 0 ? 4 : 0;
        length += (flags & GRE_KEY) != 0 ? 4 : 0;
        length += (flags & GRE_SEQUENCE) != 0 ? 4 : 0;
        length += version == 1 && (flags & GRE_ACKNOWLEDGMENT) != 0 ? 4 : 0;
        fault = rest.truncated(Layer.NETWORK, length, "gre");
        if (fault != null) {
            return fault;
        }
        rest.pass(length);
        return switch (type) {
            case GRE_ETHERNET -> Shims.ethernet(rest, Layer.NETWORK);
            case GRE_PPP -> rest.original() == 0 ? null : Shims.ppp(rest);
            case GRE_ERSPAN -> (flags & GRE_SEQUENCE) == 0 ? Shims.ethernet(rest, Layer.NETWORK) : erspan(rest);
            case GRE_ERSPAN_III -> erspan(rest);
            case GRE_FRAME_RELAY -> Links.frameRelay(rest);
            case GRE_WCCP -> wccp(rest);
            default -> {
                rest.setEtherType(type);
                rest.carries(Carried.Kind.GRE_PROTOCOL, type);
                yield null;
            }
        };
    }

    /** Type I has no header and is no sequence; types II and III say their version (draft-foschiano-erspan-03). */
    private static @Nullable Fault erspan(Remainder rest) {
        Fault fault = rest.truncated(Layer.NETWORK, 2, "erspan");
        if (fault != null) {
            return fault;
        }
        return switch (rest.u8(0) >>> 4) {
            case ERSPAN_II -> Shims.ethernetAfter(rest, 8, Layer.NETWORK, "erspan");
            case ERSPAN_III -> {
                fault = rest.truncated(Layer.NETWORK, 12, "erspan");
                if (fault != null) {
                    yield fault;
                }
                int flags = rest.u16(10);
                yield (flags & ERSPAN_FRAME_TYPE) != 0
                        ? null
                        : Shims.ethernetAfter(rest, (flags & ERSPAN_SUBHEADER) == 0 ? 12 : 20, Layer.NETWORK, "erspan");
            }
            default -> null;
        };
    }

    /** Version 2 has a header of its own, whose first octet looks like no IP header's. */
    private static @Nullable Fault wccp(Remainder rest) {
        if (Shims.ipVersionEtherType(rest) == LinkHeader.ETHERTYPE_NONE) {
            Fault fault = rest.truncated(Layer.NETWORK, GRE_WCCP_HEADER, "wccp");
            if (fault != null) {
                return fault;
            }
            rest.pass(GRE_WCCP_HEADER);
        }
        rest.setEtherType(LinkHeader.ETHERTYPE_IPV4);
        return null;
    }

    /** The lower port says first what it is, then the other, as in Wireshark: answers come from the tunnel's port. */
    private static @Nullable Fault udp(Remainder rest) {
        if (rest.captured() < UDP_LENGTH) {
            return null;
        }
        int source = rest.u16(0);
        int destination = rest.u16(2);
        int lower = Math.min(source, destination);
        rest.carries(Carried.Kind.UDP_PORT, lower < FIRST_EPHEMERAL ? lower : destination);
        int length = rest.u16(4);
        int port = isTunnel(lower) ? lower : Math.max(source, destination);
        if (length < UDP_LENGTH || !isTunnel(port)) {
            return null;
        }
        rest.limit(length);
        rest.pass(UDP_LENGTH);
        return switch (port) {
            case L2TP -> l2tp(rest);
            case GTP_CONTROL, GTP_USER -> gtp(rest);
            case TEREDO -> teredo(rest);
            case LISP -> lisp(rest);
            case VXLAN_GPE -> vxlanGpe(rest);
            case GENEVE -> geneve(rest);
            case MPLS_IN_UDP -> {
                rest.setEtherType(MPLS);
                yield null;
            }
            case TZSP -> tzsp(rest);
            default -> vxlan(rest);
        };
    }

    private static boolean isTunnel(int port) {
        return switch (port) {
            case L2TP, GTP_CONTROL, GTP_USER, TEREDO, LISP, VXLAN, VXLAN_GPE, GENEVE, MPLS_IN_UDP, VXLAN_LINUX, TZSP ->
                true;
            default -> false;
        };
    }

    private static @Nullable Fault vxlan(Remainder rest) {
        if (rest.captured() < VXLAN_LENGTH || (rest.u8(0) & VXLAN_HAS_ID) == 0) {
            return null;
        }
        rest.pass(VXLAN_LENGTH);
        return Shims.ethernet(rest, Layer.NETWORK);
    }

    /** VXLAN that says what it carries (draft-ietf-nvo3-vxlan-gpe). */
    private static @Nullable Fault vxlanGpe(Remainder rest) {
        if (rest.captured() < VXLAN_LENGTH) {
            return null;
        }
        int next = rest.u8(3);
        rest.pass(VXLAN_LENGTH);
        switch (next) {
            case 1 -> rest.setEtherType(LinkHeader.ETHERTYPE_IPV4);
            case 2 -> rest.setEtherType(LinkHeader.ETHERTYPE_IPV6);
            case 3 -> {
                return Shims.ethernet(rest, Layer.NETWORK);
            }
            case 5 -> rest.setEtherType(MPLS);
            default -> {}
        }
        return null;
    }

    /** RFC 8926: options in units of four octets, then what an EtherType says. */
    private static @Nullable Fault geneve(Remainder rest) {
        Fault fault = rest.truncated(Layer.NETWORK, GENEVE_LENGTH, "geneve");
        if (fault != null) {
            return fault;
        }
        int type = rest.u16(2);
        int length = GENEVE_LENGTH + (rest.u8(0) & GENEVE_OPTIONS) * 4;
        fault = rest.truncated(Layer.NETWORK, length, "geneve.option_length");
        if (fault == null) {
            rest.pass(length);
            rest.setEtherType(type);
        }
        return fault;
    }

    /** GTP version 1 (3GPP TS 29.281), whose optional fields and extension headers stand before the user's packet. */
    private static @Nullable Fault gtp(Remainder rest) {
        if (rest.captured() < GTP_LENGTH || (rest.u8(0) & GTP_VERSION_AND_TYPE) != GTP_ONE || rest.u8(1) != GTP_T_PDU) {
            return null;
        }
        int flags = rest.u8(0);
        int length = rest.u16(2);
        rest.pass(GTP_LENGTH);
        rest.limit(length);
        if ((flags & GTP_OPTIONAL) != 0) {
            Fault fault = rest.truncated(Layer.NETWORK, 4, "gtp");
            if (fault != null) {
                return fault;
            }
            int next = (flags & GTP_EXTENSION) == 0 ? 0 : rest.u8(3);
            rest.pass(4);
            while (next != 0) {
                int units = rest.captured() == 0 ? 1 : rest.u8(0);
                fault = units == 0
                        ? new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, rest.start(), 1, 0, "gtp.ext_hdr.length")
                        : rest.truncated(Layer.NETWORK, units * 4, "gtp.ext_hdr.length");
                if (fault != null) {
                    return fault;
                }
                next = rest.u8(units * 4 - 1);
                rest.pass(units * 4);
            }
        }
        rest.countGtpTunnel();
        int version = Shims.ipVersionEtherType(rest);
        if (version != LinkHeader.ETHERTYPE_NONE) {
            rest.setEtherType(version);
            return null;
        }
        return isEthernet(rest) ? Shims.ethernet(rest, Layer.NETWORK) : null;
    }

    /** GTP does not say whether a user's packet is Ethernet: an EtherType of IP in its place does. */
    private static boolean isEthernet(Remainder rest) {
        if (rest.captured() < Shims.ETHERNET_LENGTH) {
            return false;
        }
        int type = rest.u16(12);
        return type == LinkHeader.ETHERTYPE_IPV4 || type == LinkHeader.ETHERTYPE_IPV6 || Shims.isTag(type);
    }

    /** L2TP version 2 (RFC 2661), with PPP in it. Of version 3 nothing in a packet says what it carries. */
    private static @Nullable Fault l2tp(Remainder rest) {
        if (rest.captured() < 2) {
            return null;
        }
        int flags = rest.u16(0);
        if ((flags & L2TP_VERSION) != 2 || (flags & L2TP_CONTROL) != 0) {
            return null;
        }
        boolean hasLength = (flags & L2TP_HAS_LENGTH) != 0;
        int header = 6 + (hasLength ? 2 : 0) + ((flags & L2TP_HAS_SEQUENCE) != 0 ? 4 : 0);
        boolean hasOffset = (flags & L2TP_HAS_OFFSET) != 0;
        Fault fault = rest.truncated(Layer.NETWORK, header + (hasOffset ? 2 : 0), "l2tp");
        if (fault != null) {
            return fault;
        }
        if (hasLength) {
            int length = rest.u16(2);
            if (length < header) {
                return new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, rest.start(), header, length, "l2tp.length");
            }
            rest.limit(length);
        }
        if (hasOffset) {
            fault = rest.truncated(Layer.NETWORK, header + 2, "l2tp.length");
            if (fault != null) {
                return fault;
            }
            header += 2 + rest.u16(header);
        }
        fault = rest.truncated(Layer.NETWORK, header, "l2tp.offset");
        if (fault != null) {
            return fault;
        }
        rest.pass(header);
        return rest.original() == 0 ? null : Shims.pppInHdlc(rest);
    }

    /** RFC 4380 section 5.1.1: IPv6, perhaps with an authentication header and an origin indication before it. */
    private static @Nullable Fault teredo(Remainder rest) {
        if (rest.captured() >= 4 && rest.u16(0) == TEREDO_AUTHENTICATION) {
            int length = 13 + rest.u8(2) + rest.u8(3);
            Fault fault = rest.truncated(Layer.NETWORK, length, "teredo.auth");
            if (fault != null) {
                return fault;
            }
            rest.pass(length);
        }
        if (rest.captured() >= 2 && rest.u16(0) == TEREDO_ORIGIN) {
            Fault fault = rest.truncated(Layer.NETWORK, 8, "teredo.orig");
            if (fault != null) {
                return fault;
            }
            rest.pass(8);
        }
        if (Shims.ipVersionEtherType(rest) == LinkHeader.ETHERTYPE_IPV6) {
            rest.setEtherType(LinkHeader.ETHERTYPE_IPV6);
        }
        return null;
    }

    private static @Nullable Fault lisp(Remainder rest) {
        if (rest.captured() >= 8) {
            rest.pass(8);
            rest.setEtherType(Shims.ipVersionEtherType(rest));
        }
        return null;
    }

    /** What MikroTik's sniffer sends: fields of a type and a length each, up to one of the type 1, then a frame. */
    private static @Nullable Fault tzsp(Remainder rest) {
        Fault fault = rest.truncated(Layer.NETWORK, TZSP_HEADER, "tzsp");
        if (fault != null) {
            return fault;
        }
        int type = rest.u8(1);
        int encapsulation = rest.u16(2);
        if (type == TZSP_KEEP_ALIVE || type == TZSP_PORT_OPENER) {
            return null;
        }
        rest.pass(TZSP_HEADER);
        int field = TZSP_PADDING;
        while (field != TZSP_END) {
            fault = rest.truncated(Layer.NETWORK, 1, "tzsp");
            if (fault != null) {
                return fault;
            }
            field = rest.u8(0);
            int length = 1;
            if (field != TZSP_PADDING && field != TZSP_END) {
                fault = rest.truncated(Layer.NETWORK, 2, "tzsp");
                length = fault == null ? 2 + rest.u8(1) : 1;
            }
            fault = fault == null ? rest.truncated(Layer.NETWORK, length, "tzsp") : fault;
            if (fault != null) {
                return fault;
            }
            rest.pass(length);
        }
        return switch (encapsulation) {
            case 1 -> Shims.ethernet(rest, Layer.NETWORK);
            case 4 -> Shims.pppInHdlc(rest);
            case 18 -> Wlan.frame(rest, false);
            case 119 -> Wlan.prism(rest);
            case 127 -> Wlan.avs(rest);
            default -> null;
        };
    }
}
