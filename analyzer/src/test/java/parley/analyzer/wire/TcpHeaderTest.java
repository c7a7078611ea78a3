package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.TcpFrame;

class TcpHeaderTest {
    private static final int IP = 20;

    private static TcpFrame frame() {
        return TcpFrame.of(Endpoints.parse("10.0.0.1:65535"), Endpoints.parse("10.0.0.2:1"))
                .linkType(LinkType.RAW);
    }

    private static DecodedPacket decode(TcpFrame frame) {
        return Decoding.decode(LinkType.RAW, frame.octets());
    }

    private static List<String> options(int... octets) {
        TcpHeader tcp = decode(frame().tcpOptions(octets)).tcp();
        List<String> seen = new ArrayList<>();
        tcp.forEachOption((kind, at, length) -> {
            StringBuilder value = new StringBuilder();
            for (int i = 0; i < length; i++) {
                value.append(' ').append(Octets.u8(tcp.data(), at + i));
            }
            seen.add(kind + ":" + value);
        });
        return seen;
    }

    @Test
    void fieldsAreThoseOfTheHeader() {
        TcpHeader tcp = decode(frame().sequence(0xffff_fffeL)
                        .acknowledgment(0x8000_0000L)
                        .window(65_535)
                        .flags(0xfff))
                .tcp();
        assertEquals(65_535, tcp.sourcePort());
        assertEquals(1, tcp.destinationPort());
        assertEquals(0xffff_fffe, tcp.sequenceNumber());
        assertEquals(0x8000_0000, tcp.acknowledgmentNumber());
        assertEquals(65_535, tcp.window());
        assertEquals(0xfff, tcp.flags());
        assertTrue(tcp.has(TcpHeader.URG));
    }

    @Test
    void flagsDoNotTakeInTheHeadersLength() {
        TcpHeader tcp =
                decode(frame().flags(TcpHeader.SYN).tcpOptions(new int[40])).tcp();
        assertEquals(TcpHeader.SYN, tcp.flags());
        assertEquals(60, tcp.headerLength());
        assertFalse(tcp.has(TcpHeader.ACK));
    }

    @Test
    void optionsComeInTheirOrder() {
        assertEquals(
                List.of("2: 5 180", "4:", "8: 0 0 0 1 0 0 0 2", "3: 7"),
                options(2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 1, 3, 3, 7));
    }

    @Test
    void theEndOfOptionsEndsThem() {
        assertEquals(List.of("4:"), options(4, 2, 0, 2, 4, 5, 180, 0));
    }

    @Test
    void aMalformedOptionEndsThem() {
        assertEquals(List.of("4:"), options(4, 2, 8, 0, 3, 3, 7, 1));
        assertEquals(List.of("4:"), options(4, 2, 8, 1, 3, 3, 7, 1));
        assertEquals(List.of("4:"), options(4, 2, 8, 10, 0, 0, 0, 0));
        assertEquals(List.of("4:"), options(4, 2, 1, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aHeaderLengthBelowTheLeastIsAFault(int words) {
        byte[] packet = frame().payload(new byte[50]).octets();
        packet[IP + 12] = (byte) (words << 4);
        DecodedPacket decoded = Decoding.decode(LinkType.RAW, packet);
        assertEquals(
                new Fault(Fault.Kind.BAD_LENGTH, Layer.TRANSPORT, IP, 20, 4 * words, "tcp.hdr_len"), decoded.fault());
        assertTrue(decoded.hasIp());
        assertFalse(decoded.hasTcp());
    }

    @Test
    void aHeaderLengthBeyondTheSegmentIsAFault() {
        byte[] packet = frame().payload(new byte[3]).octets();
        packet[IP + 12] = (byte) 0xf0;
        assertEquals(
                new Fault(Fault.Kind.BAD_LENGTH, Layer.TRANSPORT, IP, 60, 23, "tcp.hdr_len"),
                Decoding.decode(LinkType.RAW, packet).fault());
    }

    @Test
    void portsAndNumbersAreReadWhereThePacketBeginsInTheMiddleOfItsMemory() {
        byte[] packet = frame().sequence(7).octets();
        byte[] memory = ByteBuffer.allocate(packet.length + 9).put(9, packet).array();
        Packet view = new Packet();
        view.set(1, 0, 0, LinkType.RAW, MemorySegment.ofArray(memory), 9, packet.length, packet.length);
        assertEquals(7, new PacketDecoder().decode(view).tcp().sequenceNumber());
    }
}
