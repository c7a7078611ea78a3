package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.LimitsReached;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Sentence;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;

class TerminalSummaryTest {
    private static final AnalysisSummary EMPTY =
            new AnalysisSummary(0, 0, 0, 6, List.of(), 0, Optional.empty(), 0, LimitsReached.NONE, Map.of(), 0, false);

    @Test
    void seedSessionIsToldInAFewLines() throws IOException {
        StringBuilder out = new StringBuilder();
        Path capture = Path.of("src/test/resources/captures/own/seed-session.pcapng");
        try (PacketSource source = CaptureFile.open(capture);
                TerminalSummary summary = new TerminalSummary(out, 100, false, AnalysisDepth.FINDINGS)) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(summary), List.of()).run(source);
        }
        List<String> lines = out.toString().lines().toList();
        assertEquals("141 packets in 2.890 s, 4 TCP connections", lines.getFirst());
        assertTrue(
                lines.contains("Users      Ofir (58197), Roony (52837), Hodaya (51542), Emily (51546)"), out::toString);
        assertTrue(
                lines.contains("Note       Roony asks Ofir for a private chat, and Ofir rejects it after 121 ms."),
                out::toString);
        assertTrue(lines.stream().allMatch(line -> line.length() <= 100), out::toString);
    }

    @Test
    void aLongSentenceIsWholeWhereThereIsRoom() throws IOException {
        String summary = write(
                List.of(finding(FindingKind.GAPS, Finding.Severity.WARNING, "word ".repeat(60) + "end.")), 80, false);
        assertTrue(summary.contains("word end.\n"), summary);
    }

    @Test
    void bothWaysOfThePacketsAreTold() throws IOException {
        List<Finding> ways = List.of(
                finding(FindingKind.ADDRESSES, Finding.Severity.INFO, "2 IP packets go from A to B."),
                finding(FindingKind.ADDRESSES, Finding.Severity.INFO, "3 IP packets go from B to A."),
                finding(FindingKind.ADDRESSES, Finding.Severity.INFO, "4 IP packets go from A to C."));
        String summary = write(ways, 120, false);
        assertTrue(
                summary.contains(
                        "Network    2 IP packets go from A to B. 3 IP packets go from B to A. (and 1 more way)"),
                summary);
    }

    @Test
    void whatIsWrongComesByKindAndInAtMost25Lines() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (FindingKind kind : FindingKind.values()) {
            if (kind.layer() == Finding.Layer.CAPTURE && kind != FindingKind.GAPS) {
                findings.add(finding(kind, Finding.Severity.NOTE, "word ".repeat(200)));
                findings.add(finding(kind, Finding.Severity.NOTE, "word ".repeat(200)));
            }
        }
        findings.add(finding(FindingKind.GAPS, Finding.Severity.WARNING, "It broke."));
        String summary = write(findings, 40, false);
        assertTrue(summary.lines().count() <= TerminalSummary.LINES, summary);
        assertEquals("Warning    It broke.", summary.lines().toList().get(1));
    }

    @Test
    void controlCharactersFromTheWireAreHarmless() throws IOException {
        Finding hostile =
                finding(FindingKind.GAPS, Finding.Severity.WARNING, "\u001b]0;title\u0007\u001b[2J\u202e\r\nx");
        String summary = write(List.of(hostile), 80, false);
        assertEquals(0, summary.chars().filter(c -> c < ' ' && c != '\n').count(), summary);
        assertFalse(summary.contains("\u202e"));
    }

    @Test
    void coloursAreUsedOnlyWhereWanted() throws IOException {
        List<Finding> findings = List.of(finding(FindingKind.GAPS, Finding.Severity.WARNING, "It broke."));
        assertFalse(write(findings, 80, false).contains("\u001b"));
        assertTrue(write(findings, 80, true).contains("\u001b[31mWarning    It broke.\u001b[0m\n"));
    }

    @Test
    void nothingWrongIsSaid() throws IOException {
        assertTrue(write(List.of(), 80, false).contains("Problems   None"));
    }

    private static Finding finding(FindingKind kind, Finding.Severity severity, String statement) {
        return Proof.NONE.state(kind, severity, Subject.CAPTURE, new Sentence.Statement(statement), 1);
    }

    private static String write(List<Finding> findings, int width, boolean colours) throws IOException {
        StringBuilder out = new StringBuilder();
        new TerminalSummary(out, width, colours, AnalysisDepth.FINDINGS).finish(EMPTY, findings);
        return out.toString();
    }
}
