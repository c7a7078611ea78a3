package parley.analyzer.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.TableFormat;
import parley.analyzer.testing.RecordedMessages;

/** The documented session of four users with the first server, whose clients send no LF. */
class SeedSessionTest {
    private static final Path CAPTURE = Path.of("src/test/resources/captures/own/seed-session.pcapng");
    private static final Path EXPECTED = Path.of("src/test/resources/expected/seed-session");

    private static RecordedMessages session() throws IOException {
        try (PacketSource source = CaptureFile.open(CAPTURE)) {
            return RecordedMessages.of(source, AnalysisOptions.DEFAULT);
        }
    }

    @Test
    void eachMessageIsAsExpected() throws IOException {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        try (PacketSource source = CaptureFile.open(CAPTURE);
                ReportSink sink = CsvReport.MESSAGES.open(messages, TableFormat.csv(CsvText.SAFE))) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(sink), List.of()).run(source);
        }
        assertEquals(
                Files.readString(EXPECTED.resolve("messages.csv")).lines().toList(),
                messages.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void theFourUsersHaveTheirPorts() throws IOException {
        RecordedMessages session = session();
        assertEquals(List.of("0 Ofir", "1 Roony", "2 Hodaya", "3 Emily"), session.users());
        List<Integer> ports = session.settled().stream()
                .filter(message -> message.kind().equals("name"))
                .map(message -> message.connection().client().endpoint().port())
                .toList();
        assertEquals(List.of(58_197, 52_837, 51_542, 51_546), ports);
    }

    @Test
    void onePrivateChatIsHeldAndOneRejected() throws IOException {
        List<String> lines = session().lines();
        assertEquals(
                List.of(
                        "2 client request Hodaya > Emily: Emily",
                        "3 server request server > Emily: request from Hodaya",
                        "3 client accept Emily > Hodaya: accept",
                        "2 server private server > Hodaya: chat with Emily",
                        "3 server private server > Emily: chat with Hodaya",
                        "2 client text Hodaya > Emily: a private hello",
                        "3 server text Hodaya > Emily: a private hello",
                        "3 client text Emily > Hodaya: hi Hodaya, only you and I read this",
                        "2 server text Emily > Hodaya: hi Hodaya, only you and I read this",
                        "2 client leave Hodaya > Emily: leave",
                        "3 server ended server > Emily: Hodaya left",
                        "2 server ended server > Hodaya: left",
                        "1 client request Roony > Ofir: Ofir",
                        "0 server request server > Ofir: request from Roony",
                        "0 client reject Ofir > Roony: reject",
                        "1 server rejected server > Roony: Ofir rejected"),
                lines.subList(31, 47));
    }
}
