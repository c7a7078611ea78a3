package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TcpScript;

/** conversations.csv, handshakes.csv, users.csv, streams.csv. */
class ConnectionTablesTest {
    private static final Path CAPTURES = Path.of("src/test/resources/captures");
    private static final String CHAT = """
            client 10.0.0.1:58197
            handshake
            S data 'welcome to the chat\\n'
            S data 'enter name:\\n'
            C ACK
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            C ACK
            C data 'exit\\n'
            S data 'goodbye\\n'
            close
            """;

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aUserIsTheClientOfAConnection() {
        assertEquals(
                List.of(Map.of(
                        "name", "Ofir",
                        "address", "10.0.0.1",
                        "port", "58197",
                        "tcp.stream", "0",
                        "from", "0.007000000",
                        "to", "0.013000000",
                        "messages.sent", "2",
                        "messages.received", "4",
                        "bytes.sent", "10",
                        "bytes.received", "51")),
                Reports.rows(CsvReport.USERS, CHAT));
    }

    @Test
    void aClientThatNeverGaveANameIsNoUser() {
        assertEquals(List.of(), Reports.rows(CsvReport.USERS, "handshake; S data 'welcome to the chat\\n'; close"));
    }

    @Test
    void aConversationCountsBothSides() {
        Map<String, String> row = Reports.rows(CsvReport.CONVERSATIONS, CHAT).getFirst();
        assertEquals("10.0.0.1:58197", row.get("client"));
        assertEquals("10.0.0.2:10000", row.get("server"));
        assertEquals("CHAT", row.get("protocol"));
        assertEquals("Ofir", row.get("user"));
        assertEquals("0.000000000", row.get("start"));
        assertEquals("0.013000000", row.get("duration"));
        assertEquals("8", row.get("packets.client"));
        assertEquals("6", row.get("packets.server"));
        assertEquals("10", row.get("payload.client"));
        assertEquals("51", row.get("payload.server"));
        assertEquals("0.002000000", row.get("initial_rtt"));
        assertEquals("31", row.get("tcp.completeness"));
        assertEquals("SF", row.get("conn_state"));
    }

    @Test
    void aConnectionThatIsNoChatHasNeitherProtocolNorUser() {
        Map<String, String> row =
                Reports.rows(CsvReport.CONVERSATIONS, "handshake; C data 'x'").getFirst();
        assertEquals("", row.get("protocol"));
        assertEquals("", row.get("user"));
    }

    @Test
    void aWholeHandshakeHasItsFramesAndOffers() {
        Map<String, String> row = Reports.rows(CsvReport.HANDSHAKES, CHAT).getFirst();
        assertEquals(
                List.of("true", "1", "2", "3"),
                List.of(row.get("complete"), row.get("frame.syn"), row.get("frame.syn_ack"), row.get("frame.ack")));
        assertEquals("1000", row.get("isn.client"));
        assertEquals("5000", row.get("isn.server"));
        assertEquals("1460", row.get("mss.client"));
        assertEquals("7", row.get("wscale.server"));
        assertEquals("true", row.get("sack.client"));
        assertEquals("false", row.get("timestamps.client"));
        assertEquals("0.002000000", row.get("rtt"));
        assertEquals("", row.get("missing"));
    }

    @Test
    void theStepsThatAHandshakeLacksAreNamed() {
        assertEquals(
                List.of("SYN", "SYN-ACK", "ACK", "SYN SYN-ACK ACK"),
                Reports.column(Reports.rows(CsvReport.HANDSHAKES, """
                                client 10.0.0.1:40001
                                C SYN
                                unseen
                                S SYN-ACK
                                C ACK
                                client 10.0.0.1:40002
                                C SYN
                                S SYN-ACK
                                unseen
                                C ACK
                                client 10.0.0.1:40003
                                C SYN
                                S SYN-ACK
                                client 10.0.0.1:40004
                                C data 'x'
                                """), "missing"));
    }

    @Test
    void aStreamIsItsOctetsAndWhetherSomeAreMissing() throws GeneralSecurityException {
        List<Map<String, String>> rows = Reports.rows(CsvReport.STREAMS, """
                handshake
                C data 'abc'
                S data 'lost'
                unseen
                S data 'kept'
                C ACK
                """);
        assertEquals(
                List.of(
                        Map.of(
                                "tcp.stream",
                                "0",
                                "node",
                                "0",
                                "endpoint",
                                "10.0.0.1:40000",
                                "bytes",
                                "3",
                                "sha256",
                                sha256("abc"),
                                "gap",
                                "0"),
                        Map.of(
                                "tcp.stream",
                                "0",
                                "node",
                                "1",
                                "endpoint",
                                "10.0.0.2:10000",
                                "bytes",
                                "4",
                                "sha256",
                                sha256("kept"),
                                "gap",
                                "1")),
                rows);
    }

    @Test
    void whatIsBehindAHoleCountsOnceTheOtherSideHasItAndWhatIsMissingBehindItAllIsNoGap()
            throws GeneralSecurityException {
        Map<String, String> row = Reports.rows(CsvReport.STREAMS, """
                        handshake
                        C data 'abc'
                        S ACK
                        C data 'lost'
                        lose
                        C data 'never read'
                        S ACK
                        """).getFirst();
        assertEquals(List.of("3", sha256("abc"), "0"), List.of(row.get("bytes"), row.get("sha256"), row.get("gap")));
    }

    @Test
    void timesHaveTheDigitsOfTheFile(@TempDir Path directory) throws IOException {
        TcpScript script = TcpScript.parse(CHAT);
        PcapBytes micros = new PcapBytes(ByteOrder.LITTLE_ENDIAN, false, script.linkType());
        script.frames().forEach(micros::packet);
        Path file = Files.write(directory.resolve("micros.pcap"), micros.octets());
        try (PacketSource source = CaptureFile.open(file)) {
            String users = Reports.text(CsvReport.USERS, source, AnalysisOptions.DEFAULT, CsvText.SAFE);
            assertEquals("0.007000", Reports.rows(users).getFirst().get("from"));
        }
        assertEquals(
                "0.007000000", Reports.rows(CsvReport.USERS, CHAT).getFirst().get("from"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed-session.pcapng", "lossy-1.pcapng"})
    void streamsAndSegmentsAreWiresharksInEveryCell(String capture) throws IOException {
        for (CsvReport report : List.of(CsvReport.STREAMS, CsvReport.SEGMENTS)) {
            try (PacketSource source = CaptureFile.open(CAPTURES.resolve("own").resolve(capture))) {
                String written = Reports.text(report, source, AnalysisOptions.DEFAULT, CsvText.SAFE);
                String expected =
                        Files.readString(CAPTURES.resolve("expected").resolve(capture + "." + report + ".csv"));
                assertEquals(new HashSet<>(Reports.rows(expected)), new HashSet<>(Reports.rows(written)));
                assertEquals(expected.lines().count(), written.lines().count());
            }
        }
    }
}
