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
                Arguments.of("LLC and SNAP", MACS + "0032 aaaa03000000 0800", V4),
                Arguments.of("LLC and SNAP of a bridge that tunnels", MACS + "0032 aaaa030000f8 0800", V4),
                Arguments.of("LLC", MACS + "002d 060603", V4),
                Arguments.of("LLC without a length", MACS + "8870 aaaa03000000 0800", V4),
                Arguments.of("Ethernet in Ethernet", MACS + "6558" + MACS + "0800", V4),
                Arguments.of("802.1ah", MACS + "88e7 00000001" + MACS + "86dd", V6),
                Arguments.of("Cisco metadata", MACS + "8909 0101 0001 0001 0800", V4),
                Arguments.of("VN-Tag", MACS + "8926 00010001 0800", V4));
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

    static Stream<Arguments> links() {
        String wlan = "0802 0000" + MACS + "020000000003 0000";
        String qos = "8802 0000" + MACS + "020000000003 0000 0000";
        String snap = "aaaa03000000 0800";
        String snapV6 = "aaaa03000000 86dd";
        String radiotap = "0000 0800 00000000";
        String pktap = "6c000000 01000000 %s" + "00".repeat(96);
        return Stream.of(
                Arguments.of(LinkType.PPP, "0021", V4),
                Arguments.of(LinkType.PPP, "ff03 0057", V6),
                Arguments.of(LinkType.PPP, "21", V4),
                Arguments.of(LinkType.PPP, "0f00 0800", V4),
                Arguments.of(LinkType.PPP, "ff03 0031 0001" + MACS + "0800", V4),
                Arguments.of(LinkType.PPP_HDLC, "ff03 0021", V4),
                Arguments.of(LinkType.PPP_HDLC, "ff03 21", V4),
                Arguments.of(LinkType.PPP, "0281 00010140", V4),
                Arguments.of(LinkType.PPP_ETHER, "1100 0001 002c 0021", V4),
                Arguments.of(LinkType.PPP_WITH_DIRECTION, "00 ff030021", V4),
                Arguments.of(LinkType.NULL, "0f000800", V4),
                Arguments.of(LinkType.NULL, "0f0086dd", V6),
                Arguments.of(LinkType.NULL, "00000800", V4),
                Arguments.of(LinkType.NULL, "00080000", V4),
                Arguments.of(LinkType.NULL, "dd860000", V6),
                Arguments.of(LinkType.NULL, "00020000", V4),
                Arguments.of(LinkType.NULL, "00000200", V4),
                Arguments.of(LinkType.NULL, "ff030021", V4),
                Arguments.of(LinkType.CISCO_HDLC, "0f000800", V4),
                Arguments.of(LinkType.CISCO_HDLC, "8f0086dd", V6),
                Arguments.of(LinkType.ENC, "02000000 00000001 00000c00", V4),
                Arguments.of(LinkType.ENC, "00000002 00000001 00000c00", V4),
                Arguments.of(LinkType.ENC, "18000000 00000001 00000c00", V6),
                Arguments.of(LinkType.FDDI, "50" + MACS + snap, V4),
                Arguments.of(LinkType.TOKEN_RING, "1040" + MACS + snap, V4),
                Arguments.of(LinkType.TOKEN_RING, "1040 020000000002 820000000001 0630 0011 0020" + snapV6, V6),
                Arguments.of(LinkType.FRAME_RELAY, "1841 03cc", V4),
                Arguments.of(LinkType.FRAME_RELAY, "18400001 038e", V6),
                Arguments.of(LinkType.FRAME_RELAY, "1841 0300 80 000000 0800", V4),
                Arguments.of(LinkType.FRAME_RELAY, "1841 0300 80 0080c2 0007" + MACS + "0800", V4),
                Arguments.of(LinkType.FRAME_RELAY, "1841 0800", V4),
                Arguments.of(LinkType.ATM_RFC1483, snap, V4),
                Arguments.of(LinkType.IP_OVER_FC, "00".repeat(16) + snap, V4),
                Arguments.of(LinkType.IP_OVER_1394, "00".repeat(16) + "0800", V4),
                Arguments.of(LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 0004" + snap, V4),
                Arguments.of(LinkType.LINUX_SLL, "0000 0323 0006 020000000001 0000 0004" + radiotap + wlan + snap, V4),
                Arguments.of(LinkType.IEEE_802_11, wlan + snap, V4),
                Arguments.of(LinkType.IEEE_802_11, wlan + snapV6, V6),
                Arguments.of(LinkType.IEEE_802_11, qos + snap, V4),
                Arguments.of(LinkType.IEEE_802_11, "0803" + wlan.substring(4) + "020000000004" + snap, V4),
                Arguments.of(LinkType.IEEE_802_11, "8882" + qos.substring(4) + "00000000" + snap, V4),
                Arguments.of(
                        LinkType.IEEE_802_11,
                        "8803 0000" + MACS + "020000000003 0000 020000000004 0001 00 1f 00000000" + snap,
                        V4),
                Arguments.of(
                        LinkType.IEEE_802_11, qos.substring(0, qos.length() - 4) + "8000" + MACS + "0032" + snap, V4),
                Arguments.of(
                        LinkType.IEEE_802_11,
                        qos.substring(0, qos.length() - 4) + "8000" + MACS + "0024 aaaa03000000 0806 0001080006040001"
                                + "00".repeat(22) + MACS + "0032" + snap,
                        V4),
                Arguments.of(LinkType.RADIOTAP, radiotap + wlan + snap, V4),
                Arguments.of(LinkType.RADIOTAP, "0000 0900 02000000 20" + qos + "0000" + snap, V4),
                Arguments.of(
                        LinkType.RADIOTAP,
                        "0000 1900 03000080 00000000 00000000 0000000000000000 20" + qos + "0000" + snap,
                        V4),
                Arguments.of(LinkType.PRISM, "44000000 90000000" + "00".repeat(136) + wlan + snap, V4),
                Arguments.of(LinkType.PRISM, "80211001 00000040" + "00".repeat(56) + wlan + snap, V4),
                Arguments.of(LinkType.AVS, "80211001 00000040" + "00".repeat(56) + wlan + snap, V4),
                Arguments.of(LinkType.PPI, "00000800 69000000" + wlan + snap, V4),
                Arguments.of(LinkType.PPI, "00002000 01000000" + "00".repeat(24) + MACS + "0800", V4),
                Arguments.of(LinkType.NFLOG, "02000000 08000100 08000300 2e000900", V4),
                Arguments.of(LinkType.NFLOG, "0a000000 05000a00 00000000 42000900", V6),
                Arguments.of(LinkType.PKTAP, pktap.formatted("01000000") + MACS + "0800", V4),
                Arguments.of(LinkType.PKTAP, pktap.formatted("00000000") + "1e000000", V6),
                Arguments.of(LinkType.PKTAP, pktap.formatted("0c000000"), V4),
                Arguments.of(LinkType.PKTAP, pktap.formatted("69000000") + wlan + snap, V4),
                Arguments.of(LinkType.PKTAP_USER2, pktap.formatted("01000000") + MACS + "0800", V4));
    }

    @ParameterizedTest(name = "link type {0}: {1}")
    @MethodSource("links")
    void everyLinkLeadsToItsIp(int linkType, String headers, byte[] ip) {
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
                        V6),
                Arguments.of("VXLAN's answer", 17, "12b5 c000 0048 0000 " + VXLAN + MACS + "0800", V4),
                Arguments.of("VXLAN that says what it carries", 17, "c000 12b6 003a 0000 0c000001 00002a00", V4),
                Arguments.of("Geneve", 17, "c000 17c1 0048 0000 0000 6558 00000100" + MACS + "0800", V4),
                Arguments.of(
                        "Geneve with options", 17, "c000 17c1 0056 0000 0240 86dd 00000100 0102 8001 00000001", V6),
                Arguments.of("GTP", 17, "0868 0868 003a 0000 30ff 002a 00000001", V4),
                Arguments.of("GTP with a sequence number", 17, "0868 0868 003e 0000 32ff 002e 00000001 00010085", V4),
                Arguments.of(
                        "GTP with extension headers",
                        17,
                        "0868 0868 005a 0000 34ff 004a 00000001 000000c0 01000085 01100900",
                        V6),
                Arguments.of("GTP with Ethernet", 17, "0868 0868 0048 0000 30ff 0038 00000001" + MACS + "0800", V4),
                Arguments.of("L2TP", 17, "06a5 06a5 003c 0000 0002 0001 0001 ff03 0021", V4),
                Arguments.of(
                        "L2TP with everything",
                        17,
                        "06a5 c350 0046 0000 4b02 003e 0001 0001 0000 0000 0002 0000 ff03 0021",
                        V4),
                Arguments.of("Teredo", 17, "0dd8 c350 0046 0000", V6),
                Arguments.of(
                        "Teredo with authentication and origin",
                        17,
                        "c350 0dd8 0060 0000 0001 0203 aabb ccddee 0102030405060708 00 0000 1234 c0000201",
                        V6),
                Arguments.of("TZSP", 17, "c350 9090 0045 0000 0100 0001 01" + MACS + "0800", V4),
                Arguments.of(
                        "TZSP with fields",
                        17,
                        "c350 9090 004d 0000 0100 0001 00 0a01c4 0d020001 01" + MACS + "0800",
                        V4),
                Arguments.of(
                        "TZSP with 802.11",
                        17,
                        "c350 9090 0057 0000 0100 0012 01 0802 0000" + MACS + "020000000003 0000 aaaa03000000 0800",
                        V4),
                Arguments.of("ERSPAN type I", 47, "0000 88be" + MACS + "0800", V4),
                Arguments.of("ERSPAN type II", 47, "1000 88be 00000001 1001 0001 00000002" + MACS + "0800", V4),
                Arguments.of(
                        "ERSPAN type III",
                        47,
                        "1000 22eb 00000001 2001 0001 00000002 0000 0001 0400000000000000" + MACS + "0800",
                        V4),
                Arguments.of("GRE with Frame Relay", 47, "0000 6559 1841 03cc", V4),
                Arguments.of("WCCP", 47, "0000 883e 00000000", V4),
                Arguments.of("Ethernet in IP", 97, "3000" + MACS + "0800", V4),
                Arguments.of("MPLS in IP", 137, "00010140", V4),
                Arguments.of("MPLS in UDP", 17, "c350 19eb 0036 0000 00010140", V4),
                Arguments.of("LISP", 17, "c350 10f5 003a 0000 0000000000000000", V4));
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
                decode(LinkType.RAW, outerV4(17, 30), bytes("c000 12b7 0000 0000 " + VXLAN + MACS + "0800"));
        assertNull(anotherPort.fault());
        assertEquals(17, anotherPort.ip().protocol());
        assertEquals("192.0.2.1", anotherPort.ip().source().toString());
    }

    static Stream<Arguments> unread() {
        String wlan = "0802 0000" + MACS + "020000000003 0000";
        String wireGuard = "c000 ca6c 000c 0000 01000000";
        return Stream.of(
                Arguments.of(LinkType.ETHERNET, MACS + "0806" + "00".repeat(28), Carried.Kind.ETHERTYPE, 0x0806),
                Arguments.of(LinkType.ETHERNET, MACS + "0026 424203" + "00".repeat(35), Carried.Kind.LLC, 0x42),
                Arguments.of(LinkType.IEEE_802_11, wlan.replace("0802", "0842"), Carried.Kind.WLAN_ENCRYPTED, 0),
                Arguments.of(LinkType.IEEE_802_11, wlan.replace("0802", "0806"), Carried.Kind.WLAN_FRAGMENT, 0),
                Arguments.of(LinkType.IEEE_802_11, wlan.replace("0802", "8000"), Carried.Kind.WLAN_CONTROL, 0),
                Arguments.of(LinkType.IEEE_802_11, wlan.replace("0802", "4802"), Carried.Kind.WLAN_CONTROL, 0),
                Arguments.of(LinkType.PPP, "ff03 c021 0101", Carried.Kind.PPP_PROTOCOL, 0xc021),
                Arguments.of(147, "00", Carried.Kind.LINK_TYPE, 147),
                Arguments.of(LinkType.RAW, ip(50, "00000001 00000001"), Carried.Kind.IP_PROTOCOL, 50),
                Arguments.of(LinkType.RAW, ip(115, "00000001 0000"), Carried.Kind.IP_PROTOCOL, 115),
                Arguments.of(LinkType.RAW, ip(17, wireGuard), Carried.Kind.UDP_PORT, 51820),
                Arguments.of(LinkType.RAW, ip(47, "0000 9999 00"), Carried.Kind.GRE_PROTOCOL, 0x9999),
                Arguments.of(LinkType.RAW, ip(4, "45"), Carried.Kind.FAULT, 0));
    }

    @ParameterizedTest(name = "link type {0}, {1}")
    @MethodSource("unread")
    void whatIsNotReadIsNamed(int linkType, String packet, Carried.Kind kind, int number) {
        assertEquals(new Carried(kind, number), decode(linkType, bytes(packet)).carried());
    }

    private static String ip(int protocol, String payload) {
        byte[] content = bytes(payload);
        return HexFormat.of().formatHex(join(outerV4(protocol, content.length), content));
    }

    @Test
    void tunnelsInTunnelsEndSomewhere() {
        byte[] packet = V4;
        for (int i = 0; i < 1000; i++) {
            packet = join(outerV4(4, packet.length), packet);
        }
        Fault fault = decode(LinkType.RAW, packet).fault();
        assertNotNull(fault);
        assertEquals(Fault.Kind.TOO_DEEP, fault.kind());
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
        Stream<Arguments> links = links().map(Arguments::get)
                .map(test -> Arguments.of(test[0], join(bytes((String) test[1]), (byte[]) test[2])));
        Stream<Arguments> tunnels = tunnels().map(Arguments::get).map(test -> {
            byte[] content = join(bytes((String) test[2]), (byte[]) test[3]);
            return Arguments.of(LinkType.RAW, join(outerV6((int) test[1], content.length), content));
        });
        return Stream.of(ethernet, links, tunnels).flatMap(all -> all);
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

    static Stream<Integer> linkTypes() {
        Stream<Integer> others = links().map(test -> (Integer) test.get()[0]).distinct();
        return Stream.concat(Stream.of(LinkType.ETHERNET, LinkType.RAW), others);
    }

    /** Wireshark finds the same segment in the same place, where it is installed. */
    @ParameterizedTest(name = "link type {0}")
    @MethodSource("linkTypes")
    void wiresharkFindsTheSame(int linkType, @TempDir Path folder) throws Exception {
        List<byte[]> packets = new ArrayList<>();
        Stream<Arguments> linked = linkType == LinkType.ETHERNET ? inEthernet() : links();
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
