package parley.analyzer.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;

class TcpScriptTest {
    private static TcpPacket.TcpHeader tcp(Frame frame) {
        return packet(frame).get(TcpPacket.class).getHeader();
    }

    private static Packet packet(Frame frame) {
        try {
            return EthernetPacket.newPacket(frame.octets(), 0, frame.octets().length);
        } catch (IllegalRawDataException e) {
            throw new AssertionError(frame.toString(), e);
        }
    }

    private static List<String> numbers(String script) {
        return TcpScript.parse(script).frames().stream()
                .map(frame -> {
                    TcpPacket.TcpHeader tcp = tcp(frame);
                    Packet payload = packet(frame).get(TcpPacket.class).getPayload();
                    return tcp.getSrcPort().valueAsInt() + " "
                            + (tcp.getSyn() ? "S" : "")
                            + (tcp.getFin() ? "F" : "")
                            + (tcp.getRst() ? "R" : "")
                            + (tcp.getPsh() ? "P" : "")
                            + (tcp.getAck() ? "A" : "")
                            + " " + tcp.getSequenceNumberAsLong() + " " + tcp.getAcknowledgmentNumberAsLong() + " "
                            + (payload == null ? 0 : payload.length());
                })
                .toList();
    }

    @Test
    void sidesNumberAndAcknowledgeAsTheyGo() {
        assertEquals(
                List.of(
                        "40000 S 1000 0 0",
                        "10000 SA 5000 1001 0",
                        "40000 A 1001 5001 0",
                        "40000 PA 1001 5001 4",
                        "10000 A 5001 1005 0",
                        "40000 FA 1005 5001 0",
                        "10000 FA 5001 1006 0",
                        "40000 A 1006 5002 0"),
                numbers("handshake; C data 'Ofir'; S ACK; close"));
    }

    @Test
    void aLostSegmentIsNotAcknowledgedUntilItIsSentAgain() {
        assertEquals(
                List.of("40000 PA 1003 5001 2", "10000 A 5001 1001 0", "40000 PA 1001 5001 2", "10000 A 5001 1005 0"),
                numbers("C data 'ab'; lose; C data 'cd'; S ACK; C data 'ab' seq=1; S ACK"));
    }

    @Test
    void anUnseenSegmentIsAcknowledged() {
        assertEquals(List.of("10000 A 5001 1003 0"), numbers("C data 'ab'; unseen; S ACK"));
    }

    @Test
    void aReorderedPacketKeepsTheOrderOfTimes() {
        List<Frame> frames =
                TcpScript.parse("C data 'a'; C data 'b'; C data 'c'; reorder 2").frames();
        assertEquals(
                List.of(1003L, 1001L, 1002L),
                frames.stream()
                        .map(frame -> tcp(frame).getSequenceNumberAsLong())
                        .toList());
        assertEquals(
                List.of(0L, 1_000_000L, 2_000_000L),
                frames.stream()
                        .map(frame -> frame.nanos() - TcpScript.START_NANOS)
                        .toList());
    }

    @Test
    void aDuplicateIsTheSamePacketLater() {
        List<Frame> frames = TcpScript.parse("C data 'a'; dup").frames();
        assertArrayEquals(frames.get(0).octets(), frames.get(1).octets());
        assertTrue(frames.get(0).nanos() < frames.get(1).nanos());
    }

    @Test
    void timeGoesAsSaid() {
        List<Frame> frames = TcpScript.parse("C SYN; at +200ms; S SYN-ACK; at 3s; C ACK; at +10us; C data 'a'")
                .frames();
        assertEquals(
                List.of(0L, 200_000_000L, 3_000_000_000L, 3_000_010_000L),
                frames.stream()
                        .map(frame -> frame.nanos() - TcpScript.START_NANOS)
                        .toList());
    }

    @Test
    void aConnectionGoesOnWhereItWasLeft() {
        assertEquals(
                List.of("40000 S 1000 0 0", "41000 S 1000 0 0", "40000 PA 1001 5001 1"),
                numbers("C SYN; client 10.0.0.1:41000; C SYN; client 10.0.0.1:40000; C data 'a'"));
    }

    @Test
    void dataHasEscapesAndUtf8() {
        Frame frame = TcpScript.parse("C data 'a\\n\\x00\\'; # שלום'  # and a comment")
                .frames()
                .getFirst();
        byte[] data = packet(frame).get(TcpPacket.class).getPayload().getRawData();
        assertEquals("a\n\0'; # שלום", new String(data, StandardCharsets.UTF_8));
    }

    private static String octets(Frame frame, int from, int to) {
        return HexFormat.of().formatHex(frame.octets(), from, to);
    }

    @Test
    void selectiveAcknowledgementsCountFromTheOtherSidesIsn() {
        Frame frame = TcpScript.parse("S ACK sack=5-9,13-17").frames().getFirst();
        assertEquals("0101" + "0512" + "000003ed" + "000003f1" + "000003f5" + "000003f9", octets(frame, 54, 74));
    }

    @Test
    void fastOpenAsksForACookieOrBringsOne() {
        List<Frame> frames =
                TcpScript.parse("C SYN tfo; S SYN-ACK tfo=cafe0123").frames();
        assertEquals("22020000", octets(frames.getFirst(), 54, 58));
        assertEquals("2206cafe01230000", octets(frames.getLast(), 54, 62));
    }

    @Test
    void aSegmentMayHaveNoFlags() {
        assertEquals(List.of("40000  1001 0 0"), numbers("C NONE"));
        assertEquals("NONE", ScriptFlags.words(0));
        assertEquals("FIN-PSH-URG", ScriptFlags.words(ScriptFlags.bits("URG-PSH-FIN")));
    }

    @Test
    void anUrgentPointerIsTheField() {
        TcpPacket.TcpHeader tcp =
                tcp(TcpScript.parse("C URG-PSH-ACK data 'ab' urg=1").frames().getFirst());
        assertTrue(tcp.getUrg());
        assertEquals(1, tcp.getUrgentPointerAsInt());
    }

    @Test
    void aVlanIsATagFromThenOn() {
        List<Frame> frames = TcpScript.parse("C SYN; vlan 7; S SYN-ACK; C ACK; vlan 0; C data 'a'")
                .frames();
        assertEquals(
                List.of("0800", "81000007", "81000007", "0800"),
                List.of(
                        octets(frames.get(0), 12, 14),
                        octets(frames.get(1), 12, 16),
                        octets(frames.get(2), 12, 16),
                        octets(frames.get(3), 12, 14)));
    }

    @Test
    void aSnappedPacketKeepsItsLength() {
        Frame frame = TcpScript.parse("C data 'abcdef' snap=2").frames().getFirst();
        assertEquals(14 + 20 + 20 + 6, frame.originalLength());
        assertEquals(14 + 20 + 20 + 2, frame.octets().length);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1:40000, 10.0.0.2:10000", "[2001:db8::1]:40000, [2001:db8::2]:10000"})
    void checksumsAreRight(String client, String server) {
        String script = "client %s; server %s; handshake; C data 'odd'; S data 'even'".formatted(client, server);
        for (Frame frame : TcpScript.parse(script).frames()) {
            Packet packet = packet(frame);
            TcpPacket tcp = packet.get(TcpPacket.class);
            IpV4Packet v4 = packet.get(IpV4Packet.class);
            IpV6Packet v6 = packet.get(IpV6Packet.class);
            if (v4 != null) {
                assertTrue(v4.getHeader().hasValidChecksum(false));
                assertTrue(tcp.hasValidChecksum(
                        v4.getHeader().getSrcAddr(), v4.getHeader().getDstAddr(), false));
            } else {
                assertTrue(tcp.hasValidChecksum(
                        v6.getHeader().getSrcAddr(), v6.getHeader().getDstAddr(), false));
            }
        }
    }

    @Test
    void aRunOfOctetsGoesOnByPosition() {
        List<Frame> frames = TcpScript.parse("C data 30; C data 3").frames();
        byte[] second = packet(frames.get(1)).get(TcpPacket.class).getPayload().getRawData();
        assertEquals("efg", new String(second, StandardCharsets.US_ASCII));
        assertEquals(54 + 30, frames.getFirst().octets().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X SYN",
                "C SIN",
                "C data",
                "C data 'a",
                "C data 'a' seq=b",
                "C ACK colour=red",
                "C ACK sack=5",
                "C SYN tfo=xyz",
                "vlan green",
                "lose",
                "C SYN; reorder",
                "at noon",
                "client nowhere",
                "C SYN; link raw",
                "C again",
                "lose now"
            })
    void aStatementThatMakesNoSenseIsNamedWithItsLine(String statement) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> TcpScript.parse("# scene\n" + statement));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("line 2: "), refused.getMessage());
    }
}
