package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.RandomSegments;
import parley.analyzer.testing.TsharkRows;
import parley.analyzer.testing.WiresharkCaptures;

/** streams.csv has the octets of each direction that Wireshark follows. */
class StreamsCsvBesideWiresharkTest {
    /** Rows, by stream and node, that differ with a reason: docs/REPORTS.md has it. */
    private static final Map<String, Set<String>> DIFFERENT = Map.of(
            // The note in place of a hole ends in a NUL, which the expected file counts.
            "arkime-tcp-reassembly-synthetic.pcap", Set.of("4 1"),
            // The second stream is quoted by sFlow, which is not decoded.
            "seladb-tcp-reassembly.pcap", Set.of("1 0", "1 1"));

    @TestFactory
    Stream<DynamicTest> ownCaptures() throws IOException {
        return WiresharkCaptures.own().tests("streams", StreamsCsvBesideWiresharkTest::compare);
    }

    @TestFactory
    Stream<DynamicTest> namedCaptures() throws IOException {
        return WiresharkCaptures.namedTests("streams", StreamsCsvBesideWiresharkTest::compare);
    }

    private static void compare(WiresharkCaptures.WiresharkCase capture) {
        Map<String, Map<String, String>> expected = byDirection(capture.rows());
        Map<String, Map<String, String>> actual = byDirection(Reports.rows(CsvReport.STREAMS, capture.capture()));
        for (String row : DIFFERENT.getOrDefault(capture.capture().getFileName().toString(), Set.of())) {
            assertNotEquals(expected.remove(row), actual.remove(row), "the reason for row " + row + " is out of date");
        }
        assertEquals(expected, actual);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void conversationsDrawnByLot(long seed, @TempDir Path folder) throws IOException {
        TsharkRows.assumeInstalled();
        Path capture = Files.write(
                folder.resolve("random.pcap"),
                RandomSegments.of(RandomSegments.Kind.ORDERLY, seed, 40, 20 + (int) seed));
        List<Map<String, String>> actual = Reports.rows(CsvReport.STREAMS, capture);
        Map<String, Map<String, String>> expected = byDirection(TsharkRows.followed(capture, actual.size() / 2));
        byDirection(actual).forEach((row, cells) -> assertEquals(expected.remove(row), cells));
        assertEquals(Map.of(), expected);
        assertEquals(Set.of("0", "1"), Set.copyOf(Reports.column(actual, "gap")), "with gaps and without");
    }

    private static Map<String, Map<String, String>> byDirection(List<Map<String, String>> rows) {
        Map<String, Map<String, String>> byDirection = new TreeMap<>();
        rows.forEach(row -> byDirection.put(row.get("tcp.stream") + " " + row.get("node"), new TreeMap<>(row)));
        return byDirection;
    }
}
