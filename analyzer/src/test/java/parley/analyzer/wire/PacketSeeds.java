package parley.analyzer.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Fragments;
import parley.analyzer.testing.TcpFrame;

/** Where fuzzing of packets begins: one of each kind, in the form of input that the targets take. */
final class PacketSeeds {
    private static final String MACS = "020000000002020000000001";

    private PacketSeeds() {}

    private static TcpFrame v4() {
        return TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"))
                .payload("Ofir\n".getBytes(StandardCharsets.UTF_8));
    }

    private static TcpFrame v6() {
        return TcpFrame.of(Endpoints.parse("[2001:db8::1]:40000"), Endpoints.parse("[2001:db8::2]:10000"))
                .payload("hello Ofir\n".getBytes(StandardCharsets.UTF_8));
    }

    private static TcpFrame v6WithExtensions() {
        byte[] headers = bytes("3c00010400000000 0604000000000000000000000000000000000000000000000000000000000000"
                + "0000000000000000");
        return v6().extensions(0, headers);
    }

    static Stream<byte[]> links() {
        byte[] inV4 = v4().linkType(LinkType.RAW).octets();
        byte[] inV6 = v6().linkType(LinkType.RAW).octets();
        Stream<byte[]> plain = IntStream.of(
                        LinkType.NULL, LinkType.ETHERNET, LinkType.LINUX_SLL, LinkType.LINUX_SLL2, LinkType.RAW)
                .boxed()
                .flatMap(linkType -> Stream.of(v4(), v6())
                        .map(frame -> frame.linkType(linkType).octets()));
        Stream<byte[]> wrapped = Stream.of(
                join(MACS + "88a800648100 00c80800", inV4),
                join(MACS + "8847 00010040 00020140", inV6),
                join(MACS + "8864 1100 0001 002f 0021", inV4),
                join(MACS + "0032 aaaa03000000 0800", inV4),
                join("ff030057", inV6),
                join("1100 0001 002f 0021", inV4),
                tunnel(4, "", inV4),
                tunnel(41, "", inV6),
                tunnel(47, "b000 86dd 00000000 0000002a 00000001", inV6),
                tunnel(47, "0000 6558" + MACS + "0800", inV4),
                tunnel(47, "3081 880b 00300001 00000001 00000000 ff03 0021", inV4),
                tunnel(17, "c000 12b5 004b 0000 08000000 00002a00" + MACS + "0800", inV4));
        Stream<byte[]> all = EncapsulationTest.everything().map(test -> (byte[]) test.get()[1]);
        return Stream.of(plain, wrapped, all).flatMap(seeds -> seeds).map(octets -> join("0000", octets));
    }

    private static byte[] tunnel(int protocol, String header, byte[] inner) {
        byte[] payload = join(header, inner);
        byte[] ip = ipv4(payload, payload.length);
        ip[9] = (byte) protocol;
        correctChecksum(ip);
        return ip;
    }

    static Stream<byte[]> datagrams() {
        byte[] inV4 = v4().linkType(LinkType.RAW).octets();
        byte[] options = v4().linkType(LinkType.RAW).ipOptions(1, 7, 4, 4, 0).octets();
        byte[] inV6 = v6().linkType(LinkType.RAW).octets();
        byte[] extended = v6WithExtensions().linkType(LinkType.RAW).octets();
        byte[] payload = Arrays.copyOfRange(inV6, 40, inV6.length);
        byte[] twice = bytes("0600010400000000");
        byte[] optionsInFragments = join("0600010400000000", payload);
        return Stream.of(
                packets(inV4, options, inV6, extended),
                packets(Fragments.v4(inV4, 7, 0, 16), Fragments.v4(inV4, 7, 16, inV4.length - 20)),
                packets(
                        Fragments.v4(inV4, 7, 16, inV4.length - 20),
                        Fragments.v4(inV4, 7, 0, 24),
                        Fragments.v4(inV4, 8, 0, 8)),
                packets(
                        Fragments.v6(inV6, payload, 6, 9, 0, 16),
                        Fragments.v6(inV6, payload, 6, 9, 16, payload.length),
                        Fragments.v6(inV6, payload, 6, 10, 0, payload.length)),
                packets(
                        Fragments.v6(inV6, optionsInFragments, 60, 9, 0, twice.length),
                        Fragments.v6(inV6, optionsInFragments, 60, 9, twice.length, optionsInFragments.length)),
                packets(
                        tunnel(1, "030100000000 0000", inV4),
                        tunnel(1, "050100000000 0000", Arrays.copyOf(inV4, 28)),
                        tunnel(4, "", tunnel(1, "0b0000000000 0000", inV4))),
                packets(tunnel(4, "", Fragments.v4(inV4, 7, 0, 16)), tunnel(4, "", Fragments.v4(inV4, 7, 16, 25))));
    }

    private static byte[] packets(byte[]... packets) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            input.write(0x80);
            input.write(packet.length >>> 8);
            input.write(packet.length);
            input.writeBytes(packet);
        }
        return input.toByteArray();
    }

    static Stream<byte[]> segments() {
        return Stream.of(
                        new int[] {},
                        new int[] {2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7},
                        new int[] {1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9},
                        new int[] {254, 6, 0x12, 0x34, 5, 6, 30, 2, 0, 0, 34, 4, 1, 2})
                .map(options -> v4().linkType(LinkType.RAW).tcpOptions(options).octets())
                .map(packet -> join("00", Arrays.copyOfRange(packet, 20, packet.length)));
    }

    /** An IPv4 packet of TCP between two addresses, its header right, that claims to carry {@code total} octets. */
    static byte[] ipv4(byte[] payload, int total) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
        packet.putShort((short) 0x4500).putShort((short) (20 + total)).putInt(0x0001_4000);
        packet.putShort((short) 0x4006).putShort((short) 0).putInt(0x0a00_0001).putInt(0x0a00_0002);
        packet.put(payload);
        correctChecksum(packet.array());
        return packet.array();
    }

    /** Gives an IPv4 packet, and what is long enough to be one, the right header checksum. */
    static void correctChecksum(byte[] packet) {
        int header = packet.length == 0 ? 0 : (packet[0] & 15) * 4;
        if (packet.length < 20 || packet[0] >>> 4 != 4 || header < 20 || header > packet.length) {
            return;
        }
        packet[10] = 0;
        packet[11] = 0;
        int sum = ~sum(packet, 0, header);
        packet[10] = (byte) (sum >>> 8);
        packet[11] = (byte) sum;
    }

    /** The sum over pseudo-header and segment of an IPv4 packet without options; 0xffff where its checksum is right. */
    static int segmentSum(byte[] packet) {
        ByteBuffer pseudo = ByteBuffer.allocate(12 + packet.length - 20);
        pseudo.put(packet, 12, 8).putShort((short) 6).putShort((short) (packet.length - 20));
        pseudo.put(packet, 20, packet.length - 20);
        return sum(pseudo.array(), 0, pseudo.capacity());
    }

    private static int sum(byte[] octets, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += (octets[i] & 0xff) << ((i - from) % 2 == 0 ? 8 : 0);
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] join(String hex, byte[] octets) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        List.of(bytes(hex), octets).forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
