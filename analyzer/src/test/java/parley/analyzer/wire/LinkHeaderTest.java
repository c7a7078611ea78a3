package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.TcpFrame;

class LinkHeaderTest {
    static final List<Integer> WITH_IP = List.of(
            LinkType.NULL,
            LinkType.ETHERNET,
            LinkType.RAW_BSD,
            LinkType.RAW_OPENBSD,
            LinkType.RAW,
            LinkType.LOOP,
            LinkType.LINUX_SLL,
            LinkType.LINUX_SLL2);

    static final TcpFrame V4 = TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"));
    static final TcpFrame V6 =
            TcpFrame.of(Endpoints.parse("[2001:db8::1]:40000"), Endpoints.parse("[2001:db8::2]:10000"));

    private static void assertTcp(DecodedPacket packet, int version) {
        assertNull(packet.fault());
        assertTrue(packet.hasTcp());
        assertEquals(version, packet.ip().version());
        assertEquals(40_000, packet.tcp().sourcePort());
        assertEquals(10_000, packet.tcp().destinationPort());
    }

    @ParameterizedTest
    @FieldSource("WITH_IP")
    void everyLinkTypeLeadsToEitherIp(int linkType) {
        assertTrue(LinkHeader.isDecoded(linkType));
        assertTcp(Decoding.decode(linkType, V4.linkType(linkType).octets()), 4);
        assertTcp(Decoding.decode(linkType, V6.linkType(linkType).octets()), 6);
    }

    @Test
    void linkTypesOfOneIpVersion() {
        assertTcp(Decoding.decode(LinkType.IPV4, V4.linkType(LinkType.RAW).octets()), 4);
        assertTcp(Decoding.decode(LinkType.IPV6, V6.linkType(LinkType.RAW).octets()), 6);
    }

    static Stream<Arguments> families() {
        return Stream.of(LinkType.NULL, LinkType.LOOP)
                .flatMap(linkType -> Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                        .flatMap(order ->
                                Stream.of(10, 23, 24, 28, 30).map(family -> Arguments.of(linkType, order, family))));
    }

    @ParameterizedTest
    @MethodSource("families")
    void theFamilyOfNullAndLoopMayHaveEitherByteOrder(int linkType, ByteOrder order, int ipv6Family) {
        assertTcp(
                Decoding.decode(
                        linkType, V4.linkType(linkType).familyOrder(order).octets()),
                4);
        byte[] v6 = V6.linkType(linkType).octets();
        ByteBuffer.wrap(v6).order(order).putInt(0, ipv6Family);
        assertTcp(Decoding.decode(linkType, v6), 6);
    }

    @Test
    void anotherFamilyHasNoIp() {
        byte[] frame = V4.linkType(LinkType.NULL).octets();
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 16);
        DecodedPacket packet = Decoding.decode(LinkType.NULL, frame);
        assertEquals(LinkHeader.ETHERTYPE_NONE, packet.link().etherType());
        assertFalse(packet.hasIp());
        assertNull(packet.fault());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0026, 0x0806, 0x88cc})
    void whatIsNotIpIsNoFault(int etherType) {
        byte[] frame = V4.linkType(LinkType.ETHERNET).octets();
        ByteBuffer.wrap(frame).putShort(12, (short) etherType);
        DecodedPacket packet = Decoding.decode(LinkType.ETHERNET, frame);
        assertEquals(etherType, packet.link().etherType());
        assertFalse(packet.hasIp());
        assertNull(packet.fault());
    }

    @Test
    void aLinkTypeThatIsNotDecodedHasNoLayers() {
        DecodedPacket packet = Decoding.decode(147, V4.linkType(LinkType.RAW).octets());
        assertFalse(LinkHeader.isDecoded(147));
        assertFalse(packet.hasIp());
        assertNull(packet.fault());
        assertEquals("link type 147", LinkType.name(147));
    }

    @ParameterizedTest
    @ValueSource(ints = {LinkType.ETHERNET, LinkType.LINUX_SLL, LinkType.LINUX_SLL2})
    void theSendersHardwareAddress(int linkType) {
        LinkHeader link =
                Decoding.decode(linkType, V4.linkType(linkType).octets()).link();
        assertEquals("02:00:00:00:00:01", link.source());
        assertEquals(linkType == LinkType.ETHERNET ? "02:00:00:00:00:02" : "", link.destination());
    }

    @ParameterizedTest
    @ValueSource(ints = {LinkType.NULL, LinkType.LOOP, LinkType.RAW})
    void linksWithoutHardwareAddressesHaveNone(int linkType) {
        LinkHeader link =
                Decoding.decode(linkType, V4.linkType(linkType).octets()).link();
        assertEquals("", link.source() + link.destination());
    }

    @Test
    void aHardwareAddressOfAnotherLengthIsNotShown() {
        byte[] frame = V4.linkType(LinkType.LINUX_SLL).octets();
        ByteBuffer.wrap(frame).putShort(4, (short) 0);
        assertEquals("", Decoding.decode(LinkType.LINUX_SLL, frame).link().source());
    }
}
