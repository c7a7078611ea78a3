package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;

/** packets.csv has the packets that tshark lists: by number, time, addresses and length, whatever is in them. */
class PacketsCsvBesideWiresharkTest {
    /** Of the fields, the last is empty for what is no packet: custom blocks of pcapng. */
    private static final List<String> FIELDS = List.of(
            "_ws.col.No.",
            "_ws.col.Time",
            "_ws.col.Source",
            "_ws.col.Destination",
            "_ws.col.Length",
            "frame.encap_type");

    /** Its microseconds exceed a second: they are carried over here, and printed as they are there. */
    private static final String OVERFLOWING_TIMES = "tcpdump-timestamp_invalid_micro.pcap";

    @TestFactory
    Stream<DynamicTest> ownCaptures() throws IOException {
        return tests(Path.of("src/test/resources/captures/own"));
    }

    /** Of the captures that {@code -Dparley.captures} names, all. */
    @TestFactory
    Stream<DynamicTest> namedCaptures() throws IOException {
        String named = System.getProperty("parley.captures", "");
        assumeTrue(!named.isEmpty(), "no captures: name their folder with -Dparley.captures=FOLDER");
        return tests(Path.of(named, "public"));
    }

    private static Stream<DynamicTest> tests(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.naturalOrder()).toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
        }
    }

    private static void compare(Path file) throws IOException, InterruptedException {
        List<List<String>> expected = tshark(file);
        List<Map<String, String>> rows;
        try (PacketSource source = CaptureFile.open(file)) {
            rows = Reports.rows(Reports.text(CsvReport.PACKETS, source, AnalysisOptions.DEFAULT, CsvText.SAFE));
        } catch (IOException noCapture) {
            rows = List.of();
        }
        boolean comparesTimes = !file.endsWith(OVERFLOWING_TIMES);
        assertEquals(
                expected.stream().map(row -> told(row, comparesTimes)).toList(),
                rows.stream()
                        .map(row -> List.of(
                                cell(row, "No."),
                                cell(row, "Time"),
                                cell(row, "Source"),
                                cell(row, "Destination"),
                                cell(row, "Length")))
                        .map(row -> told(row, comparesTimes))
                        .toList());
    }

    private static String told(List<String> row, boolean withTime) {
        String time = row.get(1).isEmpty() || !withTime
                ? ""
                : new BigDecimal(row.get(1)).stripTrailingZeros().toPlainString();
        return row.get(0) + " at " + time + " " + row.get(2) + " → " + row.get(3) + " " + row.get(4);
    }

    private static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static List<List<String>> tshark(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-T", "fields"));
        FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
        Process process;
        try {
            process =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        } catch (IOException missing) {
            throw new TestAbortedException("tshark is not installed", missing);
        }
        List<List<String>> rows = new ArrayList<>();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines()
                    .map(line -> List.of(line.split("\t", -1)))
                    .filter(row -> !row.getLast().isEmpty())
                    .forEach(rows::add);
        }
        process.waitFor();
        return rows;
    }
}
