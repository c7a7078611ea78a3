package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TcpFrame;

/** Tags, labels and tunnels around a TCP segment. */
class EncapsulationTest {
    private static final byte[] V4 = TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"))
            .payload(new byte[] {'h', 'i'})
            .linkType(LinkType.RAW)
            .octets();
    private static final byte[] V6 = TcpFrame.of(
                    Endpoints.parse("[2001:db8::1]:40000"), Endpoints.parse("[2001:db8::2]:10000"))
            .payload(new byte[] {'h', 'i'})
            .linkType(LinkType.RAW)
            .octets();
    /** Octets of a packet without which its segment is decoded: checksum, urgent pointer, payload. */
    private static final int BEHIND_THE_WINDOW = 6;

    private static final String MACS = "020000000002 020000000001 ";
    private static final String UDP_TO_VXLAN = "c000 12b5 ";
    private static final String VXLAN = "08000000 00002a00 ";

    static Stream<Arguments> inEthernet() {
        return Stream.of(
                Arguments.of("802.1Q", MACS + "8100 0064 0800", V4),
                Arguments.of("802.1Q", MACS + "8100 0064 86dd", V6),
                Arguments.of("802.1ad over 802.1Q", MACS + "88a8 0064 8100 00c8 0800", V4),
                Arguments.of("QinQ before 802.1ad", MACS + "9100 0064 8100 00c8 86dd", V6),
                Arguments.of("three tags", MACS + "8100 0001 8100 0002 8100 0003 0800", V4),
                Arguments.of("one MPLS label", MACS + "8847 00010140", V4),
                Arguments.of("a stack of MPLS labels", MACS + "8847 00010040 00020040 00030140", V6),
                Arguments.of("MPLS multicast", MACS + "8848 00010140", V4),
                Arguments.of("MPLS in a VLAN", MACS + "8100 0064 8847 00010140", V4),
                Arguments.of("PPPoE", MACS + "8864 1100 0001 002c 0021", V4),
                Arguments.of("PPPoE", MACS + "8864 1100 0001 0040 0057", V6),
                Arguments.of("PPPoE in a VLAN", MACS + "8100 0064 8864 1100 0001 002c 0021", V4),
                Arguments.of("PPPoE with a compressed protocol", MACS + "8864 1100 0001 002b 21", V4),
                Arguments.of("LLC and SNAP", MACS + "0032 aaaa03000000 0800", V4));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("inEthernet")
    void whatStandsBetweenEthernetAndIpIsPassedOver(String name, String headers, byte[] ip) {
        assertSegment(decode(LinkType.ETHERNET, bytes(headers), ip), ip);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("inEthernet")
    void paddingBehindItIsNoPayload(String name, String headers, byte[] ip) {
        assertSegment(decode(LinkType.ETHERNET, bytes(headers), ip, new byte[9]), ip);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("inEthernet")
    void cutAnywhereItIsAFaultOrNothing(String name, String headers, byte[] ip) {
        byte[] whole = join(bytes(headers), ip);
        for (int captured = 0; captured < whole.length; captured++) {
            DecodedPacket packet = Decoding.cut(LinkType.ETHERNET, whole, captured);
            Decoding.ask(packet);
            assertEquals(captured >= whole.length - BEHIND_THE_WINDOW, packet.hasTcp(), "captured " + captured);
        }
    }

    static Stream<Arguments> ppp() {
        return Stream.of(
                Arguments.of(LinkType.PPP, "0021", V4),
                Arguments.of(LinkType.PPP, "ff03 0057", V6),
                Arguments.of(LinkType.PPP, "21", V4),
                Arguments.of(LinkType.PPP_HDLC, "ff03 0021", V4),
                Arguments.of(LinkType.PPP_HDLC, "ff03 21", V4),
                Arguments.of(LinkType.PPP, "0281 00010140", V4),
                Arguments.of(LinkType.PPP_ETHER, "1100 0001 002c 0021", V4));
    }

    @ParameterizedTest(name = "link type {0}: {1}")
    @MethodSource("ppp")
    void pppIsALinkToo(int linkType, String headers, byte[] ip) {
        assertTrue(LinkHeader.isDecoded(linkType));
        assertSegment(decode(linkType, bytes(headers), ip), ip);
    }

    static Stream<Arguments> tunnels() {
        return Stream.of(
                Arguments.of("IP in IP", 4, "", V4),
                Arguments.of("IPv6 in IPv4", 41, "", V6),
                Arguments.of("GRE", 47, "0000 0800", V4),
                Arguments.of(
                        "GRE with checksum, key and sequence number", 47, "b000 86dd 00000000 0000002a 00000001", V6),
                Arguments.of("GRE with Ethernet", 47, "0000 6558 " + MACS + "0800", V4),
                Arguments.of("GRE with Ethernet in a VLAN", 47, "0000 6558 " + MACS + "8100 0064 0800", V4),
                Arguments.of("GRE with MPLS", 47, "0000 8847 00010140", V4),
                Arguments.of("GRE version 1 with PPP", 47, "3081 880b 00300001 00000001 00000000 ff03 0021", V4),
                Arguments.of("VXLAN", 17, UDP_TO_VXLAN + "0048 0000 " + VXLAN + MACS + "0800", V4),
                Arguments.of(
                        "VXLAN in a VLAN inside",
                        17,
                        UDP_TO_VXLAN + "0060 0000 " + VXLAN + MACS + "8100 0001 86dd",
                        V6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tunnels")
    void whatIsInATunnelIsDecoded(String name, int protocol, String headers, byte[] inner) {
        byte[] content = join(bytes(headers), inner);
        assertSegment(decode(LinkType.RAW, outerV4(protocol, content.length), content), inner);
        assertSegment(decode(LinkType.RAW, outerV6(protocol, content.length), content), inner);
        byte[] twice = join(outerV4(protocol, content.length), content);
        assertSegment(decode(LinkType.RAW, outerV4(4, twice.length), twice), inner);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tunnels")
    void aTunnelThatIsCutKeepsTheLayersThatAreWhole(String name, int protocol, String headers, byte[] inner) {
        byte[] whole = join(outerV4(protocol, bytes(headers).length + inner.length), bytes(headers), inner);
        for (int captured = 20; captured < whole.length - BEHIND_THE_WINDOW; captured++) {
            DecodedPacket packet = Decoding.cut(LinkType.RAW, whole, captured);
            Decoding.ask(packet);
            assertTrue(packet.hasIp(), "captured " + captured);
            assertFalse(packet.hasTcp(), "captured " + captured);
        }
    }

    @Test
    void aTunnelWithNothingThatIsDecodedIsItsOuterPacket() {
        DecodedPacket arpInGre = decode(LinkType.RAW, outerV4(47, 32), bytes("0000 0806"), new byte[28]);
        assertNull(arpInGre.fault());
        assertEquals(47, arpInGre.ip().protocol());
        DecodedPacket anotherPort =
                decode(LinkType.RAW, outerV4(17, 30), bytes("c000 12b6 0000 0000 " + VXLAN + MACS + "0800"));
        assertNull(anotherPort.fault());
        assertEquals(17, anotherPort.ip().protocol());
        assertEquals("192.0.2.1", anotherPort.ip().source().toString());
    }

    @Test
    void whatTheLinkCarriesIsSaidBehindItsTags() {
        DecodedPacket arp = decode(LinkType.ETHERNET, bytes(MACS + "8100 0064 0806"), new byte[28]);
        assertNull(arp.fault());
        assertFalse(arp.hasIp());
        assertEquals(LinkHeader.ETHERTYPE_ARP, arp.etherType());
        assertEquals(0x8100, arp.link().etherType());
    }

    @Test
    void anMplsPayloadThatIsNoIpIsNotGuessed() {
        DecodedPacket pseudowire = decode(LinkType.ETHERNET, bytes(MACS + "8847 00010140 00000000"), new byte[20]);
        assertNull(pseudowire.fault());
        assertFalse(pseudowire.hasIp());
        assertEquals(LinkHeader.ETHERTYPE_NONE, pseudowire.etherType());
    }

    @Test
    void aFaultInsideATunnelNamesItsPlaceInThePacket() {
        DecodedPacket packet = decode(LinkType.RAW, outerV4(4, 4), bytes("45000000"));
        Fault fault = packet.fault();
        assertNotNull(fault);
        assertEquals(Layer.NETWORK, fault.layer());
        assertEquals(20, fault.offset());
        assertEquals("192.0.2.2", packet.ip().destination().toString());
    }

    static Stream<Arguments> everything() {
        Stream<Arguments> ethernet = inEthernet()
                .map(Arguments::get)
                .map(test -> Arguments.of(LinkType.ETHERNET, join(bytes((String) test[1]), (byte[]) test[2])));
        Stream<Arguments> ppp = ppp().map(Arguments::get)
                .map(test -> Arguments.of(test[0], join(bytes((String) test[1]), (byte[]) test[2])));
        Stream<Arguments> tunnels = tunnels().map(Arguments::get).map(test -> {
            byte[] content = join(bytes((String) test[2]), (byte[]) test[3]);
            return Arguments.of(LinkType.RAW, join(outerV6((int) test[1], content.length), content));
        });
        return Stream.of(ethernet, ppp, tunnels).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("everything")
    void aGarbledPacketNeverFails(int linkType, byte[] packet) {
        Random random = new Random(packet.length * 31L + linkType);
        for (int i = 0; i < 2000; i++) {
            byte[] garbled = packet.clone();
            for (int count = 1 + random.nextInt(4); count > 0; count--) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            }
            int captured = random.nextInt(garbled.length + 1);
            Decoding.ask(Decoding.decode(linkType, Arrays.copyOf(garbled, captured), garbled.length));
        }
    }

    /** Wireshark finds the same segment in the same place, where it is installed. */
    @ParameterizedTest(name = "link type {0}")
    @ValueSource(ints = {LinkType.ETHERNET, LinkType.PPP, LinkType.PPP_HDLC, LinkType.PPP_ETHER, LinkType.RAW})
    void wiresharkFindsTheSame(int linkType, @TempDir Path folder) throws Exception {
        List<byte[]> packets = new ArrayList<>();
        Stream<Arguments> linked = linkType == LinkType.ETHERNET ? inEthernet() : ppp();
        linked.map(Arguments::get)
                .filter(test -> linkType == LinkType.ETHERNET || test[0].equals(linkType))
                .forEach(test -> packets.add(join(bytes((String) test[1]), (byte[]) test[2])));
        if (linkType == LinkType.RAW) {
            tunnels().map(Arguments::get).forEach(test -> {
                byte[] content = join(bytes((String) test[2]), (byte[]) test[3]);
                packets.add(join(outerV4((int) test[1], content.length), content));
                packets.add(join(outerV6((int) test[1], content.length), content));
            });
        }
        assertFalse(packets.isEmpty());
        List<String> ours = packets.stream()
                .map(packet -> Decoding.decode(linkType, packet))
                .map(packet -> packet.ip().source() + "\t" + packet.tcp().sourcePort() + "\t"
                        + packet.tcp().payloadLength())
                .toList();
        Path capture = Files.write(
                folder.resolve("encapsulated.pcap"),
                PcapBytes.of(
                        linkType,
                        packets.stream().map(packet -> Frame.of(0, packet)).toList()));
        assertEquals(ours, tshark(capture));
    }

    private static List<String> tshark(Path capture) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "tshark",
                            "-n",
                            "-r",
                            capture.toString(),
                            "-T",
                            "fields",
                            "-e",
                            "_ws.col.Source",
                            "-e",
                            "tcp.srcport",
                            "-e",
                            "tcp.len")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException missing) {
            throw new TestAbortedException("tshark is not installed", missing);
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return out.lines().toList();
    }

    private static void assertSegment(DecodedPacket packet, byte[] ip) {
        assertNull(packet.fault());
        assertTrue(packet.hasTcp());
        assertEquals(ip == V4 ? "10.0.0.1" : "2001:db8::1", packet.ip().source().toString());
        assertEquals(40_000, packet.tcp().sourcePort());
        assertEquals(2, packet.tcp().payloadLength());
        assertEquals('h', Octets.u8(packet.tcp().data(), packet.tcp().payloadOffset()));
    }

    private static byte[] outerV4(int protocol, int payload) {
        return ByteBuffer.allocate(20)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (20 + payload))
                .putInt(0)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0)
                .put(bytes("c0000201 c0000202"))
                .array();
    }

    private static byte[] outerV6(int protocol, int payload) {
        return ByteBuffer.allocate(40)
                .putInt(0x6000_0000)
                .putShort((short) payload)
                .put((byte) protocol)
                .put((byte) 64)
                .put(bytes("20010db8 00010000 00000000 00000001 20010db8 00010000 00000000 00000002"))
                .array();
    }

    private static DecodedPacket decode(int linkType, byte[]... parts) {
        return Decoding.decode(linkType, join(parts));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
