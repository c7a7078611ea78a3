package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.TcpFrame;

/** Packets that are cut, garbled or nothing at all are decoded as far as they go; the memory ends where they end. */
class DamagedPacketsTest {
    private static final int[] LINK_TYPES = {
        LinkType.NULL,
        LinkType.ETHERNET,
        LinkType.RAW,
        LinkType.LOOP,
        LinkType.LINUX_SLL,
        LinkType.IPV4,
        LinkType.IPV6,
        LinkType.LINUX_SLL2
    };

    /** Every link type with either IP, options, extension headers and data. */
    static Stream<Arguments> whole() {
        byte[] extensions = {60, 0, 0, 0, 0, 0, 0, 0, 6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        return Arrays.stream(LINK_TYPES)
                .boxed()
                .flatMap(linkType -> Stream.of(
                                linkType == LinkType.IPV6
                                        ? null
                                        : TcpFrame.of(
                                                        Endpoints.parse("10.0.0.1:40000"),
                                                        Endpoints.parse("10.0.0.2:10000"))
                                                .ipOptions(1, 1, 1, 0),
                                linkType == LinkType.IPV4
                                        ? null
                                        : TcpFrame.of(
                                                        Endpoints.parse("[2001:db8::1]:40000"),
                                                        Endpoints.parse("[2001:db8::2]:10000"))
                                                .extensions(0, extensions))
                        .filter(Objects::nonNull)
                        .map(frame -> Arguments.of(
                                linkType,
                                frame.linkType(linkType)
                                        .tcpOptions(2, 4, 5, 180, 1, 3, 3, 7)
                                        .payload(new byte[] {'O', 'f', 'i', 'r'})
                                        .octets())));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void aPacketCutAnywhereKeepsTheLayersThatAreWhole(int linkType, byte[] frame) {
        DecodedPacket whole = Decoding.decode(linkType, frame);
        assertTrue(whole.hasTcp());
        int link = whole.link().length();
        int ip = link + whole.ip().headerLength();
        int tcp = ip + whole.tcp().headerLength();
        assertAll(IntStream.range(0, frame.length).mapToObj(length -> () -> {
            DecodedPacket cut = Decoding.cut(linkType, frame, length);
            Decoding.ask(cut);
            String at = "cut after " + length + " octets";
            assertEquals(length >= ip, cut.hasIp(), at);
            assertEquals(length >= ip + 16, cut.hasTcp(), at);
            Fault fault = cut.fault();
            if (length >= ip + 16) {
                assertNull(fault, at);
                assertEquals(length < tcp, cut.tcp().isCut(), at);
                assertEquals(4, cut.tcp().payloadLength(), at);
                assertEquals(Math.max(0, length - tcp), cut.tcp().capturedPayloadLength(), at);
                return;
            }
            if (length == 0 && link == 0 && linkType == LinkType.RAW) {
                assertNull(fault, "of nothing it cannot be said which IP it would be");
                return;
            }
            assertNotNull(fault, at);
            assertEquals(Fault.Kind.TRUNCATED, fault.kind(), at);
            assertEquals(length < link ? Layer.LINK : length < ip ? Layer.NETWORK : Layer.TRANSPORT, fault.layer(), at);
            assertEquals(length, fault.offset() + fault.actual(), at);
            assertTrue(fault.needed() > fault.actual(), at);
        }));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void aGarbledPacketNeverFails(int linkType, byte[] frame) {
        Random random = new Random(frame.length * 31L + linkType);
        for (int i = 0; i < 3000; i++) {
            byte[] garbled = frame.clone();
            for (int count = 1 + random.nextInt(4); count > 0; count--) {
                garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            }
            check(linkType, Arrays.copyOf(garbled, random.nextInt(garbled.length + 1)), garbled.length);
        }
    }

    static IntStream linkTypes() {
        return IntStream.concat(Arrays.stream(LINK_TYPES), IntStream.of(LinkType.RAW_BSD, 147, -1));
    }

    @ParameterizedTest
    @MethodSource("linkTypes")
    void garbageNeverFails(int linkType) {
        Random random = new Random(linkType);
        for (int i = 0; i < 5000; i++) {
            byte[] garbage = new byte[random.nextInt(120)];
            random.nextBytes(garbage);
            check(linkType, garbage, garbage.length + random.nextInt(2000));
        }
    }

    private static void check(int linkType, byte[] octets, int originalLength) {
        DecodedPacket packet = assertDoesNotThrow(
                () -> {
                    DecodedPacket decoded = Decoding.decode(linkType, octets, originalLength);
                    Decoding.ask(decoded);
                    return decoded;
                },
                () -> "link type " + linkType + ": " + HexFormat.of().formatHex(octets));
        if (packet.hasTcp()) {
            assertTrue(packet.tcp().payloadLength() <= originalLength);
            assertTrue(packet.tcp().capturedPayloadLength() <= packet.tcp().payloadLength());
        }
    }
}
