package parley.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.opencsv.CSVReaderHeaderAware;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.LiveSource;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LoopbackInterface;

/** The demo from end to end, and what it does where it cannot capture. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DemoTest {
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theConversationIsCapturedDecodedAndWrittenDown() throws Exception {
        Path reports = captured();

        List<Map<String, String>> messages = rows(reports.resolve("messages.csv"));
        for (Map<String, String> row : rows(reports.resolve("four-users.csv"))) {
            assertTrue(
                    messages.stream().anyMatch(m -> isTyped(m, cell(row, "user"), cell(row, "line"))),
                    () -> row + " is not among the messages");
        }
        assertEquals(
                Set.of("Ofir", "Roony", "Hodaya", "Emily"),
                new TreeSet<>(column(rows(reports.resolve("users.csv")), "name")));
        assertEquals(
                List.of("true", "true", "true", "true"), column(rows(reports.resolve("handshakes.csv")), "complete"));
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
        Path live = captured();
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
    void withoutLibpcapItSaysSoAndGoesOn() throws Exception {
        Path reports = directory.resolve("reports");
        List<String> options = new ArrayList<>(NATIVE_ACCESS);
        options.add("-Dparley.pcap.library=no-such-library");

        ChildJvm.Run run = ChildJvm.run(directory, ChildJvm.java(options, "demo", "-o", reports.toString()));

        assertEquals(0, run.exitCode(), run.errors());
        assertTrue(run.errors().contains("libpcap"), run.errors());
        assertTrue(run.errors().contains("goes on without capturing"), run.errors());
        assertFalse(run.errors().contains("\tat "), run.errors());
        assertTrue(run.output().contains("lunch at one?"), run.output());
        assertFalse(Files.exists(reports.resolve("capture.pcapng")));
        assertEquals(4, rows(reports.resolve("users.csv")).size());
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
        try (LiveSource probe = LiveSource.open(CaptureOptions.of(LoopbackInterface.name(), "tcp port 9"))) {
            assertFalse(probe.interfaces().isEmpty());
        } catch (IOException impossible) {
            assumeTrue(false, "the demo's capture is not tested: " + impossible.getMessage());
        }
        Path reports = directory.resolve("reports");
        ChildJvm.Run run = ChildJvm.run(directory, ChildJvm.java(NATIVE_ACCESS, "demo", "-o", reports.toString()));
        assertEquals(0, run.exitCode(), run.errors());
        assertFalse(run.errors().contains("WARNING"), run.errors());
        return reports;
    }

    private static List<String> column(List<Map<String, String>> rows, String name) {
        return rows.stream().map(row -> cell(row, name)).toList();
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    private static List<Map<String, String>> rows(Path csv) throws Exception {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(csv);
                CSVReaderHeaderAware reader = new CSVReaderHeaderAware(text)) {
            Map<String, String> row = reader.readMap();
            while (row != null) {
                rows.add(row);
                row = reader.readMap();
            }
        }
        return rows;
    }
}
