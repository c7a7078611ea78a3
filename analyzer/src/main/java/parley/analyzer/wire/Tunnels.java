package parley.analyzer.wire;

import org.jspecify.annotations.Nullable;

/**
 * What carries another packet inside an IP packet: IP in IP (RFC 2003, RFC 4213), GRE (RFC 2784, RFC 2890, and RFC
 * 2637's version 1), VXLAN on its port (RFC 7348). What is inside is what is decoded on: its addresses are the packet's.
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

    private static final int UDP_LENGTH = 8;
    private static final int VXLAN_PORT = 4789;
    private static final int VXLAN_LENGTH = 8;
    private static final int VXLAN_HAS_ID = 0x08;

    private Tunnels() {}

    /** Whether IP's payload may be a tunnel: then {@link #enter} finds out. */
    static boolean mayBegin(IpHeader ip) {
        return switch (ip.protocol()) {
            case PROTOCOL_IPV4, PROTOCOL_IPV6, PROTOCOL_GRE, IpHeader.PROTOCOL_UDP -> true;
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
            default -> vxlan(rest);
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
            default -> {
                rest.setEtherType(type);
                yield null;
            }
        };
    }

    private static @Nullable Fault vxlan(Remainder rest) {
        int needed = UDP_LENGTH + VXLAN_LENGTH;
        if (rest.captured() < needed || rest.u16(2) != VXLAN_PORT || (rest.u8(UDP_LENGTH) & VXLAN_HAS_ID) == 0) {
            return null;
        }
        rest.pass(needed);
        return Shims.ethernet(rest, Layer.NETWORK);
    }
}
