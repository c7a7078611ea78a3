package parley.analyzer.replay.packets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Fragments;
import parley.analyzer.testing.IcmpFrames;
import parley.analyzer.testing.TcpFrame;

/** What is rewritten where; that checksums are right is also seen on captures ({@link RewrittenCapturesTest}). */
class FrameRewriterTest {
    private static final byte[] TEXT = "Ofir to Barak - hi".getBytes(StandardCharsets.UTF_8);
    private static final int V4_HEADER = 20;

    private static Rewriting rewriting(List<String> addresses, List<String> ports, List<String> macs) {
        return new Rewriting(AddressMap.parse(addresses), Rewriting.ports(ports), Rewriting.macs(macs), false);
    }

    private static TcpFrame segment(String source, String destination) {
        return TcpFrame.of(Endpoints.parse(source), Endpoints.parse(destination))
                .payload(TEXT);
    }

    @Test
    void addressesAndPortsAreThoseOfAPacketCraftedWithThem() {
        Rewriting rewriting = rewriting(
                List.of("10.0.0.1=192.168.7.9", "10.0.0.2=172.16.0.1"), List.of("40000=1", "10000=65535"), List.of());

        assertArrayEquals(
                segment("192.168.7.9:1", "172.16.0.1:65535").octets(),
                Frames.rewritten(
                        rewriting,
                        LinkType.ETHERNET,
                        segment("10.0.0.1:40000", "10.0.0.2:10000").octets()));
    }

    @Test
    void soAreThoseOfIpv6BehindATagAndRaw() {
        Rewriting rewriting = rewriting(List.of("2001:db8::/64=fd00:1:2:3::/64"), List.of("10000=10001"), List.of());
        TcpFrame before = segment("[2001:db8::1]:40000", "[2001:db8::2]:10000");
        TcpFrame after = segment("[fd00:1:2:3::1]:40000", "[fd00:1:2:3::2]:10001");

        assertArrayEquals(
                after.vlan(7).octets(),
                Frames.rewritten(rewriting, LinkType.ETHERNET, before.vlan(7).octets()));
        assertArrayEquals(
                after.linkType(LinkType.RAW).octets(),
                Frames.rewritten(
                        rewriting, LinkType.RAW, before.linkType(LinkType.RAW).octets()));
    }

    @Test
    void aNetworkKeepsWhatIsBehindItsBits() {
        AddressMap map = AddressMap.parse(List.of("10.1.2.3=1.1.1.1", "10.0.0.0/9=192.128.0.0/9"));

        assertEquals(0x01010101, map.v4(0x0a010203));
        assertEquals(0xc0810204, map.v4(0x0a010204));
        assertEquals(0x0a810204, map.v4(0x0a810204));
    }

    @Test
    void aWrongChecksumStaysWrong() {
        byte[] frame = segment("10.0.0.1:40000", "10.0.0.2:10000").octets();
        frame[frame.length - 1] ^= 1;
        byte[] expected = segment("10.0.0.9:40000", "10.0.0.2:10000").octets();
        expected[expected.length - 1] ^= 1;

        assertArrayEquals(
                expected,
                Frames.rewritten(
                        rewriting(List.of("10.0.0.1=10.0.0.9"), List.of(), List.of()), LinkType.ETHERNET, frame));
    }

    @Test
    void aChecksumThatTheNetworkCardWasToCompleteIsCompleted() {
        byte[] offloaded = segment("10.0.0.1:40000", "10.0.0.2:10000").octets();
        ByteBuffer buffer = ByteBuffer.wrap(offloaded);
        int tcpLength = offloaded.length - 14 - V4_HEADER;
        int sum = 0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 6 + tcpLength;
        buffer.putShort(14 + V4_HEADER + 16, (short) sum);

        assertArrayEquals(
                segment("10.0.0.9:40000", "10.0.0.2:81").octets(),
                Frames.rewritten(
                        rewriting(List.of("10.0.0.1=10.0.0.9"), List.of("10000=81"), List.of()),
                        LinkType.ETHERNET,
                        offloaded));
    }

    @Test
    void fixedChecksumsAreRightWhateverTheyWere() {
        byte[] whole = segment("10.0.0.1:40000", "10.0.0.2:10000").octets();
        byte[] broken = whole.clone();
        ByteBuffer.wrap(broken).putShort(14 + 10, (short) 0x1234).putShort(14 + V4_HEADER + 16, (short) 0);

        assertArrayEquals(
                whole,
                Frames.rewritten(new Rewriting(AddressMap.NONE, Map.of(), Map.of(), true), LinkType.ETHERNET, broken));
    }

    @Test
    void theChecksumOfADatagramInFragmentsFollowsInTheFirst() {
        byte[] before = bigDatagram("10.0.0.1:40000", "10.0.0.2:10000");
        byte[] after = bigDatagram("192.168.7.9:40000", "10.0.0.2:7");
        Rewriting rewriting = rewriting(List.of("10.0.0.1=192.168.7.9"), List.of("10000=7"), List.of());

        for (int from = 0; from < 960; from += 480) {
            int to = Math.min(from + 480, before.length - V4_HEADER);
            assertArrayEquals(
                    Fragments.v4(after, 5, from, to),
                    Frames.rewritten(rewriting, LinkType.RAW, Fragments.v4(before, 5, from, to)));
        }
    }

    private static byte[] bigDatagram(String source, String destination) {
        byte[] payload = new byte[940];
        new Random(4).nextBytes(payload);
        return TcpFrame.of(Endpoints.parse(source), Endpoints.parse(destination))
                .linkType(LinkType.RAW)
                .payload(payload)
                .octets();
    }

    @Test
    void aSnappedPacketsChecksumFollowsWithoutTheRest() {
        Rewriting rewriting = rewriting(List.of("10.0.0.1=192.168.7.9"), List.of("10000=7"), List.of());
        int kept = 14 + V4_HEADER + 20;

        assertArrayEquals(
                Arrays.copyOf(segment("192.168.7.9:40000", "10.0.0.2:7").octets(), kept),
                Frames.rewritten(
                        rewriting,
                        LinkType.ETHERNET,
                        Arrays.copyOf(
                                segment("10.0.0.1:40000", "10.0.0.2:10000").octets(), kept)));
    }

    @Test
    void whatAnIcmpErrorQuotesFollows() {
        byte[] quoted = segment("10.0.0.1:40000", "10.0.0.2:10000")
                .linkType(LinkType.RAW)
                .octets();
        byte[] after =
                segment("10.9.9.9:40000", "10.0.0.2:7").linkType(LinkType.RAW).octets();
        Rewriting rewriting = rewriting(List.of("10.0.0.1=10.9.9.9"), List.of("10000=7"), List.of());

        byte[] rewritten = Frames.rewritten(rewriting, LinkType.RAW, fixed(IcmpFrames.v4(3, 1, quoted)));

        assertArrayEquals(fixed(IcmpFrames.v4(3, 1, after)), rewritten);
    }

    private static byte[] fixed(byte[] ip) {
        return Frames.rewritten(new Rewriting(AddressMap.NONE, Map.of(), Map.of(), true), LinkType.RAW, ip);
    }

    @Test
    void neighbourDiscoveryFollows() {
        String target = "20010db8000100000000000000000002";
        String other = "fd00000000000000000000000000ab02";
        byte[] before = fixed(IcmpFrames.ip(6, 58, advertisement(target, "0a0b0c0d0e0f")));
        Rewriting rewriting = rewriting(
                List.of("2001:db8:1::2=fd00::ab02"), List.of(), List.of("0a:0b:0c:0d:0e:0f=02:03:04:05:06:07"));

        byte[] expected = IcmpFrames.ip(6, 58, advertisement(other, "020304050607"));
        System.arraycopy(HexFormat.of().parseHex(other), 0, expected, 24, 16);

        assertArrayEquals(fixed(expected), Frames.rewritten(rewriting, LinkType.RAW, before));
    }

    private static byte[] advertisement(String target, String mac) {
        return HexFormat.of().parseHex("8800000060000000" + target + "0201" + mac);
    }

    @Test
    void hardwareAddressesAreRewrittenInTheHeaderAndInArp() {
        String arp = "ffffffffffff 0a0b0c0d0e0f 0806 0001 0800 06 04 0001 %s %s 000000000000 %s".replace(" ", "");
        byte[] before = HexFormat.of().parseHex(arp.formatted("0a0b0c0d0e0f", "0a000001", "0a000002"));
        String after = arp.formatted("020304050607", "c0a80001", "0a000002")
                .replaceFirst("ffffffffffff0a0b0c0d0e0f", "ffffffffffff020304050607");

        assertEquals(
                after,
                HexFormat.of()
                        .formatHex(Frames.rewritten(
                                rewriting(
                                        List.of("10.0.0.1=192.168.0.1"),
                                        List.of(),
                                        List.of("0a:0b:0c:0d:0e:0f=02:03:04:05:06:07")),
                                LinkType.ETHERNET,
                                before)));
    }

    @Test
    void udpWithoutAChecksumStaysWithoutOneAndNoOtherBecomesZero() {
        Rewriting rewriting = rewriting(List.of("10.0.0.1=10.0.0.9"), List.of("1=2"), List.of());
        byte[] none = udp(0);
        assertEquals(
                0,
                ByteBuffer.wrap(Frames.rewritten(rewriting, LinkType.RAW, none)).getShort(V4_HEADER + 6));

        // The change adds 9: a checksum of 9 would become zero, which is none.
        byte[] nine = udp(9);
        assertEquals(
                -1,
                ByteBuffer.wrap(Frames.rewritten(rewriting, LinkType.RAW, nine)).getShort(V4_HEADER + 6));
    }

    private static byte[] udp(int checksum) {
        ByteBuffer packet = ByteBuffer.allocate(V4_HEADER + 8);
        packet.putInt(0x4500_001c)
                .putInt(0)
                .putInt(0x4011_0000)
                .putInt(0x0a00_0001)
                .putInt(0x0a00_0002);
        packet.putShort((short) 1).putShort((short) 53).putShort((short) 8).putShort((short) checksum);
        return packet.array();
    }

    @Test
    void whateverTheOctetsAreNothingFails() {
        Random random = new Random(7);
        Rewriting rewriting = new Rewriting(
                AddressMap.parse(List.of("0.0.0.0/1=128.0.0.0/1", "::/1=8000::/1")), Map.of(1, 2), Map.of(), true);
        FrameRewriter rewriter = new FrameRewriter(rewriting, LinkType.ETHERNET);
        byte[] seed = segment("[2001:db8::1]:1", "[2001:db8::2]:2").octets();
        for (int i = 0; i < 200_000; i++) {
            byte[] octets = Arrays.copyOf(seed, random.nextInt(seed.length + 1));
            for (int changes = random.nextInt(8); changes > 0 && octets.length > 0; changes--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(64);
            }
            assertDoesNotThrow(() -> rewriter.rewrite(MemorySegment.ofArray(octets), octets.length));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10.0.0.1; '10.0.0.1' is not OLD=NEW",
                "10.0.1=10.0.0.2; '10.0.1' is no IP address",
                "localhost=10.0.0.2; 'localhost' is no IP address",
                "10.0.0.1=::1; '10.0.0.1=::1' maps IPv4 to IPv6",
                "10.0.0.0/8=10.0.0.0/9; '10.0.0.0/8=10.0.0.0/9' maps a network to one of another size",
                "10.0.0.0/33=10.0.0.0/33; '10.0.0.0/33': a network has 0 to 32 bits"
            })
    void whatIsNoMapOfAddressesIsSaidToBeNone(String text, String why) {
        assertEquals(
                why,
                assertThrows(IllegalArgumentException.class, () -> AddressMap.parse(List.of(text)))
                        .getMessage());
    }
}
