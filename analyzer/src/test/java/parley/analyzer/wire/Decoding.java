package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import parley.analyzer.capture.Packet;

/** Decodes octets as a packet whose memory ends where they end, so that reading past them fails. */
final class Decoding {
    private Decoding() {}

    static DecodedPacket decode(int linkType, byte[] octets) {
        return decode(linkType, octets, octets.length);
    }

    /** Of a packet of {@code originalLength} octets of which these were captured. */
    static DecodedPacket decode(int linkType, byte[] octets, int originalLength) {
        Packet packet = new Packet();
        packet.set(1, 0, 0, linkType, MemorySegment.ofArray(octets), 0, octets.length, originalLength);
        return new PacketDecoder().decode(packet);
    }

    /** Of a packet that was cut after some octets. */
    static DecodedPacket cut(int linkType, byte[] octets, int captured) {
        return decode(linkType, Arrays.copyOf(octets, captured), octets.length);
    }

    /** Asks every getter that may be asked; what it returns depends on all of them. */
    static long ask(DecodedPacket packet) {
        long[] sum = {
            packet.link().source().length() + packet.link().destination().length()
        };
        if (packet.hasIp()) {
            IpHeader ip = packet.ip();
            sum[0] += ip.source().hashCode() + ip.destination().hashCode() + ip.timeToLive() + ip.totalLength();
            sum[0] += ip.dontFragment() ? 1 : 0;
        }
        for (IpHeader outermost : new IpHeader[] {packet.outermostV4(), packet.outermostV6()}) {
            sum[0] += outermost == null ? 0 : outermost.source().hashCode() + outermost.timeToLive();
        }
        IcmpError error = packet.icmpError();
        if (error != null) {
            sum[0] += ask(error);
        }
        if (packet.hasTcp()) {
            TcpHeader tcp = packet.tcp();
            sum[0] += tcp.sourcePort() + tcp.destinationPort() + tcp.sequenceNumber() + tcp.acknowledgmentNumber();
            sum[0] += tcp.flags() + tcp.window();
            tcp.forEachOption((kind, at, length) -> {
                for (int i = 0; i < length; i++) {
                    sum[0] += kind * (long) Octets.u8(tcp.data(), at + i);
                }
            });
            for (int i = 0; i < tcp.capturedPayloadLength(); i++) {
                sum[0] += Octets.u8(tcp.data(), tcp.payloadOffset() + i);
            }
        }
        return sum[0];
    }

    private static long ask(IcmpError error) {
        long sum = error.type() * 256L + error.code();
        TcpHeader tcp = error.quotedTcp();
        if (error.quotesTcp()) {
            sum += tcp.sourcePort()
                    + tcp.destinationPort()
                    + error.quotedIp().source().hashCode();
        }
        if (error.quotesSequenceNumber()) {
            sum += tcp.sequenceNumber();
        }
        if (error.quotesWindow()) {
            sum += tcp.acknowledgmentNumber() + tcp.flags() + tcp.window();
        }
        return sum;
    }
}
