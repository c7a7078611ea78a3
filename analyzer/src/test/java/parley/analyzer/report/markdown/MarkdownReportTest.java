package parley.analyzer.report.markdown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.LimitsReached;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Finding.Severity;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Sentence;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

class MarkdownReportTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final AnalysisSummary EMPTY =
            new AnalysisSummary(0, 0, 0, 6, List.of(), 0, Optional.empty(), 0, LimitsReached.NONE, Map.of(), 0, false);

    @Test
    void seedSessionIsWrittenAsStored() throws IOException {
        assertEquals(Files.readString(RESOURCES.resolve("reports/seed-session.md")), report("seed-session.pcapng"));
    }

    @Test
    void namesFromTheWireAreNeverMarkup() throws IOException {
        String hostile = "<img src=x onerror=alert(1)> | `a` ![b](http://c)\n# d \u202e is the user.";
        Finding finding = new Proof(FrameSet.of(7), "tcp.len==1").state(FindingKind.USER_IDENTITY, hostile, hostile);
        String report = write(List.of(finding));
        assertTrue(report.contains(
                "\\<img src=x onerror=alert(1)\\> \\| \\`a\\` !\\[b\\](http\\://c)\ufffd\\# d \ufffd is the"
                        + " user (frame 7: `tcp.len==1`)."));
        assertFalse(Pattern.compile("(?<!\\\\)<").matcher(report).find(), report);
        assertFalse(report.contains("\u202e"));
    }

    @Test
    void everyKindHasItsPlace() throws IOException {
        for (FindingKind kind : FindingKind.values()) {
            String report = write(List.of(new Proof(FrameSet.of(7), "tcp.len==1").state(kind, "It is so.", 1)));
            assertTrue(report.contains("frame 7: `tcp.len==1`"), kind::id);
            assertFalse(report.contains("## Filters"), kind::id);
        }
    }

    @Test
    void messagesAreDrawnAsTextOnly() throws IOException {
        String script = """
            handshake
            S data 'welcome to the chat\\n'
            C data 'end\\n'
            S data 'hello end\\n'
            C data 'end to end - %%%%{init: x}%%%% <b>;#35; ```\\n'
            """;
        String text = analyzed(script.formatted());
        String diagram = text.substring(text.indexOf("```mermaid\n"), text.indexOf("\n```\n"));
        assertEquals("""
                    ```mermaid
                    sequenceDiagram
                        participant S0 as server 10.0.0.2:10000
                        participant C0 as end (40000)
                        S0->>C0: welcome to the chat
                        C0->>S0: name: end
                        S0->>C0: hello end
                        C0->>S0: direct to end: #37;#37;#123;init: x#125;#37;#37; #60;b#62;#59;#35;35#59; #96;#96;#96;\
                    """, diagram);
    }

    @Test
    void warningsComeFirstInTheSummaryAndLeadToTheirSection() throws IOException {
        String report = write(List.of(
                finding(FindingKind.GAPS, Severity.NOTE), finding(FindingKind.OVERLAP_CONFLICT, Severity.WARNING)));

        assertTrue(report.contains("""
            - **Warning:** It is so. [Retransmission and loss](#retransmission-and-loss)
            - **Note:** It is so. [The capture itself](#the-capture-itself)
            """), report);
    }

    @Test
    void aLongFilterIsNumberedAndListedWithItsFrames() throws IOException {
        String filter = "tcp.port==1 || ".repeat(20) + "tcp.port==2";
        String report = write(List.of(finding(FindingKind.EXITS, "They leave.", FrameSet.of(7, 9), filter)));

        assertTrue(report.contains("- They leave (frames 7, 9: [filter 1](#filters)).\n"), report);
        assertTrue(report.endsWith("## Filters\n\n1. `exits`, frames 7, 9: `" + filter + "`\n"), report);
    }

    @Test
    void whatIsAbsentIsSaidInOneLineOfItsSection() throws IOException {
        String report = write(List.of(
                Proof.noneSeen(FindingKind.RETRANSMISSIONS, "retransmission"),
                Proof.noneSeen(FindingKind.OUT_OF_ORDER, "segment out of order"),
                Proof.absent(FindingKind.DELAYED_MESSAGES, "No message comes late.")));

        assertTrue(report.contains("""
            ### Retransmission and loss

            - The capture shows no retransmission and no segment out of order. No message comes late.
            """), report);
    }

    @Test
    void moreOfAKindThanAParagraphHoldsIsListedBehindIt() throws IOException {
        List<Finding> many = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            many.add(finding(
                    FindingKind.DELAYED_MESSAGE, "Message " + i + " comes late.", FrameSet.of(i), "tcp.len==" + i));
        }
        String report = write(many);

        assertTrue(report.contains("- 2 more are listed under [Further findings](#further-findings).\n"), report);
        assertTrue(
                report.contains("## Further findings\n\n- Message 9 comes late (frame 9: `tcp.len==9`).\n"
                        + "- Message 10 comes late (frame 10: `tcp.len==10`).\n"),
                report);
    }

    @Test
    void handshakeAndCloseAreTablesWithTheFramesOfEveryStep() throws IOException {
        String report = analyzed("handshake; C data 'x'; S ACK; C FIN; S ACK; S FIN; C ACK");

        assertTrue(report.contains("| 0 | 10.0.0.1:40000 | 10.0.0.2:10000 | 1 | 2 | 3 |"), report);
        assertTrue(report.contains("| 0 | 6, client | 7 | 8, server | 9 | – |"), report);
        assertFalse(report.contains("Connection 0 is closed by"), report);
        assertTrue(report.contains(". `close`, frames 6, 8: `tcp.stream==0 && "), report);
    }

    @Test
    void dataThatNoDecoderReadIsNamedWithItsPort() throws IOException {
        String report =
                analyzed("server 10.0.0.2:6667; handshake; S data 'NOTICE'; C ACK; C data 'NICK'; S ACK; close");

        assertTrue(
                report.contains(
                        "- 1 connection to 10.0.0.2:6667, the port of IRC, carries 4 bytes from the client and 6"
                                + " bytes from the server.\n"),
                report);
        assertFalse(report.contains("--decode-as"), report);
    }

    @Test
    void aTimeToLiveTellsOfTheRoutersOnTheWay() throws IOException {
        Finding ttl = new Proof(FrameSet.of(2), "ip.ttl==42")
                .state(FindingKind.TTL, new Subject.OfTimeToLive(42), "17 packets have a time to live of 42.", 42);

        assertTrue(write(List.of(ttl)).contains("42 is presumably 64 less 22 on the way"));
    }

    @Test
    void rowsAreInTheOrderOfTheirTimes() throws IOException {
        List<Double> times = new ArrayList<>();
        Pattern row = Pattern.compile("(?m)^\\| (\\d+\\.\\d{3}) \\| ");
        row.matcher(report("lossy-1.pcapng")).results().forEach(match -> times.add(Double.parseDouble(match.group(1))));

        assertTrue(times.size() > 100, times.size() + " rows");
        assertEquals(times.stream().sorted().toList(), times);
    }

    @Test
    void longEvidenceIsCutAndCounted() throws IOException {
        FrameSet everyOther = new FrameSet();
        for (long frame = 1; frame < 3000; frame += 2) {
            everyOther.add(frame);
        }
        Finding finding = new Proof(everyOther, "ip.version==4").state(FindingKind.PROTOCOL, "Many.", 1);
        assertTrue(write(List.of(finding)).contains("Many (1,500 frames: 1, 3, 5, 7, 9, "));
    }

    private static String report(String capture) throws IOException {
        try (PacketSource source =
                CaptureFile.open(RESOURCES.resolve("captures/own").resolve(capture))) {
            return report(source);
        }
    }

    private static String analyzed(String script) throws IOException {
        return report(TcpScript.parse(script).source());
    }

    private static String report(PacketSource source) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MarkdownReport report = new MarkdownReport(out)) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(report), List.of()).run(source);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Finding finding(FindingKind kind, String statement, FrameSet frames, String filter) {
        return new Proof(frames, filter)
                .state(kind, Severity.INFO, Subject.CAPTURE, new Sentence.Statement(statement), 1);
    }

    private static Finding finding(FindingKind kind, Severity severity) {
        return Proof.NONE.state(kind, severity, Subject.CAPTURE, new Sentence.Statement("It is so."), 1);
    }

    private static String write(List<Finding> findings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MarkdownReport report = new MarkdownReport(out)) {
            report.finish(EMPTY, findings);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
