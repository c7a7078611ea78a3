package parley.cli;

import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6SimpleFlowLabel;
import org.pcap4j.packet.IpV6SimpleTrafficClass;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.EtherType;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.TcpPort;
import org.pcap4j.util.MacAddress;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.capture.LinkType;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.ConnectionListener;
import parley.analyzer.tcp.ConnectionTable;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Overlap;
import parley.analyzer.tcp.ReassemblyLimits;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketDecoder;
import parley.client.StreamRange;
import parley.client.session.LinePlace;

/** TCP connections written down segment by segment, each told to a listener at once. A segment a millisecond. */
final class Wire {
    static final long START_NANOS = 1_767_225_600_000_000_000L;
    static final int IDENTIFICATION = 4711;
    static final int TIME_TO_LIVE = 64;

    private static final MacAddress MAC = MacAddress.getByName("00:00:00:00:00:00");

    private final AnalysisListener listener;
    private final PacketDecoder decoder = new PacketDecoder();
    private final parley.analyzer.capture.Packet packet = new parley.analyzer.capture.Packet();
    private final ConnectionTable connections;
    private long frames;
    private long nanos = START_NANOS;

    Wire(AnalysisListener listener) {
        this.listener = listener;
        connections = new ConnectionTable(
                ReassemblyLimits.DEFAULT,
                Overlap.FIRST,
                new ConnectionListener() {
                    @Override
                    public void opened(Connection connection) {
                        listener.opened(connection);
                    }

                    @Override
                    public void reopened(Connection connection) {}

                    @Override
                    public void closed(Connection connection) {
                        listener.closed(connection);
                    }
                },
                new Unheard());
    }

    private static final class Unheard implements StreamListener {
        @Override
        public void data(Connection connection, Flow flow, StreamData data) {}

        @Override
        public void gap(Connection connection, Flow flow, long offset, long length) {}

        @Override
        public void end(Connection connection, Flow flow, End end) {}
    }

    /** The number of the last frame. */
    long lastFrame() {
        return frames;
    }

    void pause(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** A connection whose handshake takes the next three frames. */
    Link connect(InetSocketAddress client, InetSocketAddress server, long clientIsn, long serverIsn) {
        Link link = new Link(client, server, clientIsn, serverIsn);
        link.segment(link.client, "S", link.client.isn, -1, "");
        link.segment(link.server, "SA", link.server.isn, link.client.isn + 1, "");
        link.segment(link.client, "A", link.client.isn + 1, link.server.isn + 1, "");
        link.opened = Instant.EPOCH.plusNanos(nanos);
        return link;
    }

    /** A connection of which this wire has not seen the handshake. */
    Link unseen(InetSocketAddress client, InetSocketAddress server) {
        Link link = new Link(client, server, 1000, 5000);
        link.opened = Instant.EPOCH.plusNanos(nanos);
        return link;
    }

    /** One end of a connection. */
    static final class End {
        private final InetSocketAddress address;
        private final long isn;
        private long sent;

        private End(InetSocketAddress address, long isn) {
            this.address = address;
            this.isn = isn;
        }
    }

    /** A connection. */
    final class Link {
        final End client;
        final End server;
        private Instant opened = Instant.EPOCH;

        private Link(InetSocketAddress client, InetSocketAddress server, long clientIsn, long serverIsn) {
            this.client = new End(client, clientIsn);
            this.server = new End(server, serverIsn);
        }

        private End other(End end) {
            return end == client ? server : client;
        }

        /** Sends text next; it acknowledges all that the other end has sent. */
        void say(End end, String text) {
            resend(end, end.sent, text);
            end.sent += text.length();
        }

        /** Sends text at a position of the stream, and does not go on from there. */
        void resend(End end, long position, String text) {
            segment(end, "PA", end.isn + 1 + position, other(end).isn + 1 + other(end).sent, text);
        }

        /** Acknowledges all that the other end has sent. */
        void acknowledge(End end) {
            acknowledge(end, other(end).sent);
        }

        /** Acknowledges what the other end has sent up to a position of the stream. */
        void acknowledge(End end, long position) {
            segment(end, "A", end.isn + 1 + end.sent, other(end).isn + 1 + position, "");
        }

        void close() {
            segment(client, "FA", client.isn + 1 + client.sent, server.isn + 1 + server.sent, "");
            segment(server, "FA", server.isn + 1 + server.sent, client.isn + 2 + client.sent, "");
            segment(client, "A", client.isn + 2 + client.sent, server.isn + 2 + server.sent, "");
        }

        LinePlace sent(long start, long end) {
            return new LinePlace(client.address, server.address, opened, true, new StreamRange(start, end));
        }

        LinePlace received(long start, long end) {
            return new LinePlace(client.address, server.address, opened, false, new StreamRange(start, end));
        }

        private void segment(End from, String flags, long sequence, long acknowledgment, String text) {
            InetSocketAddress to = other(from).address;
            TcpPacket.Builder tcp = new TcpPacket.Builder()
                    .srcPort(TcpPort.getInstance((short) from.address.getPort()))
                    .dstPort(TcpPort.getInstance((short) to.getPort()))
                    .sequenceNumber((int) sequence)
                    .acknowledgmentNumber(acknowledgment < 0 ? 0 : (int) acknowledgment)
                    .syn(flags.contains("S"))
                    .ack(flags.contains("A"))
                    .psh(flags.contains("P"))
                    .fin(flags.contains("F"))
                    .window((short) 512)
                    .options(List.of())
                    .srcAddr(from.address.getAddress())
                    .dstAddr(to.getAddress())
                    .payloadBuilder(new UnknownPacket.Builder().rawData(text.getBytes(StandardCharsets.US_ASCII)))
                    .correctLengthAtBuild(true)
                    .correctChecksumAtBuild(true);
            boolean v4 = from.address.getAddress() instanceof Inet4Address;
            tell(new EthernetPacket.Builder()
                    .srcAddr(MAC)
                    .dstAddr(MAC)
                    .type(v4 ? EtherType.IPV4 : EtherType.IPV6)
                    .pad(new byte[0])
                    .payloadBuilder(v4 ? ipv4(from.address, to, tcp) : ipv6(from.address, to, tcp))
                    .build()
                    .getRawData());
        }
    }

    private static Packet.Builder ipv4(InetSocketAddress from, InetSocketAddress to, TcpPacket.Builder tcp) {
        return new IpV4Packet.Builder()
                .version(IpVersion.IPV4)
                .tos(IpV4Rfc791Tos.newInstance((byte) 0))
                .identification((short) IDENTIFICATION)
                .dontFragmentFlag(true)
                .ttl((byte) TIME_TO_LIVE)
                .protocol(IpNumber.TCP)
                .srcAddr((Inet4Address) from.getAddress())
                .dstAddr((Inet4Address) to.getAddress())
                .payloadBuilder(tcp)
                .correctLengthAtBuild(true)
                .correctChecksumAtBuild(true);
    }

    private static Packet.Builder ipv6(InetSocketAddress from, InetSocketAddress to, TcpPacket.Builder tcp) {
        return new IpV6Packet.Builder()
                .version(IpVersion.IPV6)
                .trafficClass(IpV6SimpleTrafficClass.newInstance((byte) 0))
                .flowLabel(IpV6SimpleFlowLabel.newInstance(0))
                .nextHeader(IpNumber.TCP)
                .hopLimit((byte) TIME_TO_LIVE)
                .srcAddr((Inet6Address) from.getAddress())
                .dstAddr((Inet6Address) to.getAddress())
                .payloadBuilder(tcp)
                .correctLengthAtBuild(true);
    }

    private void tell(byte[] octets) {
        packet.set(
                ++frames, nanos, 0, LinkType.ETHERNET, MemorySegment.ofArray(octets), 0, octets.length, octets.length);
        nanos += TimeUnit.MILLISECONDS.toNanos(1);
        DecodedPacket decoded = decoder.decode(packet);
        listener.packet(decoded, connections.track(decoded));
    }
}
