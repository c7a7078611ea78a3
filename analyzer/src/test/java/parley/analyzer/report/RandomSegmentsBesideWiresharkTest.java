package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.testing.RandomSegments;
import parley.analyzer.testing.TsharkRows;
import parley.analyzer.testing.WiresharkCaptures;

/** Segments drawn by lot, rare ones and senseless ones, are judged, numbered and worded as tshark does it. */
class RandomSegmentsBesideWiresharkTest {
    private static final String PROTOCOL = "_ws.col.Protocol";
    private static final String INFO = "_ws.col.Info";

    @ParameterizedTest(name = "{0}, seed {1}: {2} conversations of up to {3} steps")
    @CsvSource({
        "ANY, 1, 600, 12",
        "ANY, 2, 250, 40",
        "ANY, 3, 60, 150",
        "ANY, 4, 15, 600",
        "OPTIONS, 5, 300, 12",
        "OPTIONS, 6, 80, 60",
        "OPTIONS, 11, 100, 50"
    })
    void everyCellIsWiresharks(RandomSegments.Kind kind, long seed, int conversations, int steps, @TempDir Path folder)
            throws IOException {
        TsharkRows.assumeInstalled();
        Path capture = Files.write(folder.resolve("random.pcap"), RandomSegments.of(kind, seed, conversations, steps));
        Path expected = folder.resolve("expected.csv");
        TsharkRows.write(
                capture,
                Stream.concat(SegmentsTable.columnNames().stream(), Stream.of(PROTOCOL, INFO))
                        .toList(),
                expected);
        List<Map<String, String>> rows = Reports.rows(CsvReport.SEGMENTS, capture);
        List<Map<String, String>> packets = Reports.rows(CsvReport.PACKETS, capture);
        for (Map<String, String> row : rows) {
            Map<String, String> packet = packets.get(Integer.parseInt(row.get("frame.number")) - 1);
            row.put(PROTOCOL, packet.getOrDefault("Protocol", ""));
            row.put(INFO, packet.getOrDefault("Info", ""));
        }
        new WiresharkCaptures.WiresharkCase(capture, expected).compare("frame.number", rows, Set.of());
        assertEquals(
                TsharkRows.completeness(capture),
                Reports.rows(CsvReport.CONVERSATIONS, capture).stream()
                        .collect(Collectors.toMap(row -> row.get("tcp.stream"), row -> row.get("tcp.completeness"))));
        Set<String> met = new HashSet<>();
        rows.forEach(row -> row.forEach((column, cell) -> {
            if (!cell.isEmpty()) {
                met.add(column);
            }
        }));
        assertTrue(met.containsAll(SegmentsTable.columnNames()), () -> "columns that are filled somewhere: " + met);
    }
}
