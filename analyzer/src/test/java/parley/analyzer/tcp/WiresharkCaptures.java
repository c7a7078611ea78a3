package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvException;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketDecoder;

/**
 * Captures with what Wireshark 4.0.17 says of them: {@code own/NAME} or {@code public/NAME}, and
 * {@code expected/NAME.KIND.csv} with a row a frame that has TCP.
 */
public final class WiresharkCaptures {
    private static final int DIFFERENCES_SHOWN = 10;

    /** Where rows or cells differ, and why. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "zeek-smtp.pcap", "TCP headers quoted by ICMP are not decoded",
            "tcpdump-timestamp_invalid_micro.pcap",
                    "its microseconds exceed a second: we carry them over, Wireshark prints ten digits");

    private final Path folder;

    private WiresharkCaptures(Path folder) {
        this.folder = folder;
    }

    /** The captures that come with the sources. */
    public static WiresharkCaptures own() {
        return new WiresharkCaptures(Path.of("src/test/resources/captures"));
    }

    /**
     * A test for each file of the kind in the folder that {@code -Dparley.captures} names: third parties' captures may
     * not be copied into the sources. Where none is named, one that says so.
     */
    public static Stream<DynamicTest> namedTests(String kind, Consumer<WiresharkCase> test) throws IOException {
        String name = System.getProperty("parley.captures", "");
        if (name.isEmpty()) {
            return Stream.of(DynamicTest.dynamicTest("none", () -> {
                throw new TestAbortedException("no captures: name their folder with -Dparley.captures=FOLDER");
            }));
        }
        assertTrue(Files.isDirectory(Path.of(name, "expected")), "no captures: " + name + " has no folder expected");
        return new WiresharkCaptures(Path.of(name)).tests(kind, test);
    }

    /** A test for each file of the kind. */
    public Stream<DynamicTest> tests(String kind, Consumer<WiresharkCase> test) throws IOException {
        String suffix = "." + kind + ".csv";
        List<String> names;
        try (Stream<Path> files = Files.list(folder.resolve("expected"))) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
        assertTrue(!names.isEmpty(), "no captures: " + folder.resolve("expected") + " has no " + suffix);
        return names.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    String reason = UNSUPPORTED.getOrDefault(name, "");
                    assumeTrue(reason.isEmpty(), reason);
                    test.accept(new WiresharkCase(
                            capture(name), folder.resolve("expected").resolve(name + suffix)));
                }));
    }

    private Path capture(String name) {
        Path own = folder.resolve("own").resolve(name);
        return Files.exists(own) ? own : folder.resolve("public").resolve(name);
    }

    /** A capture and the file with what is expected of it. */
    public record WiresharkCase(Path capture, Path expected) {
        /** Compares each row with the segment of that frame, over the columns of the expected file. */
        public void compare(String key, SegmentRow row) {
            List<Map<String, String>> rows = rows();
            List<String> differences = new ArrayList<>();
            int[] at = {0};
            forEachSegment(capture, segment -> {
                String frame = Long.toString(segment.frame());
                assertTrue(at[0] < rows.size(), () -> "frame " + frame + " is one too many");
                Map<String, String> wanted = rows.get(at[0]++);
                assertEquals(wanted.get(key), frame, key);
                wanted.forEach((column, value) -> {
                    String actual = row.cell(segment, column);
                    if (!same(value, actual)) {
                        differences.add(
                                "frame %s %s: expected <%s> but was <%s>".formatted(frame, column, value, actual));
                    }
                });
            });
            assertEquals(rows.size(), at[0], "rows");
            assertTrue(
                    differences.isEmpty(),
                    () -> differences.size() + " cells differ:\n"
                            + String.join(
                                    "\n", differences.subList(0, Math.min(differences.size(), DIFFERENCES_SHOWN))));
        }

        public List<Map<String, String>> rows() {
            List<Map<String, String>> rows = new ArrayList<>();
            try (Reader file = Files.newBufferedReader(expected);
                    CSVReaderHeaderAware csv = new CSVReaderHeaderAware(file)) {
                for (Map<String, String> row = csv.readMap(); row != null; row = csv.readMap()) {
                    rows.add(row);
                }
            } catch (IOException | CsvException e) {
                throw new AssertionError(expected.toString(), e);
            }
            return rows;
        }

        private static boolean same(String expected, String actual) {
            if (expected.equals(actual)) {
                return true;
            }
            try {
                return new BigDecimal(expected).compareTo(new BigDecimal(actual)) == 0;
            } catch (NumberFormatException notNumbers) {
                return false;
            }
        }
    }

    /** What we say of a segment in a column. */
    public interface SegmentRow {
        String cell(Segment segment, String column);
    }

    /** Gives each segment of a capture, its connection followed as an analysis does. */
    static void forEachSegment(Path capture, Consumer<Segment> consumer) {
        ConnectionTable table = new ConnectionTable(ReassemblyLimits.DEFAULT, new Silence(), new Silence());
        PacketDecoder decoder = new PacketDecoder();
        Packet packet = new Packet();
        try (PacketSource source = CaptureFile.open(capture)) {
            while (source.next(packet)) {
                DecodedPacket decoded = decoder.decode(packet);
                if (decoded.hasTcp()) {
                    Segment segment = table.track(decoded);
                    consumer.accept(segment);
                    table.reassemble(segment);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(capture.toString(), e);
        }
        table.finish();
    }

    /** Hears everything and does nothing. */
    static final class Silence implements ConnectionListener, StreamListener {
        @Override
        public void opened(Connection connection) {}

        @Override
        public void closed(Connection connection) {}

        @Override
        public void data(Connection connection, Flow flow, StreamData data) {}

        @Override
        public void gap(Connection connection, Flow flow, long offset, long length) {}

        @Override
        public void end(Connection connection, Flow flow, End end) {}
    }
}
