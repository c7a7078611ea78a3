package parley.analyzer.replay.packets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.TcpFrame;

/** What a packet of one link becomes on another. */
class FrameMakerTest {
    private static final String MACS = "020000000002020000000001";

    private static TcpFrame segment(boolean v6) {
        return v6
                ? TcpFrame.of(Endpoints.parse("[2001:db8::1]:40000"), Endpoints.parse("[2001:db8::2]:10000"))
                : TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"));
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                LinkType.NULL,
                LinkType.LOOP,
                LinkType.LINUX_SLL,
                LinkType.LINUX_SLL2,
                LinkType.RAW,
                LinkType.RAW_BSD,
                LinkType.RAW_OPENBSD
            })
    void anIpPacketOfAnyLinkIsMadeEthernetAndBack(int linkType) throws IOException {
        for (boolean v6 : new boolean[] {false, true}) {
            byte[] captured = segment(v6)
                    .linkType(linkType)
                    .familyOrder(ByteOrder.BIG_ENDIAN)
                    .octets();
            byte[] ip = segment(v6).linkType(LinkType.RAW).octets();

            byte[] ethernet = Frames.made(linkType, captured, LinkType.ETHERNET, Frames.AS_CAPTURED);

            assertEquals(MACS + (v6 ? "86dd" : "0800") + hex(ip), hex(ethernet));
            assertArrayEquals(ip, Frames.made(linkType, captured, LinkType.RAW, Frames.AS_CAPTURED));
            assertArrayEquals(ip, Frames.made(LinkType.ETHERNET, ethernet, LinkType.RAW, Frames.AS_CAPTURED));
        }
    }

    @Test
    void aCookedPacketKeepsItsSendersAddress() throws IOException {
        byte[] arp = octets("0001 0800 06 04 0001 0a0b0c0d0e0f 0a000001 000000000000 0a000002");
        byte[] sll = octets("0001 0001 0006 0a0b0c0d0e0f0000 0806" + hex(arp));
        byte[] sll2 = octets("0806 0000 00000002 0001 01 06 0a0b0c0d0e0f0000" + hex(arp));

        String expected = "ffffffffffff0a0b0c0d0e0f0806" + hex(arp);
        assertEquals(expected, hex(Frames.made(LinkType.LINUX_SLL, sll, LinkType.ETHERNET, Frames.AS_CAPTURED)));
        assertEquals(expected, hex(Frames.made(LinkType.LINUX_SLL2, sll2, LinkType.ETHERNET, Frames.AS_CAPTURED)));
    }

    @ParameterizedTest
    @CsvSource({
        "255.255.255.255, ffffffffffff",
        "224.0.0.251, 01005e0000fb",
        "239.255.1.2, 01005e7f0102",
        "192.0.2.1, 020000000002"
    })
    void aGroupHasItsOwnHardwareAddress(String destination, String mac) throws IOException {
        byte[] ip = TcpFrame.of(Endpoints.parse("10.0.0.1:1"), Endpoints.parse(destination + ":2"))
                .linkType(LinkType.RAW)
                .octets();

        assertEquals(mac, hex(Arrays.copyOf(Frames.made(LinkType.RAW, ip, 1, Frames.AS_CAPTURED), 6)));
    }

    @Test
    void aGroupOfIpv6HasToo() throws IOException {
        byte[] ip = TcpFrame.of(Endpoints.parse("[fe80::1]:1"), Endpoints.parse("[ff02::1:ff00:1234]:2"))
                .linkType(LinkType.RAW)
                .octets();

        assertEquals("3333ff001234", hex(Arrays.copyOf(Frames.made(LinkType.RAW, ip, 1, Frames.AS_CAPTURED), 6)));
    }

    @ParameterizedTest
    @CsvSource({
        "105, 1, 'IEEE 802.11, which cannot be made Ethernet'",
        "9, 1, 'PPP, which cannot be made Ethernet'",
        "1, 105, 'Ethernet, which cannot be made IEEE 802.11'",
        "113, 1, Linux cooked v1 without a whole header"
    })
    void whatCannotBeMadeIsRefusedWithTheReason(int linkType, int target, String why) {
        IOException refused =
                assertThrows(IOException.class, () -> Frames.made(linkType, new byte[16], target, Frames.AS_CAPTURED));

        assertEquals(why, refused.getMessage());
    }

    @Test
    void whatIsNotIpIsNotForAnInterfaceOfRawIp() {
        byte[] arp = octets(MACS + "0806" + "00".repeat(28));

        IOException refused = assertThrows(
                IOException.class, () -> Frames.made(LinkType.ETHERNET, arp, LinkType.RAW, Frames.AS_CAPTURED));

        assertEquals("of a protocol that raw IP does not carry", refused.getMessage());
    }

    @Test
    void aVlanIsPutInOrTakesTheOutermostTagsPlaceOrAllAreTakenAway() throws IOException {
        String plain = MACS + "0800" + "45".repeat(46);
        String tagged = MACS + "8100 6007 0800" + "45".repeat(46);
        String twice = MACS + "88a8 2009 8100 6007 0800" + "45".repeat(46);

        assertEquals(MACS + "810000050800" + "45".repeat(46), vlan(plain, 5));
        assertEquals(MACS + "810060050800" + "45".repeat(46), vlan(tagged, 5));
        assertEquals(MACS + "88a82005810060070800" + "45".repeat(46), vlan(twice, 5));
        assertEquals(plain, vlan(plain, FrameOptions.NO_VLAN));
        assertEquals(plain, vlan(tagged, FrameOptions.NO_VLAN));
        assertEquals(plain, vlan(twice, FrameOptions.NO_VLAN));
    }

    private static String vlan(String frame, int vlan) throws IOException {
        return hex(Frames.made(
                LinkType.ETHERNET, octets(frame), LinkType.ETHERNET, Frames.options(vlan, FrameOptions.Snapped.SKIP)));
    }

    @Test
    void aMadeFrameIsTaggedToo() throws IOException {
        byte[] ip = segment(false).linkType(LinkType.RAW).octets();

        byte[] frame =
                Frames.made(LinkType.RAW, ip, LinkType.ETHERNET, Frames.options(4095, FrameOptions.Snapped.SKIP));

        assertEquals(MACS + "81000fff0800" + hex(ip), hex(frame));
    }

    @Test
    void onlyEthernetHasVlans() {
        IOException refused = assertThrows(
                IOException.class, () -> new FrameMaker(LinkType.RAW, Frames.options(5, FrameOptions.Snapped.SKIP)));

        assertEquals("VLAN tags are of Ethernet, and the interface's frames are raw IP", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Frames.options(4096, FrameOptions.Snapped.SKIP));
    }

    @Test
    void aSnappedPacketIsLeftOutOrPaddedOrCut() throws IOException {
        byte[] whole = segment(false).payload(new byte[100]).octets();
        byte[] snapped = Arrays.copyOf(whole, 60);

        assertArrayEquals(
                Arrays.copyOf(snapped, whole.length), snapped(snapped, whole.length, FrameOptions.Snapped.PAD));
        assertArrayEquals(snapped, snapped(snapped, whole.length, FrameOptions.Snapped.CUT));
        IOException refused =
                assertThrows(IOException.class, () -> snapped(snapped, whole.length, FrameOptions.Snapped.SKIP));
        assertEquals(
                "snapped when they were captured (--snapped pad or cut sends them all the same)", refused.getMessage());
    }

    @Test
    void aLengthThatLiesIsNotPaddedTo() {
        IOException refused = assertThrows(
                IOException.class, () -> snapped(new byte[60], Integer.MAX_VALUE, FrameOptions.Snapped.PAD));

        assertEquals("longer than any frame, 524288 octets", refused.getMessage());
    }

    private static byte[] snapped(byte[] octets, int original, FrameOptions.Snapped how) throws IOException {
        return Frames.made(
                Frames.packet(LinkType.ETHERNET, octets, original),
                LinkType.ETHERNET,
                Frames.options(FrameOptions.VLAN_AS_CAPTURED, how));
    }
}
