package parley.analyzer.wire;

import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.LinkType;

/**
 * Link layers whose header is of no fixed length, or holds another's: PPP (RFC 1661, RFC 1662), Frame Relay (RFC 2427),
 * FDDI, Token Ring (IEEE 802.5), IP over Fibre Channel (RFC 2625), ATM with LLC (RFC 2684), IEEE 802.11 with and without
 * radio headers, NFLOG, PKTAP and PPI. How each is laid out in files, the registry of LINKTYPE_ values says.
 */
final class Links {
    private static final int LLC_PROTOCOL = 4;
    private static final int ARPHRD_RADIOTAP = 803;

    private static final int FDDI_LENGTH = 13;
    private static final int FDDI_CLASS = 0xf0;
    private static final int FDDI_ASYNCHRONOUS_LLC = 0x50;

    private static final int TOKEN_RING_LENGTH = 14;
    private static final int TOKEN_RING_TYPE = 0xc0;
    private static final int TOKEN_RING_LLC = 0x40;
    private static final int ROUTED = 0x80;

    private static final int FIBRE_CHANNEL_LENGTH = 16;

    private static final int UNNUMBERED_INFORMATION = 0x03;
    private static final int NLPID_IPV4 = 0xcc;
    private static final int NLPID_IPV6 = 0x8e;
    private static final int NLPID_PPP = 0xcf;
    private static final int NLPID_SNAP = 0x80;

    private static final int NFLOG_LENGTH = 4;
    private static final int NFLOG_PAYLOAD = 9;
    private static final int NFLOG_TYPE = 0x7fff;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private static final int PKTAP_LEAST = 108;
    private static final int PKTAP_PACKET = 1;
    private static final int PPI_LEAST = 8;

    private Links() {}

    /** Passes over what {@link LinkHeader} does not have of the packet's link layer. */
    static @Nullable Fault enter(Remainder rest, LinkHeader link) {
        return switch (link.linkType()) {
            case LinkType.LINUX_SLL, LinkType.LINUX_SLL2 ->
                link.etherType() == LLC_PROTOCOL ? cooked(rest, link.hardwareType()) : null;
            case LinkType.NULL -> link.length() == 0 ? Shims.pppInHdlc(rest) : null;
            default -> LinkHeader.isFixed(link.linkType()) ? null : framed(rest, link.linkType());
        };
    }

    /** A packet that another link layer holds. Only one may: no stack of them was ever seen. */
    private static @Nullable Fault inner(Remainder rest, int linkType) {
        if (linkType == LinkType.PKTAP || linkType == LinkType.PKTAP_USER2 || linkType == LinkType.PPI) {
            rest.leave(Carried.Kind.LINK_TYPE, linkType);
            return null;
        }
        if (!LinkHeader.isFixed(linkType)) {
            return framed(rest, linkType);
        }
        LinkHeader link = new LinkHeader();
        Fault fault = link.read(linkType, rest.data(), rest.at(), rest.captured());
        if (fault != null) {
            return rest.truncated(Layer.LINK, fault.needed(), fault.claimedBy());
        }
        rest.pass(link.length());
        rest.setEtherType(link.etherType());
        if (linkType == LinkType.ETHERNET) {
            rest.trailer().noteEthernet();
        }
        return enter(rest, link);
    }

    private static @Nullable Fault framed(Remainder rest, int linkType) {
        return switch (linkType) {
            case LinkType.PPP, LinkType.PPP_HDLC -> Shims.pppInHdlc(rest);
            case LinkType.PPP_WITH_DIRECTION -> rest.original() == 0 ? null : directed(rest);
            case LinkType.FDDI -> fddi(rest);
            case LinkType.TOKEN_RING -> tokenRing(rest);
            case LinkType.ATM_RFC1483, LinkType.ATM_RFC1483_BSD -> llc(rest);
            case LinkType.IP_OVER_FC -> fibreChannel(rest);
            case LinkType.FRAME_RELAY -> frameRelay(rest);
            case LinkType.IEEE_802_11 -> Wlan.frame(rest, false);
            case LinkType.RADIOTAP -> Wlan.radiotap(rest);
            case LinkType.PRISM -> Wlan.prism(rest);
            case LinkType.AVS -> Wlan.avs(rest);
            case LinkType.NFLOG -> nflog(rest);
            case LinkType.PKTAP, LinkType.PKTAP_USER2 -> pktap(rest);
            case LinkType.PPI -> ppi(rest);
            default -> {
                rest.leave(Carried.Kind.LINK_TYPE, linkType);
                yield null;
            }
        };
    }

    private static @Nullable Fault llc(Remainder rest) {
        Shims.llc(rest);
        return null;
    }

    /** Linux' protocol 4 is LLC, or what the hardware has of its own. */
    private static @Nullable Fault cooked(Remainder rest, int hardwareType) {
        return hardwareType == ARPHRD_RADIOTAP ? Wlan.radiotap(rest) : llc(rest);
    }

    private static @Nullable Fault directed(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, 1, "ppp.direction");
        if (fault != null) {
            return fault;
        }
        rest.pass(1);
        return Shims.pppInHdlc(rest);
    }

    private static @Nullable Fault fddi(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, FDDI_LENGTH, "fddi");
        if (fault != null) {
            return fault;
        }
        boolean hasLlc = (rest.u8(0) & FDDI_CLASS) == FDDI_ASYNCHRONOUS_LLC;
        rest.pass(FDDI_LENGTH);
        return hasLlc ? llc(rest) : null;
    }

    /** The source address says whether a route of 2 to 30 octets follows. */
    private static @Nullable Fault tokenRing(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, TOKEN_RING_LENGTH, "tr");
        if (fault != null) {
            return fault;
        }
        boolean hasLlc = (rest.u8(1) & TOKEN_RING_TYPE) == TOKEN_RING_LLC;
        boolean routed = (rest.u8(8) & ROUTED) != 0;
        rest.pass(TOKEN_RING_LENGTH);
        if (!hasLlc) {
            return null;
        }
        if (routed) {
            fault = rest.truncated(Layer.LINK, 2, "tr.rif");
            fault = fault == null ? rest.passSized(rest.u8(0) & 0x1f, 2, "tr.rif_bytes") : fault;
        }
        return fault == null ? llc(rest) : fault;
    }

    private static @Nullable Fault fibreChannel(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, FIBRE_CHANNEL_LENGTH, "ipfc");
        if (fault != null) {
            return fault;
        }
        rest.pass(FIBRE_CHANNEL_LENGTH);
        return llc(rest);
    }

    /** An address of 2 to 4 octets, the last of which is odd; then RFC 2427's NLPID, or Cisco's EtherType. */
    static @Nullable Fault frameRelay(Remainder rest) {
        int address = 0;
        boolean last = false;
        while (!last && address < 4) {
            Fault fault = rest.truncated(Layer.LINK, address + 1, "fr");
            if (fault != null) {
                return fault;
            }
            last = (rest.u8(address) & 1) != 0;
            address++;
        }
        Fault fault = rest.truncated(Layer.LINK, address + 2, "fr");
        if (fault != null) {
            return fault;
        }
        rest.pass(address);
        if (rest.u8(0) != UNNUMBERED_INFORMATION) {
            rest.setEtherType(rest.u16(0));
            rest.pass(2);
            return null;
        }
        boolean padded = rest.u8(1) == 0;
        fault = rest.truncated(Layer.LINK, padded ? 3 : 2, "fr");
        if (fault != null) {
            return fault;
        }
        int protocol = rest.u8(padded ? 2 : 1);
        rest.pass(padded ? 3 : 2);
        switch (protocol) {
            case NLPID_IPV4 -> rest.setEtherType(LinkHeader.ETHERTYPE_IPV4);
            case NLPID_IPV6 -> rest.setEtherType(LinkHeader.ETHERTYPE_IPV6);
            case NLPID_PPP -> fault = Shims.ppp(rest);
            case NLPID_SNAP -> fault = Shims.snap(rest);
            default -> {}
        }
        return fault;
    }

    /** Attributes in the byte order of the machine that captured; the packet is one of them. */
    private static @Nullable Fault nflog(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, NFLOG_LENGTH, "nflog");
        if (fault != null) {
            return fault;
        }
        int family = rest.u8(0);
        rest.pass(NFLOG_LENGTH);
        // An attribute is shorter in its own order than in the other: none is longer than 255 before the payload.
        boolean big = rest.captured() >= 2 && rest.u16(0) < rest.u16le(0);
        while (rest.original() >= 4) {
            fault = rest.truncated(Layer.LINK, 4, "nflog.tlv_length");
            if (fault != null) {
                return fault;
            }
            int length = big ? rest.u16(0) : rest.u16le(0);
            int type = (big ? rest.u16(2) : rest.u16le(2)) & NFLOG_TYPE;
            if (type == NFLOG_PAYLOAD && length >= 4) {
                fault = rest.truncated(Layer.LINK, length, "nflog.tlv_length");
                if (fault != null) {
                    return fault;
                }
                rest.pass(4);
                rest.limit(length - 4);
                rest.setEtherType(
                        switch (family) {
                            case AF_INET -> LinkHeader.ETHERTYPE_IPV4;
                            case AF_INET6 -> LinkHeader.ETHERTYPE_IPV6;
                            default -> LinkHeader.ETHERTYPE_NONE;
                        });
                return null;
            }
            fault = rest.passSized(length + 3 & ~3, 4, "nflog.tlv_length");
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    /** What macOS puts before the packets of all its interfaces: their lengths and link types. */
    private static @Nullable Fault pktap(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, PKTAP_LEAST, "pktap");
        if (fault != null) {
            return fault;
        }
        boolean isPacket = rest.u32le(4) == PKTAP_PACKET;
        int linkType = rest.u32le(8);
        fault = rest.passSized(rest.u32le(0), PKTAP_LEAST, "pktap.hdrlen");
        return fault == null && isPacket ? inner(rest, linkType) : fault;
    }

    private static @Nullable Fault ppi(Remainder rest) {
        Fault fault = rest.truncated(Layer.LINK, PPI_LEAST, "ppi");
        if (fault != null) {
            return fault;
        }
        int linkType = rest.u32le(4);
        fault = rest.passSized(rest.u16le(2), PPI_LEAST, "ppi.length");
        return fault == null ? inner(rest, linkType) : fault;
    }
}
