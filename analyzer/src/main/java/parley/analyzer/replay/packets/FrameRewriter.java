package parley.analyzer.replay.packets;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.LinkType;
import parley.analyzer.wire.LinkHeader;
import parley.analyzer.wire.Octets;

/**
 * Rewrites the hardware addresses of a frame in place, those of ARP among them, and hands the IP packet in it to an
 * {@link IpRewriter}. What is no such frame, or not whole enough, stays as it is.
 */
final class FrameRewriter {
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    private static final int OLD_SERVICE_VLAN = 0x9100;
    private static final int MPLS_UNICAST = 0x8847;
    private static final int PPPOE_SESSION = 0x8864;
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int ETHERNET_HEADER = 14;
    private static final int ARP_LENGTH = 28;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final Rewriting rewriting;
    private final int linkType;
    private final IpRewriter ip;
    private final MacMap macs;

    /** @param linkType the LINKTYPE_ number of all frames */
    FrameRewriter(Rewriting rewriting, int linkType) {
        this.rewriting = rewriting;
        this.linkType = linkType;
        this.macs = new MacMap(rewriting.macs());
        this.ip = new IpRewriter(rewriting, macs);
    }

    /** Hardware addresses and what they become, looked up without making objects. */
    static final class MacMap {
        private final long[] from;
        private final long[] to;

        MacMap(Map<MacAddress, MacAddress> macs) {
            from = macs.keySet().stream().mapToLong(MacAddress::bits).toArray();
            to = new long[from.length];
            for (int i = 0; i < from.length; i++) {
                to[i] = mapped(macs, from[i]);
            }
        }

        private static long mapped(Map<MacAddress, MacAddress> macs, long bits) {
            @Nullable MacAddress other = macs.get(new MacAddress(bits));
            return other == null ? bits : other.bits();
        }

        /** What the 48 bits become. */
        long map(long bits) {
            for (int i = 0; i < from.length; i++) {
                if (from[i] == bits) {
                    return to[i];
                }
            }
            return bits;
        }
    }

    /**
     * Rewrites a frame.
     *
     * @param length octets of it that are there
     */
    void rewrite(MemorySegment frame, int length) {
        if (rewriting.isEmpty()) {
            return;
        }
        switch (linkType) {
            case LinkType.ETHERNET -> ethernet(frame, length);
            case LinkType.NULL, LinkType.LOOP -> ip.rewrite(frame, 4, length);
            case LinkType.RAW, LinkType.IPV4, LinkType.IPV6 -> ip.rewrite(frame, 0, length);
            default -> {
                // Frames of other links go as they are: what is in them is not known.
            }
        }
    }

    private void ethernet(MemorySegment frame, int length) {
        if (length < ETHERNET_HEADER) {
            return;
        }
        mac(frame, 0);
        mac(frame, MacAddress.LENGTH);
        int at = ETHERNET_HEADER;
        int etherType = Octets.u16(frame, at - 2);
        while ((etherType == VLAN || etherType == SERVICE_VLAN || etherType == OLD_SERVICE_VLAN) && at + 4 <= length) {
            etherType = Octets.u16(frame, at + 2);
            at += 4;
        }
        switch (etherType) {
            case LinkHeader.ETHERTYPE_IPV4, LinkHeader.ETHERTYPE_IPV6 -> ip.rewrite(frame, at, length);
            case LinkHeader.ETHERTYPE_ARP -> arp(frame, at, length);
            case MPLS_UNICAST -> labelled(frame, at, length);
            case PPPOE_SESSION -> pppoe(frame, at, length);
            default -> {
                // No addresses that are known of.
            }
        }
    }

    private void labelled(MemorySegment frame, int from, int length) {
        int at = from;
        while (at + 4 <= length) {
            boolean bottom = (Octets.u8(frame, at + 2) & 1) != 0;
            at += 4;
            if (bottom) {
                ip.rewrite(frame, at, length);
                return;
            }
        }
    }

    private void pppoe(MemorySegment frame, int at, int length) {
        if (at + 8 <= length) {
            int protocol = Octets.u16(frame, at + 6);
            if (protocol == PPP_IPV4 || protocol == PPP_IPV6) {
                ip.rewrite(frame, at + 8, length);
            }
        }
    }

    /** ARP for IPv4 on Ethernet (RFC 826): hardware 2, protocol 2, lengths 2, operation 2, and twice address 6, address 4. */
    private void arp(MemorySegment frame, int at, int length) {
        if (at + ARP_LENGTH > length
                || Octets.u32(frame, at) != (1 << 16 | LinkHeader.ETHERTYPE_IPV4)
                || Octets.u16(frame, at + 4) != (MacAddress.LENGTH << 8 | 4)) {
            return;
        }
        mac(frame, at + 8);
        v4(frame, at + 14);
        mac(frame, at + 18);
        v4(frame, at + 24);
    }

    private void v4(MemorySegment frame, int at) {
        frame.set(U32, at, rewriting.addresses().v4(Octets.u32(frame, at)));
    }

    private void mac(MemorySegment frame, int at) {
        MacAddress old = MacAddress.read(frame, at);
        long mapped = macs.map(old.bits());
        if (mapped != old.bits()) {
            new MacAddress(mapped).write(frame, at);
        }
    }
}
