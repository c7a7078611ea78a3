package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.TcpFrame;

class IpHeaderTest {
    private static final int RAW = LinkType.RAW;
    private static final byte[] DATA = {'O', 'f', 'i', 'r'};

    private static TcpFrame v4() {
        return TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"))
                .linkType(RAW)
                .payload(DATA);
    }

    private static TcpFrame v6() {
        return TcpFrame.of(Endpoints.parse("[2001:db8::1]:40000"), Endpoints.parse("[2001:db8::2]:10000"))
                .linkType(RAW)
                .payload(DATA);
    }

    private static DecodedPacket decode(TcpFrame frame) {
        return Decoding.decode(RAW, frame.octets());
    }

    private static void assertData(DecodedPacket packet) {
        assertNull(packet.fault());
        assertEquals(DATA.length, packet.tcp().payloadLength());
        assertEquals(DATA.length, packet.tcp().capturedPayloadLength());
        assertEquals('O', Octets.u8(packet.tcp().data(), packet.tcp().payloadOffset()));
    }

    /** An IPv6 extension header: its next header, its length in 8 octets beyond the first 8, zeros. */
    private static byte[] extension(int next, int length) {
        byte[] octets = new byte[8 + 8 * length];
        octets[0] = (byte) next;
        octets[1] = (byte) length;
        return octets;
    }

    private static byte[] fragment(int next, int offset, boolean more) {
        return ByteBuffer.allocate(8)
                .put((byte) next)
                .put((byte) 0)
                .putShort((short) (offset | (more ? 1 : 0)))
                .putInt(77)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(200);
        for (byte[] part : parts) {
            all.put(part);
        }
        byte[] result = new byte[all.position()];
        all.get(0, result);
        return result;
    }

    @Nested
    class V4 {
        @Test
        void fieldsAreThoseOfTheHeader() {
            IpHeader ip = decode(v4()).ip();
            assertEquals("10.0.0.1", ip.source().toString());
            assertEquals("10.0.0.2", ip.destination().toString());
            assertEquals(64, ip.timeToLive());
            assertEquals(IpHeader.PROTOCOL_TCP, ip.protocol());
            assertEquals(44, ip.totalLength());
            assertTrue(ip.dontFragment());
            assertFalse(ip.isFragment());
        }

        @ParameterizedTest
        @CsvSource({"131, 4, 10.0.0.9", "137, 4, 10.0.0.9", "131, 8, 10.0.0.2", "7, 4, 10.0.0.2"})
        void aSourceRouteSaysWhereAPacketGoesInTheEnd(int kind, int pointer, String destination) {
            DecodedPacket packet = decode(v4().ipOptions(1, kind, 7, pointer, 10, 0, 0, 9));
            assertData(packet);
            assertEquals(destination, packet.ip().destination().toString());
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 4, 13, 40})
        void optionsAreSkipped(int count) {
            int[] noOperations = new int[count];
            Arrays.fill(noOperations, 1);
            DecodedPacket packet = decode(v4().ipOptions(noOperations));
            assertData(packet);
            assertEquals(20 + (count + 3) / 4 * 4, packet.ip().headerLength());
        }

        @Test
        void octetsBehindThePacketArePaddingNotData() {
            DecodedPacket packet = decode(v4().trailer(new byte[] {1, 2, 3, 4, 5, 6}));
            assertData(packet);
            assertEquals(44, packet.ip().totalLength());
        }

        @Test
        void aTotalLengthOfZeroIsTheFramesLength() {
            assertData(decode(v4().totalLength(0)));
            byte[] frame = v4().totalLength(0).octets();
            DecodedPacket cut = Decoding.cut(RAW, frame, frame.length - 3);
            assertEquals(4, cut.tcp().payloadLength());
            assertEquals(1, cut.tcp().capturedPayloadLength());
        }

        @Test
        void aTotalLengthBeyondTheFrameClaimsDataThatIsNotThere() {
            assertData(decode(v4().totalLength(1500)));
        }

        @Test
        void aTotalLengthBelowTheHeaderIsAFault() {
            DecodedPacket packet = decode(v4().totalLength(19));
            assertEquals(new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, 0, 20, 19, "ip.len"), packet.fault());
            assertFalse(packet.hasIp());
        }

        @Test
        void aTotalLengthBelowTheTcpHeaderIsAFaultOfTcpAlone() {
            DecodedPacket packet = decode(v4().totalLength(39));
            assertEquals(new Fault(Fault.Kind.BAD_LENGTH, Layer.TRANSPORT, 20, 20, 19, "ip"), packet.fault());
            assertTrue(packet.hasIp());
            assertFalse(packet.hasTcp());
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 4})
        void aHeaderLengthBelowTheLeastIsAFault(int words) {
            byte[] frame = v4().octets();
            frame[0] = (byte) (0x40 | words);
            assertEquals(
                    new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, 0, 20, 4 * words, "ip.hdr_len"),
                    Decoding.decode(RAW, frame).fault());
        }

        @ParameterizedTest
        @CsvSource({"0x2000, true", "0x0001, true", "0x3fff, true", "0x4000, false", "0x0000, false"})
        void aFragmentHasNoTcpOfItsOwn(String field, boolean fragment) {
            byte[] frame = v4().octets();
            ByteBuffer.wrap(frame).putShort(6, Integer.decode(field).shortValue());
            DecodedPacket packet = Decoding.decode(RAW, frame);
            assertEquals(fragment, packet.ip().isFragment());
            assertEquals(!fragment, packet.hasTcp());
            assertNull(packet.fault());
        }

        @Test
        void anotherProtocolHasNoTcp() {
            byte[] frame = v4().octets();
            frame[9] = IpHeader.PROTOCOL_UDP;
            DecodedPacket packet = Decoding.decode(RAW, frame);
            assertTrue(packet.hasIp());
            assertFalse(packet.hasTcp());
        }
    }

    @Nested
    class V6 {
        @Test
        void fieldsAreThoseOfTheHeader() {
            IpHeader ip = decode(v6()).ip();
            assertEquals("2001:db8::1", ip.source().toString());
            assertEquals("2001:db8::2", ip.destination().toString());
            assertEquals(64, ip.timeToLive());
            assertEquals(40, ip.headerLength());
            assertEquals(64, ip.totalLength());
            assertTrue(ip.dontFragment());
        }

        @Test
        void extensionHeadersAreSkipped() {
            byte[] headers = join(extension(43, 1), extension(60, 0), extension(6, 2));
            DecodedPacket packet = decode(v6().extensions(0, headers));
            assertData(packet);
            assertEquals(40 + headers.length, packet.ip().headerLength());
        }

        /** Each as tshark lists it. */
        @ParameterizedTest
        @CsvSource({
            "0, 2, '2001:db8::a 2001:db8::b', 2001:db8::b",
            "0, 1, '2001:db8::a 2001:db8::b', 2001:db8::b",
            "0, 0, '2001:db8::a 2001:db8::b', 2001:db8::2",
            "0, 9, '2001:db8::a', 2001:db8::a",
            "0, 1, '', 2001:db8::2",
            "2, 1, '2001:db8::a', 2001:db8::a",
            "2, 0, '2001:db8::a', 2001:db8::2",
            "3, 1, '2001:db8::a 2001:db8::b', 2001:db8::b",
            "3, 0, '2001:db8::a 2001:db8::b', 2001:db8::2",
            "4, 2, '2001:db8::a 2001:db8::b', 2001:db8::a",
            "4, 1, '2001:db8::a 2001:db8::b', 2001:db8::a",
            "4, 0, '2001:db8::a 2001:db8::b', 2001:db8::2",
            "5, 1, '2001:db8::a', 2001:db8::2",
        })
        void aRoutingHeaderMaySayWhereAPacketGoesInTheEnd(int type, int left, String addresses, String destination) {
            byte[] header = RoutingHeaders.of(type, left, addresses.isEmpty() ? new String[0] : addresses.split(" "));
            DecodedPacket packet = decode(v6().extensions(43, header));
            assertData(packet);
            assertEquals(destination, packet.ip().destination().toString());
            assertEquals("2001:db8::2", packet.ip().nextDestination().toString());
        }

        @Test
        void aSourceRouteLeavesOutWhatItsAddressesShareWithTheDestination() {
            byte[] header = {6, 1, 3, 1, (byte) 0xee, 0x60, 0, 0, 0, 0x0a, 0, 0, 0, 0, 0, 0};
            DecodedPacket packet = decode(v6().extensions(43, header));
            assertData(packet);
            assertEquals("2001:db8::a", packet.ip().destination().toString());
            assertEquals("2001:db8::2", packet.ip().nextDestination().toString());
        }

        @Test
        void shim6IsPassedOver() {
            assertData(decode(v6().extensions(140, new byte[] {6, 0, 0, 0, 0, 0, 0, 0})));
        }

        @Test
        void aFragmentThatIsTheWholePacketIsNone() {
            DecodedPacket packet = decode(v6().extensions(44, fragment(6, 0, false)));
            assertData(packet);
            assertFalse(packet.ip().isFragment());
        }

        @Test
        void aFragmentHasNoTcpOfItsOwn() {
            DecodedPacket first = decode(v6().extensions(44, fragment(6, 0, true)));
            DecodedPacket later = decode(v6().extensions(44, fragment(60, 1480, false)));
            assertTrue(first.ip().isFragment() && later.ip().isFragment());
            assertFalse(first.hasTcp() || later.hasTcp());
            assertEquals(60, later.ip().protocol(), "what is inside a later fragment cannot be walked");
            assertEquals(48, later.ip().headerLength());
        }

        @Test
        void anExtensionHeaderBeyondThePacketIsAFault() {
            byte[] frame = v6().extensions(0, extension(6, 0)).octets();
            frame[41] = (byte) 255;
            assertEquals(
                    new Fault(Fault.Kind.TRUNCATED, Layer.NETWORK, 40, 8 * 256, 32, "ipv6.nxt"),
                    Decoding.decode(RAW, frame).fault());
        }

        @Test
        void aPayloadLengthBelowTheExtensionHeadersIsAFault() {
            DecodedPacket packet = decode(v6().extensions(0, extension(6, 1)).totalLength(8));
            assertEquals(new Fault(Fault.Kind.BAD_LENGTH, Layer.NETWORK, 0, 56, 48, "ipv6.plen"), packet.fault());
        }

        @Test
        void aPayloadLengthOfZeroIsTheFramesLengthWhereSegmentationWasOffloaded() {
            DecodedPacket packet = decode(v6().payload(new byte[20_000]).totalLength(0));
            assertEquals(20_000, packet.tcp().payloadLength());
        }

        @Test
        void aPayloadLengthOfZeroInAPacketOfUsualLengthIsNone() {
            assertNotNull(decode(v6().totalLength(0)).fault());
        }

        @Test
        void aPayloadLengthBeyondTheFrameClaimsDataThatIsNotThere() {
            assertData(decode(v6().totalLength(60_000)));
        }

        @Test
        void octetsBehindThePacketArePaddingNotData() {
            assertData(decode(v6().trailer(new byte[] {1, 2, 3})));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 7, 15})
    void anotherVersionIsAFault(int version) {
        byte[] frame = v4().linkType(LinkType.ETHERNET).octets();
        frame[14] = (byte) ((version << 4) | 5);
        assertEquals(
                new Fault(Fault.Kind.BAD_VERSION, Layer.NETWORK, 14, 4, version, "ip.version"),
                Decoding.decode(LinkType.ETHERNET, frame).fault());
    }
}
