package parley.analyzer.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.Reports;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.testing.TsharkRows;
import parley.analyzer.testing.WiresharkCaptures.WiresharkCase;

/**
 * What the scenarios expect is what tshark makes of them. All of them are one capture, each between addresses of its own,
 * so that tshark starts three times and not three times a scenario.
 */
class ScenariosBesideWiresharkTest {
    private static final String FRAME = "frame.number";
    private static final String STREAM = "tcp.stream";
    private static final String INFO = "_ws.col.Info";
    private static final String COMPLETENESS = "tcp.completeness";

    /** Scenarios whose text of a stream differs with a reason: docs/REPORTS.md has it, and so has the script. */
    private static final Set<String> OTHER_TEXT = Set.of(
            "conflict-while-held",
            "midstream-fin-first",
            "port-reuse-with-the-same-isn-of-the-client",
            "reset-with-data",
            "snapped-then-whole");

    /** A scenario's part of the capture: how many frames and streams come before it, and how many it has. */
    private record Part(Scenario scenario, int framesBefore, int frames, int streamsBefore, int streams) {
        List<Map<String, String>> of(List<Map<String, String>> rows, String column, int before, int count) {
            return rows.stream()
                    .filter(row -> {
                        int number = Integer.parseInt(row.getOrDefault(column, ""));
                        return number > before && number <= before + count;
                    })
                    .toList();
        }

        List<Map<String, String>> frames(List<Map<String, String>> rows) {
            return of(rows, FRAME, framesBefore, frames);
        }

        List<Map<String, String>> streams(List<Map<String, String>> rows) {
            return of(rows, STREAM, streamsBefore - 1, streams);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCellIsWiresharks(@TempDir Path folder) throws IOException {
        TsharkRows.assumeInstalled();
        Path capture = folder.resolve("scenarios.pcapng");
        List<Part> parts = write(capture);

        List<Map<String, String>> segments = withInfo(capture);
        Path expected = folder.resolve("expected.csv");
        TsharkRows.write(capture, List.copyOf(segments.getFirst().keySet()), expected);
        List<Map<String, String>> wanted = new WiresharkCase(capture, expected).rows();

        List<Map<String, String>> conversations = Reports.rows(CsvReport.CONVERSATIONS, capture);
        List<Map<String, String>> streams = Reports.rows(CsvReport.STREAMS, capture);
        Map<String, String> completeness = TsharkRows.completeness(capture);
        List<Map<String, String>> followed = TsharkRows.followed(capture, streams.size() / 2);
        return parts.stream()
                .map(part -> DynamicTest.dynamicTest(part.scenario().name(), () -> {
                    List<Map<String, String>> rows = part.frames(wanted);
                    assertEquals(
                            SegmentRows.told(rows, part.framesBefore(), part.streamsBefore()),
                            part.scenario().read(Outcome.SEGMENTS),
                            "segments.csv, beside tshark's view");
                    WiresharkCase.compareRows(FRAME, rows, part.frames(segments), Set.of());
                    for (Map<String, String> conversation : part.streams(conversations)) {
                        String stream = conversation.getOrDefault(STREAM, "");
                        assertEquals(completeness.get(stream), conversation.get(COMPLETENESS), COMPLETENESS);
                    }
                    Map<String, Map<String, String>> text = byDirection(part.streams(followed));
                    if (OTHER_TEXT.contains(part.scenario().name())) {
                        assertNotEquals(text, byDirection(part.streams(streams)), "the reason is out of date");
                    } else {
                        assertEquals(text, byDirection(part.streams(streams)), "streams");
                    }
                }));
    }

    /** Writes all scripts as one capture, with an interface for each link type. */
    private static List<Part> write(Path capture) throws IOException {
        PcapngBytes file = new PcapngBytes(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, Integer> interfaces = new HashMap<>();
        List<Part> parts = new ArrayList<>();
        int frames = 0;
        int streams = 0;
        for (Scenario scenario : Scenario.all()) {
            TcpScript script = scenario.scriptIn(parts.size() + 1);
            Integer known = interfaces.get(script.linkType());
            int interfaceId = known == null ? interfaces.size() : known;
            if (known == null) {
                file.networkInterface(script.linkType(), 0, PcapngBytes.Option.octet(9, 9));
                interfaces.put(script.linkType(), interfaceId);
            }
            for (Frame frame : script.frames()) {
                file.packet(interfaceId, frame.nanos(), frame);
            }
            int own = (int) scenario.read(Outcome.CONVERSATIONS)
                    .lines()
                    .filter(line -> line.startsWith(STREAM))
                    .count();
            parts.add(new Part(scenario, frames, script.frames().size(), streams, own));
            frames += script.frames().size();
            streams += own;
        }
        Files.write(capture, file.octets());
        return parts;
    }

    private static List<Map<String, String>> withInfo(Path capture) {
        List<Map<String, String>> segments = Reports.rows(CsvReport.SEGMENTS, capture);
        List<String> infos = Reports.column(Reports.rows(CsvReport.PACKETS, capture), "Info");
        segments.forEach(row -> row.put(INFO, infos.get(Integer.parseInt(row.getOrDefault(FRAME, "")) - 1)));
        return segments;
    }

    private static Map<String, Map<String, String>> byDirection(List<Map<String, String>> rows) {
        Map<String, Map<String, String>> byDirection = new TreeMap<>();
        rows.forEach(row -> byDirection.put(row.get(STREAM) + " " + row.get("node"), new TreeMap<>(row)));
        return byDirection;
    }
}
