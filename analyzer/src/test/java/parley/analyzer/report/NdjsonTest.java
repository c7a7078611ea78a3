package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.HostileChat;
import parley.analyzer.testing.TcpScript;

class NdjsonTest {
    private static final Path LOSSY = Path.of("src/test/resources/captures/own/lossy-1.pcapng");

    private static List<JsonObject> rows(CsvReport report, PacketSource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ReportSink sink = report.open(out, TableFormat.NDJSON)) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(sink), List.of()).run(source);
        }
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    private static void assertSame(CsvReport report, List<Map<String, String>> csv, List<JsonObject> json) {
        assertEquals(csv.size(), json.size());
        for (int i = 0; i < csv.size(); i++) {
            JsonObject object = json.get(i);
            assertEquals(csv.get(i).keySet(), object.keySet());
            csv.get(i).forEach((column, cell) -> {
                JsonElement value = object.get(column);
                assertEquals(cell, value.isJsonNull() ? "" : value.getAsString(), report + " " + column);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreThoseOfTheCsvUnderTheSameNames(CsvReport report) throws IOException {
        try (PacketSource forCsv = CaptureFile.open(LOSSY);
                PacketSource forJson = CaptureFile.open(LOSSY)) {
            String csv = Reports.text(report, forCsv, AnalysisOptions.DEFAULT, CsvText.RAW);
            assertSame(report, Reports.rows(csv), rows(report, forJson));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatUsersSayStaysText(CsvReport report) throws IOException {
        String csv = Reports.text(report, HostileChat.script().source(), AnalysisOptions.DEFAULT, CsvText.RAW);

        assertSame(report, Reports.rows(csv), rows(report, HostileChat.script().source()));
    }

    @Test
    void numbersAreNumbersWithTheirDigitsAndNamesOfDigitsAreText() throws IOException {
        String script = """
                handshake
                S data 'welcome to the chat\\n'
                C data '1984\\n'
                S data 'hello 1984\\n'
                C ACK
                """;

        List<JsonObject> messages =
                rows(CsvReport.MESSAGES, TcpScript.parse(script).source());
        List<JsonObject> handshakes =
                rows(CsvReport.HANDSHAKES, TcpScript.parse(script).source());

        JsonObject name = messages.get(1);
        assertEquals("1984", name.get("text").getAsString());
        assertTrue(name.get("text").getAsJsonPrimitive().isString());
        assertTrue(name.get("time").getAsJsonPrimitive().isNumber());
        assertEquals("0.004000000", name.get("time").getAsString());
        assertTrue(name.get("forwards").isJsonNull());
        assertTrue(handshakes.getFirst().get("complete").getAsJsonPrimitive().isBoolean());
    }
}
