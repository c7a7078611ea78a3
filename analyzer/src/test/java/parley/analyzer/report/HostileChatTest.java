package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Message;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.markdown.MarkdownReport;
import parley.analyzer.testing.TcpScript;

/** A chat whose users attack who reads the reports: names past every rule, and words that are code elsewhere. */
class HostileChatTest {
    private static final Pattern KEPT = Pattern.compile("(?s)'+[=+\\-@\t\r].*");
    private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\t\r].*");
    private static final List<String> NAMES = List.of(
            "<script>alert(1)</script>",
            "=HYPERLINK(\"http://x\")",
            "'=1+1",
            "\u202eevil\u2066",
            "|`*_[x](javascript:1)",
            "%%{init:{}}%%",
            "end;#35;",
            "\u001b]0;title\u0007");
    private static final List<String> SAID = List.of(
            "=HYPERLINK(\"http://x\",\"y\")",
            "</script><img src=x onerror=alert(1)>",
            "\u001b[2J\u001b]0;gotcha\u0007",
            "\u202eesrever\u202c \u2066isolated\u2069 \u200b\u2028\u2029\ufeff",
            "w".repeat(4000),
            "nul\u0000nul",
            "@SUM(A1)\r",
            "\t-1",
            "'+1",
            "''",
            "a,\"b\"\n",
            "```\n# x\n| a | b |",
            "\ud83d\ude42 \u05e9\u05dc\u05d5\u05dd");

    /** Each user on a connection of its own says everything: to all who listen, and in the form of a single word. */
    private static TcpScript chat() {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            script.append("client 10.0.0.1:").append(40000 + i).append("\nhandshake\n");
            server(script, "welcome to the chat\n");
            client(script, name + "\n");
            server(script, "hello " + name + "\n");
            server(script, "online: " + String.join(", ", NAMES.subList(0, i + 1)) + "\n");
            for (String said : SAID) {
                client(script, name + " to " + NAMES.getFirst() + " - " + said + "\n");
                client(script, said + "\n");
                server(script, "error: " + said + "\n");
                server(script, "error: not online: " + name + "\n");
            }
            server(script, "request from " + name + "\n");
            server(script, "private with " + NAMES.getFirst() + "\n");
            client(script, "=said(private)\n");
            server(script, name + ": " + SAID.getFirst() + "\n");
        }
        return TcpScript.parse(script.toString());
    }

    private static void client(StringBuilder script, String text) {
        data(script, 'C', text);
    }

    private static void server(StringBuilder script, String text) {
        data(script, 'S', text);
    }

    private static void data(StringBuilder script, char side, String text) {
        script.append(side).append(" data '");
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            script.append("\\x%02x".formatted(octet & 0xff));
        }
        script.append("'\n");
    }

    private static List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        run(List.of(), new AnalysisListener() {
            @Override
            public void decoded(Message message) {
                messages.add(message);
            }
        });
        return messages;
    }

    private static void run(List<ReportSink> sinks, AnalysisListener... listeners) {
        try {
            new Analysis(AnalysisOptions.DEFAULT, sinks, List.of(listeners)).run(chat().source());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Map<String, String>> rows(CsvReport report, CsvText form) {
        return Reports.rows(Reports.text(report, chat().source(), AnalysisOptions.DEFAULT, form));
    }

    @ParameterizedTest
    @EnumSource
    void csvIsTheSameTextOnceTheGuardIsTakenOff(CsvReport report) {
        List<Map<String, String>> raw = rows(report, CsvText.RAW);
        List<Map<String, String>> safe = rows(report, CsvText.SAFE);
        assertEquals(raw.size(), safe.size());
        for (int i = 0; i < raw.size(); i++) {
            for (Map.Entry<String, String> cell : safe.get(i).entrySet()) {
                String text = cell.getValue();
                assertFalse(FORMULA.matcher(text).matches(), () -> report + " " + cell);
                assertEquals(raw.get(i).get(cell.getKey()), KEPT.matcher(text).matches() ? text.substring(1) : text);
            }
        }
    }

    @Test
    void rawCsvHasEveryMessageAsItCame() {
        List<Message> messages = messages();
        assertTrue(messages.size() > NAMES.size() * SAID.size(), () -> messages.size() + " messages");
        List<Map<String, String>> rows = rows(CsvReport.MESSAGES, CsvText.RAW);
        assertEquals(messages.stream().map(Message::text).toList(), Reports.column(rows, "text"));
        assertEquals(messages.stream().map(Message::sender).toList(), Reports.column(rows, "sender"));
        String all = String.join("\n", Reports.column(rows, "text"));
        for (String said : List.of(SAID.get(0), SAID.get(1), SAID.get(2), SAID.get(3), SAID.get(4), SAID.get(5))) {
            assertTrue(all.contains(said), said);
        }
    }

    @Test
    void markdownShowsItAsText() {
        String report = markdown();
        assertHarmless(report);
        String prose = report.replaceAll("(?s)```mermaid.*?\n```\n", "")
                .replaceAll("(?<![\\\\`])(`+)(?!`).*?(?<!`)\\1(?!`)", "");
        assertFalse(Pattern.compile("(?<!\\\\)[<>]").matcher(prose).find(), prose);
        assertFalse(Pattern.compile("(?i)(https?|javascript):/").matcher(prose).find(), prose);
        Pattern.compile("(?s)```mermaid.*?\n```\n")
                .matcher(report)
                .results()
                .forEach(block -> assertFalse(
                        Pattern.compile("[<>{}%`\"\\[\\]]")
                                .matcher(block.group().replaceAll("->>|```(mermaid)?", ""))
                                .find(),
                        block.group()));
        assertTrue(report.lines().filter(line -> line.startsWith("|")).allMatch(line -> line.endsWith("|")), report);
    }

    private static String markdown() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MarkdownReport report = new MarkdownReport(out)) {
            run(List.of(report));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void terminalShowsItAsText() {
        StringBuilder out = new StringBuilder();
        run(List.of(new TerminalSummary(out, 80, false, AnalysisDepth.FINDINGS)));
        assertHarmless(out.toString());
        assertTrue(out.toString().lines().allMatch(line -> TerminalLines.width(line) <= 80), out::toString);
        assertTrue(out.toString().contains("<script>alert(1)</script> (40000)"), out::toString);
    }

    private static void assertHarmless(String shown) {
        assertTrue(
                shown.codePoints()
                        .allMatch(c ->
                                c == '\n' || !(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)),
                shown);
    }

    @Test
    void twoRunsAreOneAndTheSame(@TempDir Path folder) throws IOException {
        for (String name : List.of("first", "second")) {
            try (ReportDirectory reports = ReportDirectory.openAll(folder.resolve(name), "capture.pcapng")) {
                run(reports.sinks());
            }
        }
        try (Stream<Path> files = Files.list(folder.resolve("first"))) {
            List<Path> written = files.toList();
            assertEquals(CsvReport.values().length + 2, written.size());
            for (Path file : written) {
                assertArrayEquals(
                        Files.readAllBytes(file),
                        Files.readAllBytes(folder.resolve("second").resolve(file.getFileName())),
                        file::toString);
            }
        }
    }
}
