package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.RandomCapture;
import parley.analyzer.testing.TsharkRows;
import parley.analyzer.testing.WiresharkCaptures.WiresharkCase;

/**
 * Small captures drawn by lot, of every link and tunnel and with every damage that is decoded: every cell of segments.csv,
 * Protocol and Info are tshark's. {@code -Dparley.random.captures} says how many, {@code -Dparley.random.seed} from which
 * seed on.
 */
class RandomCapturesBesideWiresharkTest {
    private static final int CAPTURES = Integer.getInteger("parley.random.captures", 300);
    private static final long FIRST_SEED = Long.getLong("parley.random.seed", 1);

    /** One tshark reads so many, each as an interface of one file: most of its time goes into starting. */
    private static final int TOGETHER = 50;

    private static final int DIFFERENCES_SHOWN = 20;
    private static final String FRAME = "frame.number";
    private static final List<String> COLUMNS = List.of("_ws.col.Protocol", "_ws.col.Info");

    @TempDir
    Path folder;

    @Test
    void everyCellIsWiresharks() throws IOException {
        TsharkRows.assumeInstalled();
        List<Difference> differences = IntStream.range(0, (CAPTURES + TOGETHER - 1) / TOGETHER)
                .parallel()
                .mapToObj(batch -> LongStream.range(batch * TOGETHER, Math.min((batch + 1) * TOGETHER, CAPTURES))
                        .map(i -> FIRST_SEED + i)
                        .toArray())
                .flatMap(seeds -> differences(seeds, folder.resolve("from-" + seeds[0] + ".pcapng")).stream())
                .toList();
        assertTrue(differences.isEmpty(), () -> said(differences));
    }

    /** A cell that is another than tshark's. */
    record Difference(long seed, int frame, String column, String expected, String actual) {
        @Override
        public String toString() {
            return "seed %d, frame %d, %s: expected <%s> but was <%s>".formatted(seed, frame, column, expected, actual);
        }
    }

    /** Where a frame comes from: {@code frame} counts from 1 in the capture of the seed. */
    private record Origin(long seed, int frame) {}

    static List<Difference> differences(long[] seeds, Path file) {
        List<Origin> origins = new ArrayList<>();
        Path expected = file.resolveSibling(file.getFileName() + ".csv");
        try {
            Files.write(file, merged(seeds, origins));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        TsharkRows.write(
                file,
                Stream.concat(Arrays.stream(SegmentsCsv.COLUMNS), COLUMNS.stream())
                        .toList(),
                expected);
        Map<String, Map<String, String>> wanted = byFrame(new WiresharkCase(file, expected).rows());
        List<Map<String, String>> packets = Reports.rows(CsvReport.PACKETS, file);
        Map<String, Map<String, String>> actual = byFrame(Reports.rows(CsvReport.SEGMENTS, file));
        actual.forEach((frame, row) -> {
            Map<String, String> packet = packets.get(Integer.parseInt(frame) - 1);
            row.put(COLUMNS.getFirst(), packet.getOrDefault("Protocol", ""));
            row.put(COLUMNS.getLast(), packet.getOrDefault("Info", ""));
        });
        TreeSet<String> frames = new TreeSet<>(wanted.keySet());
        frames.addAll(actual.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String frame : frames) {
            Origin origin = origins.get(Integer.parseInt(frame) - 1);
            Map<String, String> left = wanted.getOrDefault(frame, Map.of(FRAME, "no row"));
            Map<String, String> right = actual.getOrDefault(frame, Map.of(FRAME, "no row"));
            left.forEach((column, cell) -> {
                String other = right.getOrDefault(column, "");
                if (!WiresharkCase.same(cell, other) && (right.size() > 1 || column.equals(FRAME))) {
                    differences.add(new Difference(origin.seed(), origin.frame(), column, cell, other));
                }
            });
        }
        return differences;
    }

    private static byte[] merged(long[] seeds, List<Origin> origins) {
        PcapngBytes bytes = new PcapngBytes(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < seeds.length; i++) {
            RandomCapture capture = RandomCapture.of(seeds[i]);
            bytes.networkInterface(capture.linkType(), 0, PcapngBytes.Option.octet(9, 9));
            int frame = 0;
            for (Frame packet : capture.frames()) {
                bytes.packet(i, packet.nanos(), packet);
                origins.add(new Origin(seeds[i], ++frame));
            }
        }
        return bytes.octets();
    }

    private static Map<String, Map<String, String>> byFrame(List<Map<String, String>> rows) {
        Map<String, Map<String, String>> byFrame = new HashMap<>();
        rows.forEach(row -> byFrame.put(row.getOrDefault(FRAME, ""), row));
        return byFrame;
    }

    /** With the captures beside the build, to look into. */
    private static String said(List<Difference> differences) {
        List<Long> seeds = differences.stream().map(Difference::seed).distinct().toList();
        for (long seed : seeds.subList(0, Math.min(seeds.size(), DIFFERENCES_SHOWN))) {
            RandomCapture capture = RandomCapture.of(seed);
            try {
                Files.write(
                        Path.of("target", "random-" + seed + ".pcap"),
                        PcapBytes.of(capture.linkType(), capture.frames()));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return differences.size() + " cells differ, of the seeds " + seeds
                + ", each written to target/random-SEED.pcap:\n"
                + String.join(
                        "\n",
                        differences.stream()
                                .limit(DIFFERENCES_SHOWN)
                                .map(Difference::toString)
                                .toList());
    }
}
