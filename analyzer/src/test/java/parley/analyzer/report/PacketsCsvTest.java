package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.capture.LinkType;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.TcpScript;

class PacketsCsvTest {
    private static final String OPENING = """
            handshake
            S data 'welcome to the chat\\nenter name:\\n'
            C data 'Of'
            C data 'ir\\n'
            S data 'hello Ofir\\n'
            C ACK
            """;

    private static final String MACS = "020000000002" + "020000000001";
    private static final String IPV4 = "0800" + "4500001c0001000040110000" + "0a000001" + "0a000002";

    private static List<Map<String, String>> rows(String script, DecodeAs decodeAs, OptionalLong stream) {
        return Reports.rows(Reports.text(
                CsvReport.PACKETS,
                TcpScript.parse(script).source(),
                AnalysisOptions.DEFAULT.withDecoders(decodeAs).withStream(stream),
                CsvText.SAFE));
    }

    /** Protocol and Info of a packet on Ethernet. */
    private static String described(String octets) {
        Frame frame = Frame.of(TcpScript.START_NANOS, HexFormat.of().parseHex(octets));
        Map<String, String> row = Reports.rows(Reports.text(
                        CsvReport.PACKETS,
                        new FrameSource(LinkType.ETHERNET, List.of(frame)),
                        AnalysisOptions.DEFAULT,
                        CsvText.SAFE))
                .getFirst();
        return row.get("Source") + " " + row.get("Destination") + " " + row.get("Protocol") + ": " + row.get("Info");
    }

    @Test
    void aPacketInWhichMessagesEndSaysThem() {
        List<Map<String, String>> rows = Reports.rows(CsvReport.PACKETS, OPENING);
        assertEquals(
                List.of("TCP", "TCP", "TCP", "CHAT", "TCP", "CHAT", "CHAT", "TCP"), Reports.column(rows, "Protocol"));
        assertEquals(
                "welcome server: welcome to the chat | prompt server: enter name:",
                rows.get(3).get("Info"));
        assertEquals("name Ofir → server: Ofir", rows.get(5).get("Info"));
        assertEquals(
                "40000 → 10000 [ACK] Seq=6 Ack=44 Win=8222720 Len=0",
                rows.get(7).get("Info"));
        assertEquals("0.003000000", rows.get(3).get("Time"));
        assertEquals("86", rows.get(3).get("Length"));
        assertEquals("10.0.0.2", rows.get(3).get("Source"));
        assertEquals("10.0.0.1", rows.get(3).get("Destination"));
    }

    @Test
    void withoutDecodingEveryPacketIsTcp() {
        List<Map<String, String>> rows = rows(OPENING, DecodeAs.NONE, OptionalLong.empty());
        assertTrue(Reports.column(rows, "Protocol").stream().allMatch("TCP"::equals));
        assertEquals(
                "10000 → 40000 [PSH, ACK] Seq=1 Ack=1 Win=8222720 Len=32",
                rows.get(3).get("Info"));
    }

    private static List<String> infos(String script) {
        return Reports.column(rows(script, DecodeAs.NONE, OptionalLong.empty()), "Info");
    }

    @Test
    void flagsOfCongestionAreACounterWhereBothSidesAgreedOnIt() {
        assertEquals(
                List.of(
                        "40000 → 10000 [SYN, ECE, CWR, AE] Seq=0 Win=64240 Len=0",
                        "10000 → 40000 [SYN, ACK, CWR] Seq=0 Ack=1 Win=64240 Len=0",
                        "40000 → 10000 [ACK, ACE=5] Seq=1 Ack=1 Win=64240 Len=0"),
                infos("C SYN-ECE-CWR-AE; S SYN-ACK-CWR; C ACK-ECE-AE"));
    }

    @Test
    void flagsOfCongestionAreFlagsWhereTheServerDidNotTakeTheCounter() {
        assertEquals(
                "40000 → 10000 [ACK, CWR] Seq=1 Ack=1 Win=64240 Len=0",
                infos("C SYN-ECE-CWR-AE; S SYN-ACK-ECE; C ACK-CWR").getLast());
    }

    @Test
    void ofOneStreamTheMessagesAreInTheirOwnPackets() {
        String script = "client 10.0.0.7:40007\nhandshake\n" + "client 10.0.0.1:40000\n" + OPENING;
        List<Map<String, String>> rows = rows(script, DecodeAs.AUTOMATIC, OptionalLong.of(1));
        assertEquals(List.of("4", "5", "6", "7", "8", "9", "10", "11"), Reports.column(rows, "No."));
        assertEquals("name Ofir → server: Ofir", rows.get(5).get("Info"));
    }

    @Test
    void aMessageThatIsKnownLaterIsInThePacketThatEndedIt() {
        String script = OPENING.replace("C data 'Of'\nC data 'ir\\n'", "C data 'Ofir'\nS ACK\nat +200ms");
        List<Map<String, String>> rows = Reports.rows(CsvReport.PACKETS, script);
        assertEquals("name Ofir → server: Ofir", rows.get(4).get("Info"));
        assertEquals("TCP", rows.get(5).get("Protocol"));
    }

    @Test
    void aMessageThatIsKnownTooLateLeavesItsPacketAsItWas() {
        String script = OPENING.replace("C data 'Of'\nC data 'ir\\n'", "C data 'Ofir'\nS ACK")
                .replace("S data 'hello", "S ACK\n".repeat(2 * PacketsTable.WINDOW) + "S data 'hello");
        List<Map<String, String>> rows = Reports.rows(CsvReport.PACKETS, script);
        assertEquals(2 * PacketsTable.WINDOW + 8, rows.size());
        assertEquals(
                LongStream.rangeClosed(1, rows.size()).mapToObj(Long::toString).toList(), Reports.column(rows, "No."));
        assertEquals("TCP", rows.get(4).get("Protocol"));
    }

    @Test
    void packetsThatAreNotTcpAreNamedByTheirLastLayer() {
        assertEquals(
                "02:00:00:00:00:01 02:00:00:00:00:02 ARP: EtherType 0x0806, 42 bytes",
                described(MACS + "0806" + "0001080006040001" + "00".repeat(20)));
        assertEquals("10.0.0.1 10.0.0.2 UDP: Protocol 17, 8 bytes", described(MACS + IPV4 + "0035003500080000"));
        assertEquals(
                "10.0.0.1 10.0.0.2 ICMP: Protocol 1, 8 bytes",
                described(MACS + IPV4.replace("4011", "4001") + "0800000000000000"));
        assertEquals(
                "10.0.0.1 10.0.0.2 IPv4: Protocol 89, 8 bytes",
                described(MACS + IPV4.replace("4011", "4059") + "0800000000000000"));
        assertEquals(
                "10.0.0.1 10.0.0.2 IPv4: Fragment of 8 bytes, protocol 6",
                described(MACS + IPV4.replace("00010000", "00012001").replace("4011", "4006") + "0800000000000000"));
    }

    @Test
    void malformedPacketsSayWhatIsWrong() {
        assertEquals("  Ethernet: Malformed: Ethernet needs 14, there is 6", described("020000000002"));
        String cutIp = described(MACS + "0800" + "45000028");
        assertTrue(cutIp.contains("Malformed: "), cutIp);
        String cutTcp = described(MACS + IPV4.replace("4011", "4006") + "0035003500080000");
        assertEquals("10.0.0.1 10.0.0.2 TCP: 53 → 53[Malformed Packet]", cutTcp);
    }
}
