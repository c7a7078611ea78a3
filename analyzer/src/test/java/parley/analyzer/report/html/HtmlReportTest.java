package parley.analyzer.report.html;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.JsonWriter;
import parley.analyzer.testing.HostileChat;
import parley.analyzer.testing.TcpScript;

class HtmlReportTest {
    private static final Path CAPTURES = Path.of("src/test/resources/captures/own");
    private static final Path STORED_HOSTILE_CHAT = Path.of("src/test/resources/reports/hostile-chat.pcap");

    private static String page(String capture) throws IOException {
        try (PacketSource source = CaptureFile.open(CAPTURES.resolve(capture))) {
            return ReportData.page(source);
        }
    }

    private static String only(String page, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
        assertTrue(matcher.find(), pattern);
        String found = matcher.group(1);
        assertFalse(matcher.find(), "more than one " + pattern);
        return found;
    }

    private static List<String> texts(JsonObject data) {
        List<String> texts = new ArrayList<>();
        for (JsonElement text : data.getAsJsonObject("messages").getAsJsonArray("text")) {
            texts.add(text.getAsString());
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed-session.pcapng", "lossy-1.pcapng"})
    void twoRunsOnTheSameFileAreTheSameOctets(String capture) throws IOException {
        assertEquals(page(capture), page(capture));
    }

    @Test
    void thePolicyAllowsItsStyleAndItsScriptAlone() throws Exception {
        String page = page("seed-session.pcapng");
        String policy = only(page, "Content-Security-Policy\" content=\"([^\"]*)\"");

        String style = hash(only(page, "<style>(.*?)</style>"));
        String script = hash(only(page, "<script type=\"module\">(.*?)</script>"));
        assertEquals(
                "default-src 'none'; style-src '" + style + "'; script-src '" + script
                        + "'; base-uri 'none'; form-action 'none'",
                policy);
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void thePageAsksForNothingElse() throws IOException {
        String page = page("seed-session.pcapng").replace("http://www.w3.org/2000/svg", "");

        assertFalse(page.contains("http:") || page.contains("https:"), "an address");
        assertFalse(Pattern.compile("innerHTML|insertAdjacentHTML|document\\.write|\\beval\\(")
                .matcher(page)
                .find());
    }

    @Test
    void whatHostileUsersSayIsDataAlone() throws IOException {
        String page = ReportData.page(HostileChat.script().source());
        String block = ReportData.block(page);

        assertFalse(page.replace(block, "").contains("alert("), "said outside of the data");
        assertFalse(block.contains("<"));
        List<String> texts = texts(ReportData.of(block));
        assertTrue(texts.stream().anyMatch(text -> text.contains(HostileChat.FORMULA)), texts.toString());
        assertTrue(texts.stream().anyMatch(text -> text.contains(HostileChat.ELEMENT_END)), texts.toString());
        assertTrue(texts.stream().anyMatch(text -> text.contains(HostileChat.LONG_WORD)));
        assertTrue(texts.stream().anyMatch(text -> text.contains("\u202e") && text.contains("\u2028")));
    }

    @Test
    void theStoredHostileChatIsTheOneOfTheScript() throws IOException {
        assertArrayEquals(HostileChat.script().pcap(), Files.readAllBytes(STORED_HOSTILE_CHAT));
    }

    @Test
    void framesOutOfTheOrdinaryAreKeptBehindTheFirstOnes() throws IOException {
        StringBuilder script = new StringBuilder("handshake\n");
        for (int i = 0; i < 3_000; i++) {
            script.append("C data 5; S ACK\n");
        }
        script.append("C data 5; at +300ms; C again; S ACK; close\n");
        JsonObject data = ReportData.of(ReportData.block(
                ReportData.page(TcpScript.parse(script.toString()).source())));

        List<Long> numbers = new ArrayList<>();
        for (JsonElement frame : data.getAsJsonArray("frames")) {
            numbers.add(frame.getAsJsonObject().get("number").getAsLong());
        }
        assertEquals(1, numbers.getFirst());
        assertTrue(numbers.contains(4_000L));
        assertFalse(numbers.contains(4_001L));
        assertTrue(numbers.contains(6_005L), "the retransmission");
        assertEquals(6_008, numbers.getLast());
    }

    @Test
    void whatHappenedIsSaidInFiveLines() throws IOException {
        JsonObject data = ReportData.of(ReportData.block(page("lossy-1.pcapng")));

        List<String> lines = new ArrayList<>();
        for (JsonElement line : data.getAsJsonArray("summary")) {
            lines.add(line.getAsJsonArray().get(1).getAsString());
        }
        assertEquals(
                List.of(
                        "Nadav, Tamar, Yael, Gil and Noa talk through 10.99.0.2:10000 for 5.97 s.",
                        "392 messages on the wire: 130 from clients (120 direct, 5 exit and 5 name), 262 from"
                                + " the server (215 direct, 25 online, 10 error, 5 prompt, 5 welcome and 2 others).",
                        "831 packets and 5 TCP connections: 5 opened by a complete handshake and 5 closed by both"
                                + " sides.",
                        "Of 831 TCP segments 24 repeat something captured before, 11 come late and 12 come ahead of missing"
                                + " ones; the slowest acknowledgement took 311 ms."),
                lines.subList(0, 4));
        assertEquals(5, lines.size());
    }

    @Test
    void onlySoManyMessagesAreKeptAndAllAreCounted() throws IOException {
        MessageRows rows = new MessageRows(10);
        new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of(rows))
                .run(CaptureFile.open(CAPTURES.resolve("seed-session.pcapng")));
        StringBuilder out = new StringBuilder();
        rows.write(new JsonWriter(out), new Ticks(0, 9));

        JsonObject messages = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals(57, messages.get("count").getAsInt());
        assertEquals(10, messages.getAsJsonArray("text").size());
        assertEquals(10, messages.getAsJsonArray("ackDelay").size());
    }

    @Test
    void onlySoManyRowsOfATableAreKeptAndAllAreCounted() throws IOException {
        TableRows rows = new TableRows();
        for (int i = 0; i <= TableRows.MOST; i++) {
            rows.text("a \"b\", \n" + i);
            rows.number(i);
            rows.endRow();
        }
        StringBuilder out = new StringBuilder();
        rows.write(new JsonWriter(out));

        JsonObject table = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals(TableRows.MOST + 1, table.get("count").getAsInt());
        assertEquals(TableRows.MOST, table.getAsJsonArray("rows").size());
        assertEquals(
                "[\"a \\\"b\\\", \\n7\",7]", table.getAsJsonArray("rows").get(7).toString());
    }

    @Test
    void aCaptureOfNothingHasAPage() throws IOException {
        JsonObject data = ReportData.of(
                ReportData.block(ReportData.page(TcpScript.parse("").source())));

        assertEquals(0, data.getAsJsonObject("capture").get("packets").getAsLong());
        assertEquals(5, data.getAsJsonArray("summary").size());
    }
}
