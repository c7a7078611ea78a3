package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.TcpFrame;

class TcpChecksumTest {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final int CHECKSUM = 16;

    static Stream<byte[]> segments() {
        return Stream.of("", "a", "ab", "Ofir to Roony - hello")
                .flatMap(text -> Stream.of(
                        segment("10.0.0.1:40000", "10.0.0.2:10000", text),
                        segment("255.255.255.255:65535", "255.255.255.254:65535", text),
                        segment("[2001:db8::1]:40000", "[2001:db8::2]:10000", text)));
    }

    private static byte[] segment(String from, String to, String text) {
        return TcpFrame.of(Endpoints.parse(from), Endpoints.parse(to))
                .payload(text.getBytes(StandardCharsets.US_ASCII))
                .linkType(LinkType.RAW)
                .octets();
    }

    private static int checksumAt(byte[] packet) {
        return (packet[0] >>> 4 == 4 ? V4_HEADER : V6_HEADER) + CHECKSUM;
    }

    private static TcpChecksum of(byte[] packet) {
        return TcpChecksum.of(Decoding.decode(LinkType.RAW, packet));
    }

    @ParameterizedTest
    @MethodSource("segments")
    void whatIsAsItWasSentIsRight(byte[] packet) {
        assertEquals(TcpChecksum.RIGHT, of(packet));
    }

    @ParameterizedTest
    @MethodSource("segments")
    void oneBitChangedAnywhereInTheSegmentIsWrong(byte[] packet) {
        for (int at = packet[0] >>> 4 == 4 ? V4_HEADER : V6_HEADER; at < packet.length; at++) {
            byte[] changed = packet.clone();
            changed[at] ^= 4;
            DecodedPacket decoded = Decoding.decode(LinkType.RAW, changed);
            if (decoded.hasTcp()) {
                assertEquals(TcpChecksum.WRONG, TcpChecksum.of(decoded), "octet " + at);
            }
        }
    }

    @Test
    void aSumOfThePseudoHeaderIsLeftToTheNetworkCard() {
        byte[] packet = segment("127.0.0.1:40000", "127.0.0.1:10000", "Ofir");
        // 7f00 + 0001 + 7f00 + 0001 + 6 + 24, as Linux leaves it
        ByteBuffer.wrap(packet).putShort(checksumAt(packet), (short) 0xfe20);
        assertEquals(TcpChecksum.PSEUDO_HEADER_ONLY, of(packet));
        ByteBuffer.wrap(packet).putShort(checksumAt(packet), (short) 0xfe21);
        assertEquals(TcpChecksum.WRONG, of(packet));
    }

    @Test
    void aSnappedSegmentCannotBeChecked() {
        byte[] packet = segment("10.0.0.1:40000", "10.0.0.2:10000", "Ofir");
        assertEquals(TcpChecksum.UNKNOWN, TcpChecksum.of(Decoding.cut(LinkType.RAW, packet, packet.length - 1)));
    }

    @Test
    void paddingIsNotSummed() {
        byte[] packet = segment("10.0.0.1:40000", "10.0.0.2:10000", "a");
        byte[] padded = Arrays.copyOf(packet, packet.length + 5);
        padded[packet.length] = 7;
        assertEquals(TcpChecksum.RIGHT, of(padded));
    }

    /** RFC 8200 section 8.1. */
    @Test
    void theDestinationIsTheLastOfARoutingHeader() {
        TcpFrame direct = TcpFrame.of(Endpoints.parse("[2001:db8::1]:40000"), Endpoints.parse("[2001:db8::b]:10000"))
                .linkType(LinkType.RAW);
        byte[] routed = direct.extensions(43, RoutingHeaders.of(0, 1, "2001:db8::a", "2001:db8::b"))
                .octets();
        routed[39] = 2;
        assertEquals(TcpChecksum.RIGHT, of(routed));
        routed[39] = 3;
        assertEquals(TcpChecksum.RIGHT, of(routed));
    }

    @Test
    void anIpv4HeaderHasItsOwn() {
        byte[] packet = segment("10.0.0.1:40000", "10.0.0.2:10000", "a");
        assertTrue(Decoding.decode(LinkType.RAW, packet).ip().hasGoodHeaderChecksum());
        packet[8]--;
        assertFalse(Decoding.decode(LinkType.RAW, packet).ip().hasGoodHeaderChecksum());
    }
}
