package parley.analyzer.wire;

import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.Packet;

/**
 * A packet with what could be decoded of it; the views are those of {@link PacketDecoder} and good until its next
 * packet.
 */
public final class DecodedPacket {
    private final LinkHeader link = new LinkHeader();
    private final IpHeader ip = new IpHeader();
    private final TcpHeader tcp = new TcpHeader();
    private Packet packet;
    private boolean hasIp;
    private boolean hasTcp;
    private @Nullable Fault fault;

    DecodedPacket(Packet packet) {
        this.packet = packet;
    }

    void decode(Packet next) {
        packet = next;
        hasIp = false;
        hasTcp = false;
        fault = link.read(packet);
        int etherType = link.etherType();
        if (fault != null || (etherType != LinkHeader.ETHERTYPE_IPV4 && etherType != LinkHeader.ETHERTYPE_IPV6)) {
            return;
        }
        int start = link.length();
        fault = ip.read(
                packet.data(),
                packet.offset() + start,
                start,
                packet.capturedLength() - start,
                packet.originalLength() - start);
        if (fault != null) {
            return;
        }
        hasIp = true;
        if (ip.protocol() != IpHeader.PROTOCOL_TCP || ip.isFragment()) {
            return;
        }
        start += ip.headerLength();
        fault = tcp.read(packet.data(), packet.offset() + start, start, ip.capturedPayloadLength(), ip.payloadLength());
        hasTcp = fault == null;
    }

    public Packet packet() {
        return packet;
    }

    public LinkHeader link() {
        return link;
    }

    /** Whether {@link #ip} may be asked. */
    public boolean hasIp() {
        return hasIp;
    }

    public IpHeader ip() {
        return ip;
    }

    /** Whether {@link #tcp} may be asked. */
    public boolean hasTcp() {
        return hasTcp;
    }

    public TcpHeader tcp() {
        return tcp;
    }

    /** What ended decoding before its time, or null. */
    public @Nullable Fault fault() {
        return fault;
    }
}
