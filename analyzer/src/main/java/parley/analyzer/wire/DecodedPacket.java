package parley.analyzer.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;

/**
 * A packet with what could be decoded of it; the views are those of {@link PacketDecoder} and good until its next
 * packet.
 */
public final class DecodedPacket {
    /** Headers of IP in one packet, each in a tunnel in the one before. Wireshark gives up at 500 layers. */
    private static final int MOST_HEADERS = 250;

    private final LinkHeader link = new LinkHeader();
    private final Defragmenter defragmenter;
    private final Remainder rest = new Remainder();
    private IpHeader ip = new IpHeader();
    private IpHeader innerIp = new IpHeader();
    private final IpHeader outermostV4 = new IpHeader();
    private final IpHeader outermostV6 = new IpHeader();
    private final TcpHeader tcp = new TcpHeader();
    private final IcmpError icmpError = new IcmpError();
    private Packet packet;
    private int etherType;
    private int networkStart = -1;
    private List<Long> fragments = List.of();
    private boolean conflictingFragments;
    private boolean hasIp;
    private boolean hasTcp;
    private boolean hasPartialTcp;
    private boolean hasIcmpError;
    private boolean hasV4;
    private boolean hasV6;
    private PacketCopies.@Nullable Copy copy;
    private @Nullable Fault fault;

    DecodedPacket(Packet packet, Defragmenter defragmenter) {
        this.packet = packet;
        this.defragmenter = defragmenter;
    }

    void decode(Packet next) {
        packet = next;
        hasIp = false;
        hasTcp = false;
        hasPartialTcp = false;
        hasIcmpError = false;
        hasV4 = false;
        hasV6 = false;
        networkStart = -1;
        copy = null;
        fragments = List.of();
        conflictingFragments = false;
        etherType = LinkHeader.ETHERTYPE_NONE;
        rest.begin(packet.data(), packet.offset(), packet.capturedLength(), packet.originalLength());
        rest.trailer().begin(packet.linkType() == LinkType.ETHERNET);
        fault = link.read(packet);
        if (fault == null && !isPlainTcp()) {
            rest.pass(link.length());
            rest.setEtherType(link.etherType());
            fault = decodePayload();
        }
    }

    /** Most packets are TCP in IP right behind the link: these are decoded without the walk over what could be between. */
    private boolean isPlainTcp() {
        int start = link.length();
        if (!isIp(link.etherType())
                || ip.read(
                                packet.data(),
                                packet.offset() + start,
                                start,
                                packet.capturedLength() - start,
                                packet.originalLength() - start)
                        != null
                || ip.protocol() != IpHeader.PROTOCOL_TCP
                || ip.isFragment()) {
            return false;
        }
        etherType = link.etherType();
        networkStart = start;
        hasIp = true;
        start += ip.headerLength();
        fault = takeTcp(tcp.read(
                packet.data(), packet.offset() + start, start, ip.capturedPayloadLength(), ip.payloadLength()));
        return true;
    }

    private @Nullable Fault takeTcp(@Nullable Fault found) {
        hasTcp = found == null;
        hasPartialTcp = found != null && tcp.hasPorts();
        return found;
    }

    private @Nullable Fault decodePayload() {
        Fault found = Links.enter(rest, link);
        int headers = 0;
        while (found == null && rest.etherType() != LinkHeader.ETHERTYPE_NONE) {
            found = ++headers > MOST_HEADERS
                    ? new Fault(Fault.Kind.TOO_DEEP, Layer.NETWORK, rest.start(), headers, MOST_HEADERS, "ip")
                    : Shims.follow(rest);
            if (!hasIp) {
                etherType = rest.etherType();
                rest.trailer().settle();
            }
            if (found == null) {
                found = isIp(rest.etherType()) ? decodeIp() : end(null);
            }
        }
        return found;
    }

    private static boolean isIp(int etherType) {
        return etherType == LinkHeader.ETHERTYPE_IPV4 || etherType == LinkHeader.ETHERTYPE_IPV6;
    }

    private @Nullable Fault end(@Nullable Fault found) {
        rest.setEtherType(LinkHeader.ETHERTYPE_NONE);
        return found;
    }

    /** Decodes IP and what it carries. Where that is a tunnel the remainder is then what is in it. */
    private @Nullable Fault decodeIp() {
        Fault found = innerIp.read(rest.data(), rest.at(), rest.start(), rest.captured(), rest.original());
        if (found != null) {
            return found;
        }
        if (!hasIp) {
            networkStart = rest.start();
        }
        noteOutermost(innerIp.version());
        IpHeader outer = ip;
        ip = innerIp;
        innerIp = outer;
        hasIp = true;
        rest.limit(ip.totalLength());
        rest.pass(ip.headerLength());
        rest.carries(ip.isFragment() ? Carried.Kind.FRAGMENT : Carried.Kind.IP_PROTOCOL, ip.protocol());
        if (ip.isFragment()) {
            found = reassemble() ? ip.passExtensions(rest) : null;
            if (found != null || fragments.isEmpty()) {
                if (found == null) {
                    takeSnappedFragment();
                }
                return end(found);
            }
            rest.carries(Carried.Kind.IP_PROTOCOL, ip.protocol());
        }
        if (ip.protocol() == IpHeader.PROTOCOL_TCP) {
            return end(takeTcp(tcp.read(rest.data(), rest.at(), rest.start(), rest.captured(), rest.original())));
        }
        if (ip.isIcmp()) {
            hasIcmpError = icmpError.read(rest, ip);
            return end(null);
        }
        return Tunnels.mayBegin(ip) ? Tunnels.enter(rest, ip) : end(null);
    }

    /** A first fragment that was cut cannot be put together with others: of IPv4 Wireshark shows what it has of TCP. */
    private void takeSnappedFragment() {
        if (ip.version() == 4
                && ip.protocol() == IpHeader.PROTOCOL_TCP
                && ip.fragmentOffset() == 0
                && rest.captured() < rest.original()) {
            tcp.read(rest.data(), rest.at(), rest.start(), rest.captured(), rest.original());
            hasPartialTcp = tcp.hasPorts();
        }
    }

    /** In a tunnel the views of {@link #ip} change places, so the outermost headers have views of their own. */
    private void noteOutermost(int version) {
        if (version == 4 && !hasV4) {
            hasV4 = true;
            outermostV4.read(rest.data(), rest.at(), rest.start(), rest.captured(), rest.original());
        } else if (version == 6 && !hasV6) {
            hasV6 = true;
            outermostV6.read(rest.data(), rest.at(), rest.start(), rest.captured(), rest.original());
        }
    }

    /** Goes on with the whole datagram where this fragment completes it. */
    private boolean reassemble() {
        Defragmenter.Reassembled whole = defragmenter.add(ip, rest, packet.number(), packet.timestampNanos());
        if (whole == null) {
            return false;
        }
        fragments = whole.frames();
        conflictingFragments = whole.conflicting();
        int length = Math.toIntExact(whole.payload().byteSize());
        rest.goOn(whole.payload(), length);
        return true;
    }

    public Packet packet() {
        return packet;
    }

    public LinkHeader link() {
        return link;
    }

    /**
     * What the link carries behind tags, labels and PPPoE, as an EtherType, or {@link LinkHeader#ETHERTYPE_NONE}.
     */
    public int etherType() {
        return etherType;
    }

    /** Where the outermost IP header begins in the packet, in octets; -1 where there is none. */
    public int networkStart() {
        return networkStart;
    }

    /**
     * Whether an Ethernet frame was cut, when it was captured, within what Wireshark looks for behind the IP packet.
     *
     * @param gaveUp whether it gives up in the packet
     */
    public boolean isTrailerCut(boolean gaveUp) {
        IpHeader outermost = networkStart < 0 ? null : outermost();
        return outermost != null && rest.trailer().isCut(packet, networkStart + outermost.totalLength(), gaveUp);
    }

    private @Nullable IpHeader outermost() {
        int version = Octets.u8(packet.data(), packet.offset() + networkStart) >>> 4;
        return version == 4 ? outermostV4() : outermostV6();
    }

    /** Whether {@link #ip} may be asked. */
    public boolean hasIp() {
        return hasIp;
    }

    /** The innermost IP header: in a tunnel, that of the packet inside. */
    public IpHeader ip() {
        return ip;
    }

    /** The outermost IPv4 header, whose addresses are the first that Wireshark's {@code ip.src} has; null without one. */
    public @Nullable IpHeader outermostV4() {
        return hasV4 ? outermostV4 : plain(4);
    }

    /** The outermost IPv6 header, likewise. */
    public @Nullable IpHeader outermostV6() {
        return hasV6 ? outermostV6 : plain(6);
    }

    private @Nullable IpHeader plain(int version) {
        return hasIp && ip.version() == version ? ip : null;
    }

    /**
     * The frames whose fragments this packet completes, itself among them, in order: TCP is that of the whole datagram.
     * Empty where it completes none.
     */
    public List<Long> fragments() {
        return fragments;
    }

    /** Whether {@link #fragments} have different octets for one place of the datagram, or different ends. */
    public boolean hasConflictingFragments() {
        return conflictingFragments;
    }

    /** Whether {@link #tcp} may be asked. */
    public boolean hasTcp() {
        return hasTcp;
    }

    public TcpHeader tcp() {
        return tcp;
    }

    /**
     * Where the {@link #fault} is TCP's, or this is a first fragment that was cut: what there is of the header, the ports
     * at least. Null where there is none of it, and where {@link #hasTcp}.
     */
    public @Nullable TcpHeader partialTcp() {
        return hasPartialTcp ? tcp : null;
    }

    /** The ICMP error that this is; null where it is none. */
    public @Nullable IcmpError icmpError() {
        return hasIcmpError ? icmpError : null;
    }

    /** Says that it is a copy, or none. */
    public void setCopy(PacketCopies.@Nullable Copy of) {
        copy = of;
    }

    /** Not null where it was captured before, as another frame: then nothing was sent again. */
    public PacketCopies.@Nullable Copy copy() {
        return copy;
    }

    /** Of a packet without TCP: what it carries in its place. */
    public Carried carried() {
        if (!LinkHeader.isDecoded(link.linkType())) {
            return new Carried(Carried.Kind.LINK_TYPE, link.linkType());
        }
        return fault == null ? rest.carried() : new Carried(Carried.Kind.FAULT, 0);
    }

    /** How many tunnels of GTP, one in another, the packet is in. */
    public int gtpTunnels() {
        return rest.gtpTunnels();
    }

    /** Those of them that hold an Ethernet frame, which Wireshark goes on behind. */
    public int gtpTunnelsOfEthernet() {
        return rest.gtpTunnelsOfEthernet();
    }

    /** Whether the frame is one of IEEE 802.11 that aggregates packets, of which this is the first with IP: the others are not decoded. */
    public boolean isAggregated() {
        return rest.isAggregated();
    }

    /** What ended decoding before its time, or null. */
    public @Nullable Fault fault() {
        return fault;
    }
}
