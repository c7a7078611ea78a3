package parley.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.cli.CsvRows.cell;
import static parley.cli.CsvRows.column;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo from end to end, and what it does where it cannot capture. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoTest {
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theConversationIsCapturedDecodedAndWrittenDown() throws Exception {
        assertHoldsTheConversation(captured());
    }

    private static void assertHoldsTheConversation(Path reports) throws Exception {
        List<Map<String, String>> messages = CsvRows.of(reports.resolve("messages.csv"));
        for (Map<String, String> row : CsvRows.of(reports.resolve("four-users.csv"))) {
            assertTrue(
                    messages.stream().anyMatch(m -> isTyped(m, cell(row, "user"), cell(row, "line"))),
                    () -> row + " is not among the messages");
        }
        assertEquals(
                Set.of("Ofir", "Roony", "Hodaya", "Emily"),
                new TreeSet<>(column(CsvRows.of(reports.resolve("users.csv")), "name")));
        assertEquals(
                List.of("true", "true", "true", "true"),
                column(CsvRows.of(reports.resolve("handshakes.csv")), "complete"));
    }

    /** Messages and texts are told without the words that address them. */
    private static boolean isTyped(Map<String, String> message, String user, String line) {
        String text = cell(message, "text");
        String addressed = user + " to " + cell(message, "recipients") + " - " + text;
        return cell(message, "direction").equals("client")
                && cell(message, "sender").equals(user)
                && (line.equals(text) || line.equals(addressed));
    }

    @Test
    void whatWasDecodedLiveEqualsTheAnalysisOfTheFileItWrote() throws Exception {
        assertEqualsTheAnalysisOfItsFile(captured());
    }

    private void assertEqualsTheAnalysisOfItsFile(Path live) throws Exception {
        Path offline = directory.resolve("offline");

        ChildJvm.Run run = ChildJvm.run(
                directory,
                ChildJvm.java("analyze", live.resolve("capture.pcapng").toString(), "-o", offline.toString()));

        assertEquals(0, run.exitCode(), run.errors());
        List<Path> reports;
        try (Stream<Path> files = Files.list(offline)) {
            reports = files.sorted().toList();
        }
        assertTrue(reports.size() >= 9, () -> "only " + reports);
        assertAll(reports.stream().map(offlineReport -> () -> {
            Path name = offlineReport.getFileName();
            assertEquals(Files.readString(live.resolve(name)), Files.readString(offlineReport), name.toString());
        }));
    }

    @Test
    void withoutLibpcapItSaysSoAndMakesTheCaptureByARelay() throws Exception {
        Path reports = directory.resolve("reports");
        List<String> options = List.of("--enable-native-access=ALL-UNNAMED", "-Dparley.pcap.library=no-such-library");

        ChildJvm.Run run = ChildJvm.run(directory, ChildJvm.java(options, "demo", "-o", reports.toString()));

        assertEquals(0, run.exitCode(), run.errors());
        assertEquals(
                1,
                run.errors()
                        .lines()
                        .filter(line -> line.contains("libpcap") && line.contains("a relay, 127.0.0.1:"))
                        .count(),
                run.errors());
        assertFalse(run.errors().contains("\tat "), run.errors());
        assertTrue(run.output().contains("lunch at one?"), run.output());
        assertHoldsTheConversation(reports);
        assertEqualsTheAnalysisOfItsFile(reports);
        assertTrue(Files.readString(reports.resolve("report.md")).contains("A relay made this capture"));
        Path capture = reports.resolve("capture.pcapng");
        Set<String> servers = new TreeSet<>(column(CsvRows.of(reports.resolve("handshakes.csv")), "server"));
        assertTrue(
                servers.stream().allMatch(server -> run.errors().contains("chat server on " + server + "\n")),
                servers + " " + run.errors());
        if (Tshark.isInstalled()) {
            assertEquals(List.of(), Tshark.framesOf(capture, "tcp.analysis.flags || _ws.malformed"));
        }
    }

    @Test
    void aDirectoryThatIsAFileIsOneLine() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        ChildJvm.Run run = ChildJvm.run(directory, ChildJvm.java(NATIVE_ACCESS, "demo", "-o", file.toString()));

        assertEquals(1, run.exitCode());
        assertEquals("parley: " + file + " is a file: name a directory with -o\n", run.errors());
    }

    /** Runs the demo and returns where its files are; skips the test where capturing is not possible. */
    private Path captured() throws Exception {
        CaptureAssumption.loopbackCanBeCaptured();
        Path reports = directory.resolve("reports");
        ChildJvm.Run run = ChildJvm.run(directory, ChildJvm.java(NATIVE_ACCESS, "demo", "-o", reports.toString()));
        assertEquals(0, run.exitCode(), run.errors());
        assertFalse(run.errors().contains("WARNING"), run.errors());
        return reports;
    }
}
