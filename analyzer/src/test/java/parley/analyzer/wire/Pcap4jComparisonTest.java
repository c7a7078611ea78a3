package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pcap4j.packet.BsdLoopbackPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpSelector;
import org.pcap4j.packet.LinuxSllPacket;
import org.pcap4j.packet.TcpPacket;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/** Pcap4J decodes packets independently of us: what both find TCP in has equal fields. */
class Pcap4jComparisonTest {
    /** Where Pcap4J does not come to the TCP that is there, and why. */
    private static final Map<String, String> NOT_DECODED_BY_PCAP4J = Map.of(
            "arkime-mpls-basic.pcap", "labels of MPLS",
            "seladb-one_http_stream_rst.pcap", "PPPoE in VLANs",
            "seladb-frag_http_req.pcap", "fragments are not put together");

    /** Captures of headers that Pcap4J reads otherwise or not at all. */
    private static final Set<String> ODD_HEADERS = Set.of(
            "exactly-half-the-number-space.pcap",
            "first-fragment-bad-ip-checksum.pcap",
            "half-space-on-port-0.pcap",
            "handshake-with-header-beyond.pcap",
            "icmp-quote-initial-rtt.pcap",
            "ipv4-source-route.pcap",
            "ipv6-routing-type-3.pcap",
            "ipv6-shim6-hip-mobility.pcap",
            "padding-cut.pcap",
            "snapped-first-fragment.pcap",
            "source-route-of-rpl.pcap");

    @TestFactory
    Stream<DynamicTest> ownCaptures() throws IOException {
        return captures(Path.of("src/test/resources/captures/own"))
                .filter(file -> !ODD_HEADERS.contains(file.getFileName().toString()))
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> assertTrue(compare(file) > 100)));
    }

    @TestFactory
    Stream<DynamicTest> namedCaptures() throws IOException {
        String folder = System.getProperty("parley.captures", "");
        return folder.isEmpty()
                ? Stream.empty()
                : captures(Path.of(folder, "public"))
                        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static Stream<Path> captures(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Pcap4jComparisonTest::isRead).sorted().toList().stream();
        }
    }

    private static boolean isRead(Path file) {
        try (PacketSource source = CaptureFile.open(file)) {
            return source.next(new Packet());
        } catch (IOException notRead) {
            return false;
        }
    }

    /** How many packets had TCP. */
    private static int compare(Path file) throws IOException {
        PacketDecoder decoder = new PacketDecoder();
        Packet packet = new Packet();
        int compared = 0;
        try (PacketSource source = CaptureFile.open(file)) {
            while (source.next(packet)) {
                boolean isWhole = packet.capturedLength() == packet.originalLength();
                org.pcap4j.packet.@Nullable Packet theirs = parse(packet);
                IpPacket ip = theirs == null ? null : theirs.get(IpPacket.class);
                TcpPacket tcp = theirs == null ? null : theirs.get(TcpPacket.class);
                DecodedPacket ours = decoder.decode(packet);
                if (ours.hasTcp() && tcp == null && isDecoded(packet.linkType())) {
                    String name = file.getFileName().toString();
                    assertTrue(
                            NOT_DECODED_BY_PCAP4J.containsKey(name), "pcap4j has no TCP in frame " + packet.number());
                }
                if (ip != null && tcp != null && !ip.contains(IcmpV4CommonPacket.class)) {
                    assertTrue(ours.hasTcp(), () -> "frame " + packet.number() + ": " + ours.fault());
                    compare(packet.number(), ip, tcp, ours, isWhole);
                    compared++;
                }
            }
        }
        return compared;
    }

    private static boolean isDecoded(int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET,
                    LinkType.NULL,
                    LinkType.RAW,
                    LinkType.RAW_BSD,
                    LinkType.LINUX_SLL,
                    LinkType.LINUX_SLL2 -> true;
            default -> false;
        };
    }

    private static org.pcap4j.packet.@Nullable Packet parse(Packet packet) {
        byte[] octets = packet.bytes();
        if (octets.length == 0) {
            return null;
        }
        try {
            return switch (packet.linkType()) {
                case LinkType.ETHERNET -> EthernetPacket.newPacket(octets, 0, octets.length);
                case LinkType.NULL -> BsdLoopbackPacket.newPacket(octets, 0, octets.length);
                case LinkType.RAW, LinkType.RAW_BSD -> IpSelector.newPacket(octets, 0, octets.length);
                case LinkType.LINUX_SLL -> LinuxSllPacket.newPacket(octets, 0, octets.length);
                case LinkType.LINUX_SLL2 ->
                    IpSelector.newPacket(Arrays.copyOfRange(octets, 20, octets.length), 0, octets.length - 20);
                default -> null;
            };
        } catch (IllegalRawDataException damaged) {
            return null;
        }
    }

    private static void compare(long frame, IpPacket ip, TcpPacket tcp, DecodedPacket ours, boolean isWhole) {
        String at = "frame " + frame;
        TcpPacket.TcpHeader theirs = tcp.getHeader();
        TcpHeader header = ours.tcp();
        assertEquals(ip.getHeader().getSrcAddr(), address(ours.ip().source()), at);
        assertEquals(ip.getHeader().getDstAddr(), address(ours.ip().destination()), at);
        assertEquals(theirs.getSrcPort().valueAsInt(), header.sourcePort(), at);
        assertEquals(theirs.getDstPort().valueAsInt(), header.destinationPort(), at);
        assertEquals(theirs.getSequenceNumber(), header.sequenceNumber(), at);
        assertEquals(theirs.getAcknowledgmentNumber(), header.acknowledgmentNumber(), at);
        assertEquals(theirs.getWindowAsInt(), header.window(), at);
        assertEquals(theirs.length(), header.headerLength(), at);
        assertEquals(theirs.getSyn(), header.has(TcpHeader.SYN), at);
        assertEquals(theirs.getAck(), header.has(TcpHeader.ACK), at);
        assertEquals(theirs.getFin(), header.has(TcpHeader.FIN), at);
        assertEquals(theirs.getRst(), header.has(TcpHeader.RST), at);
        assertEquals(theirs.getPsh(), header.has(TcpHeader.PSH), at);
        assertEquals(theirs.getUrg(), header.has(TcpHeader.URG), at);
        int length = tcp.getPayload() == null ? 0 : tcp.getPayload().length();
        assertEquals(length, header.capturedPayloadLength(), at);
        if (isWhole) {
            assertEquals(length, header.payloadLength(), at);
        }
    }

    private static InetAddress address(IpAddress address) {
        try {
            return InetAddress.getByName(address.toString());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
