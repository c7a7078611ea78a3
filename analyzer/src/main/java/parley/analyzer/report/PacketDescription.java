package parley.analyzer.report;

import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.tcp.TcpInfo;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.Fault;
import parley.analyzer.wire.IcmpError;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.LinkHeader;

/** A packet that has no TCP, in a word and a plain sentence: the name of the last layer decoded, and what it carries. */
public final class PacketDescription {
    private PacketDescription() {}

    /** The name of the last layer decoded. */
    public static String protocol(DecodedPacket packet) {
        if (packet.hasIp()) {
            IpHeader ip = packet.ip();
            if (ip.isFragment() || packet.fault() != null) {
                return "IPv" + ip.version();
            }
            return switch (ip.protocol()) {
                case IpHeader.PROTOCOL_UDP -> "UDP";
                case IpHeader.PROTOCOL_ICMP -> "ICMP";
                case IpHeader.PROTOCOL_ICMPV6 -> "ICMPv6";
                default -> "IPv" + ip.version();
            };
        }
        return packet.etherType() == LinkHeader.ETHERTYPE_ARP
                ? "ARP"
                : LinkType.name(packet.link().linkType());
    }

    /** Octets on the wire as Wireshark counts them: the one that tells PPP's direction was on no wire. */
    static int length(Packet packet) {
        return packet.linkType() == LinkType.PPP_WITH_DIRECTION && packet.originalLength() > 0
                ? packet.originalLength() - 1
                : packet.originalLength();
    }

    /** What it carries, or what is wrong with it. */
    public static String info(DecodedPacket packet) {
        Fault fault = packet.fault();
        if (fault != null) {
            return "Malformed: " + fault.claimedBy() + " needs " + fault.needed() + ", there is " + fault.actual();
        }
        IcmpError icmpError = packet.icmpError();
        if (icmpError != null) {
            return packet.isTrailerCut(false) ? icmpError + TcpInfo.CUT : icmpError.toString();
        }
        if (packet.hasIp()) {
            return ofIp(packet.ip());
        }
        int etherType = packet.etherType();
        return etherType == LinkHeader.ETHERTYPE_NONE
                ? packet.packet().originalLength() + " bytes that are not decoded"
                : String.format(
                        "EtherType 0x%04x, %d bytes", etherType, packet.packet().originalLength());
    }

    private static String ofIp(IpHeader ip) {
        if (ip.isFragment()) {
            return "Fragment of " + ip.payloadLength() + " bytes, protocol " + ip.protocol();
        }
        return "Protocol " + ip.protocol() + ", " + ip.payloadLength() + " bytes";
    }
}
