package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.RandomSegments;
import parley.analyzer.testing.TsharkRows;
import parley.analyzer.testing.WiresharkCaptures;

/** Segments drawn by lot, rare ones and senseless ones, are judged, numbered and worded as tshark does it. */
class RandomSegmentsBesideWiresharkTest {
    private static final List<String> FLAGS = List.of(
            "tcp.analysis.retransmission",
            "tcp.analysis.fast_retransmission",
            "tcp.analysis.spurious_retransmission",
            "tcp.analysis.out_of_order",
            "tcp.analysis.lost_segment",
            "tcp.analysis.ack_lost_segment",
            "tcp.analysis.duplicate_ack",
            "tcp.analysis.keep_alive",
            "tcp.analysis.keep_alive_ack",
            "tcp.analysis.window_update",
            "tcp.analysis.window_full",
            "tcp.analysis.zero_window",
            "tcp.analysis.zero_window_probe",
            "tcp.analysis.zero_window_probe_ack",
            "tcp.analysis.reused_ports",
            "tcp.analysis.ack_rtt",
            "tcp.analysis.initial_rtt",
            "tcp.analysis.bytes_in_flight");
    private static final List<String> NUMBERS = List.of(
            "frame.number",
            "tcp.stream",
            "tcp.flags",
            "tcp.seq",
            "tcp.ack",
            "tcp.seq_raw",
            "tcp.ack_raw",
            "tcp.len",
            "tcp.window_size");
    private static final String INFO = "_ws.col.Info";

    @ParameterizedTest(name = "seed {0}: {1} conversations of up to {2} steps")
    @CsvSource({"1, 600, 12", "2, 250, 40", "3, 60, 150", "4, 15, 600"})
    void everyCellIsWiresharks(long seed, int conversations, int steps, @TempDir Path folder) throws IOException {
        TsharkRows.assumeInstalled();
        Path capture = Files.write(
                folder.resolve("random.pcap"),
                PcapBytes.of(
                        LinkType.ETHERNET, RandomSegments.of(RandomSegments.Kind.ANY, seed, conversations, steps)));
        Path expected = folder.resolve("expected.csv");
        TsharkRows.write(
                capture,
                Stream.of(NUMBERS, FLAGS, List.of(INFO)).flatMap(List::stream).toList(),
                expected);
        List<Map<String, String>> rows = Reports.rows(CsvReport.SEGMENTS, capture);
        List<String> infos = Reports.column(Reports.rows(CsvReport.PACKETS, capture), "Info");
        rows.forEach(row -> row.put(INFO, infos.get(Integer.parseInt(row.get("frame.number")) - 1)));
        new WiresharkCaptures.WiresharkCase(capture, expected).compare("frame.number", rows, Set.of());
        Set<String> met = new HashSet<>();
        rows.forEach(row -> row.forEach((column, cell) -> {
            if (!cell.isEmpty()) {
                met.add(column);
            }
        }));
        met.retainAll(FLAGS);
        assertEquals(Set.copyOf(FLAGS), met, "rules that apply somewhere");
    }
}
