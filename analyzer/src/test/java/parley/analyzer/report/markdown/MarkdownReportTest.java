package parley.analyzer.report.markdown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

class MarkdownReportTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final AnalysisSummary EMPTY =
            new AnalysisSummary(0, 0, 0, 6, List.of(), 0, Optional.empty(), 0, LimitsReached.NONE, Map.of(), 0, false);

    @Test
    void seedSessionIsWrittenAsStored() throws IOException {
        Path capture = RESOURCES.resolve("captures/own/seed-session.pcapng");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PacketSource source = CaptureFile.open(capture);
                MarkdownReport report = new MarkdownReport(out)) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(report), List.of()).run(source);
        }
        assertEquals(
                Files.readString(RESOURCES.resolve("reports/seed-session.md")), out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void namesFromTheWireAreNeverMarkup() throws IOException {
        String hostile = "<img src=x onerror=alert(1)> | `a` ![b](http://c)\n# d \u202e is the user.";
        Finding finding = new Finding(
                Finding.Layer.APPLICATION,
                "user-identity",
                Finding.Severity.INFO,
                hostile,
                hostile,
                FrameSet.of(7),
                "tcp.len==1");
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
            String report = write(List.of(new Finding(
                    kind.layer(), kind.id(), kind.severity(), kind.sentence(), "1", FrameSet.of(7), "tcp.len==1")));
            String prose = report.substring(0, report.indexOf("## All findings"));
            assertTrue(prose.contains("frame 7: `tcp.len==1`"), kind::id);
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
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MarkdownReport report = new MarkdownReport(out)) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(report), List.of())
                    .run(TcpScript.parse(script.formatted()).source());
        }
        String text = out.toString(StandardCharsets.UTF_8);
        String diagram = text.substring(text.indexOf("```mermaid\n"), text.indexOf("\n```\n"));
        assertEquals("""
                ```mermaid
                sequenceDiagram
                    participant S0 as server 10.0.0.2:10000
                    participant C0 as end (40000)
                    S0->>C0: welcome to the chat
                    C0->>S0: name: end
                    S0->>C0: hello end
                    C0->>S0: direct to end: #37;#37;#123;init: x#125;#37;#37; #60;b#62;#59;#35;35#59; #96;#96;#96;""", diagram);
    }

    @Test
    void warningsComeFirstInTheList() throws IOException {
        String report = write(
                List.of(finding("first-said", Finding.Severity.INFO), finding("said-later", Finding.Severity.WARNING)));
        String list = report.substring(report.indexOf("## All findings"));
        assertTrue(list.indexOf("said-later") < list.indexOf("first-said"), list);
    }

    @Test
    void longEvidenceIsCutAndCounted() throws IOException {
        FrameSet everyOther = new FrameSet();
        for (long frame = 1; frame < 3000; frame += 2) {
            everyOther.add(frame);
        }
        Finding finding = new Finding(
                Finding.Layer.NETWORK, "protocol", Finding.Severity.INFO, "Many.", "1", everyOther, "ip.version==4");
        assertTrue(write(List.of(finding)).contains("Many (1,500 frames: 1, 3, 5, 7, 9, "));
    }

    private static Finding finding(String id, Finding.Severity severity) {
        return new Finding(Finding.Layer.CAPTURE, id, severity, "It is so.", "1", new FrameSet(), "");
    }

    private static String write(List<Finding> findings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MarkdownReport report = new MarkdownReport(out)) {
            report.finish(EMPTY, findings);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
