package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.cli.CsvRows.cell;
import static parley.cli.CsvRows.column;

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo with its page, from end to end: two tabs chat and see the frames that carried what they say. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoWebTest {
    private static final List<String> CAPTURING = List.of("--enable-native-access=ALL-UNNAMED");
    private static final List<String> NOT_CAPTURING =
            List.of("--enable-native-access=ALL-UNNAMED", "-Dparley.pcap.library=no-such-library");
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    private Path directory = Path.of("");

    /** Somebody in a tab, known to the server. */
    private record User(PageTab tab, int localPort) implements AutoCloseable {
        static User enter(String page, String name) throws Exception {
            PageTab tab = PageTab.open(page);
            tab.await("ready");
            tab.send("{\"do\":\"name\",\"name\":\"" + name + "\"}");
            int localPort = tab.await("connected").get("localPort").getAsInt();
            tab.await("named");
            return new User(tab, localPort);
        }

        @Override
        public void close() {
            tab.close();
        }
    }

    @Test
    void tabsSeeTheFramesOfWhatTheySayAndTheReportsHaveIt() throws Exception {
        CaptureAssumption.loopbackCanBeCaptured();
        assertTabsSeeTheFrames(CAPTURING);
    }

    @Test
    void withoutLibpcapTabsSeeTheFramesThatARelayMakes() throws Exception {
        String said = assertTabsSeeTheFrames(NOT_CAPTURING);

        assertTrue(said.contains("libpcap"), said);
        assertTrue(said.contains("call a relay, 127.0.0.1:"), said);
    }

    private String assertTabsSeeTheFrames(List<String> jvmOptions) throws Exception {
        Path reports = directory.resolve("reports");
        try (DemoProcess demo = DemoProcess.start(directory, jvmOptions, "--listen", "0", "-o", reports.toString())) {
            assertEquals(
                    List.of("Ofir", "Roony", "Hodaya", "Emily"),
                    column(CsvRows.of(reports.resolve("users.csv")), "name"));
            assertTrue(Files.readString(reports.resolve("report.md")).contains("Hodaya asks Emily"));
            JsonObject sent;
            JsonObject received;
            try (User ana = User.enter(demo.url(), "Ana");
                    User ben = User.enter(demo.url(), "Ben")) {
                ana.tab().send("{\"do\":\"message\",\"id\":1,\"to\":[\"Ben\"],\"text\":\"can you see it?\"}");
                sent = ana.tab().layers(ana.tab().await("written").get("line").getAsLong());
                received =
                        ben.tab().layers(ben.tab().await("message").get("line").getAsLong());

                String line = "Ana to Ben - can you see it?\n";
                assertCarried(sent, line, ana.localPort(), demo.serverPort());
                assertCarried(received, line, demo.serverPort(), ben.localPort());
            }

            ChildJvm.Run run = demo.terminate();

            assertEquals(ENDED_BY_SIGTERM, run.exitCode(), run.errors());
            assertFalse(run.errors().contains("\tat "), run.errors());
            assertTrue(run.output().contains("can you see it?"), run.output());
            assertTrue(run.output().contains("Reports    " + reports), run.output());
            assertEquals(
                    List.of("Ofir", "Roony", "Hodaya", "Emily", "Ana", "Ben"),
                    column(CsvRows.of(reports.resolve("users.csv")), "name"));
            assertEquals(
                    List.of("client", "server"),
                    CsvRows.of(reports.resolve("messages.csv")).stream()
                            .filter(row -> cell(row, "text").equals("can you see it?"))
                            .map(row -> cell(row, "direction"))
                            .toList());
            assertInCapture(sent, reports);
            assertInCapture(received, reports);
            return run.errors();
        }
    }

    private static void assertCarried(JsonObject line, String text, int from, int to) {
        assertEquals(1, line.getAsJsonArray("carriers").size());
        JsonObject carrier = line.getAsJsonArray("carriers").get(0).getAsJsonObject();
        assertEquals("PSH, ACK", carrier.get("flags").getAsString());
        assertEquals(from, carrier.get("sourcePort").getAsInt());
        assertEquals(to, carrier.get("destinationPort").getAsInt());
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(octets.length, carrier.get("payloadLength").getAsInt());
        assertTrue(carrier.get("bytes").getAsString().endsWith(HexFormat.of().formatHex(octets)));
        JsonObject ack = line.getAsJsonObject("ack");
        assertTrue(ack.get("flags").getAsString().contains("ACK"));
        assertEquals(to, ack.get("sourcePort").getAsInt());
        assertEquals(from, ack.get("destinationPort").getAsInt());
        assertTrue(
                ack.get("acknowledgment").getAsLong() >= carrier.get("sequence").getAsLong() + octets.length);
        assertTrue(line.get("ackDelayNanos").getAsLong() > 0);
    }

    /** What the page was told while it happened is what the analysis of the file says. */
    private static void assertInCapture(JsonObject line, Path reports) throws Exception {
        List<Map<String, String>> segments = CsvRows.of(reports.resolve("segments.csv"));
        JsonObject carrier = line.getAsJsonArray("carriers").get(0).getAsJsonObject();
        for (JsonObject frame : List.of(carrier, line.getAsJsonObject("ack"))) {
            Map<String, String> segment = segments.stream()
                    .filter(row ->
                            cell(row, "frame.number").equals(frame.get("number").getAsString()))
                    .findAny()
                    .orElseThrow();
            assertEquals(line.get("stream").getAsString(), cell(segment, "tcp.stream"));
            assertEquals(frame.get("sourcePort").getAsString(), cell(segment, "tcp.srcport"));
            assertEquals(frame.get("destinationPort").getAsString(), cell(segment, "tcp.dstport"));
            assertEquals(frame.get("source").getAsString(), cell(segment, "ip.src"));
            assertEquals(frame.get("destination").getAsString(), cell(segment, "ip.dst"));
            assertEquals(frame.get("length").getAsString(), cell(segment, "frame.len"));
            assertEquals(frame.get("payloadLength").getAsString(), cell(segment, "tcp.len"));
            assertEquals(frame.get("sequence").getAsString(), cell(segment, "tcp.seq"));
            assertEquals(frame.get("acknowledgment").getAsString(), cell(segment, "tcp.ack"));
            assertEquals(frame.get("rawSequence").getAsString(), cell(segment, "tcp.seq_raw"));
            assertEquals(frame.get("rawAcknowledgment").getAsString(), cell(segment, "tcp.ack_raw"));
            assertEquals(frame.get("window").getAsString(), cell(segment, "tcp.window_size"));
            assertEquals(
                    frame.get("timestampNanos").getAsLong(),
                    new BigDecimal(cell(segment, "frame.time_epoch"))
                            .movePointRight(9)
                            .longValueExact());
        }
        if (Tshark.isInstalled()) {
            assertEquals(
                    Stream.of(carrier, line.getAsJsonObject("ack"))
                            .map(frame -> frame.get("number").getAsString())
                            .toList(),
                    Tshark.framesOf(
                            reports.resolve("capture.pcapng"),
                            line.get("filter").getAsString()));
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAndAnotherUsed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                DemoProcess demo = DemoProcess.start(
                        directory,
                        NOT_CAPTURING,
                        "--listen",
                        "127.0.0.1:" + taken.getLocalPort(),
                        "-o",
                        directory.resolve("reports").toString());
                PageTab tab = PageTab.open(demo.url())) {
            tab.await("ready");
            assertNotEquals(taken.getLocalPort(), URI.create(demo.url()).getPort());

            ChildJvm.Run run = demo.terminate();

            assertTrue(
                    run.errors()
                            .contains("parley: port " + taken.getLocalPort() + " is taken, the page uses another\n"),
                    run.errors());
        }
    }

    @Test
    void whereThePageIsIsAskedForTogetherWithThePage() {
        Run run = Run.of(List.of(DemoCommand.class), "demo", "--listen", "8081");

        assertEquals(2, run.exitCode());
        assertTrue(run.errors().contains("--web"), run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
    }
}
