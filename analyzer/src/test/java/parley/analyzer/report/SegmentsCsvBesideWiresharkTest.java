package parley.analyzer.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import parley.analyzer.testing.WiresharkCaptures;
import parley.analyzer.testing.WiresharkCaptures.WiresharkCase;

/** segments.csv has Wireshark's cells, and packets.csv its Protocol and Info of every frame with TCP. */
class SegmentsCsvBesideWiresharkTest {
    /** Columns that differ with a reason: docs/REPORTS.md has it. */
    private static final Map<String, Set<String>> DIFFERENT = Map.of(
            "tcpdump-timestamp_invalid_micro.pcap",
            Set.of("frame.time_epoch", "tcp.analysis.ack_rtt", "tcp.analysis.initial_rtt"));

    @TestFactory
    Stream<DynamicTest> segmentsOfOwnCaptures() throws IOException {
        return WiresharkCaptures.own().tests("segments", SegmentsCsvBesideWiresharkTest::compareSegments);
    }

    @TestFactory
    Stream<DynamicTest> segmentsOfNamedCaptures() throws IOException {
        return WiresharkCaptures.namedTests("segments", SegmentsCsvBesideWiresharkTest::compareSegments);
    }

    @TestFactory
    Stream<DynamicTest> wordsOfOwnCaptures() throws IOException {
        return WiresharkCaptures.own().tests("info", SegmentsCsvBesideWiresharkTest::compareWords);
    }

    @TestFactory
    Stream<DynamicTest> wordsOfNamedCaptures() throws IOException {
        return WiresharkCaptures.namedTests("info", SegmentsCsvBesideWiresharkTest::compareWords);
    }

    private static void compareSegments(WiresharkCase capture) {
        capture.compare(
                "frame.number",
                Reports.rows(CsvReport.SEGMENTS, capture.capture()),
                DIFFERENT.getOrDefault(capture.capture().getFileName().toString(), Set.of()));
    }

    private static void compareWords(WiresharkCase capture) {
        Set<String> frames = capture.rows().stream().map(row -> row.get("No.")).collect(Collectors.toSet());
        List<Map<String, String>> rows = Reports.rows(CsvReport.PACKETS, capture.capture()).stream()
                .filter(row -> frames.contains(row.get("No.")))
                .toList();
        capture.compare("No.", rows, Set.of());
    }
}
