package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;

/** A capture written on a big-endian machine gives the rows of the same one from a little-endian machine. */
class ByteOrderTest {
    /** The pcapng files of Hadriel Kaplan's tests, of the folder that {@code -Dparley.captures} names. */
    @TestFactory
    Stream<DynamicTest> namedCaptures() throws IOException {
        String named = System.getProperty("parley.captures", "");
        assumeTrue(!named.isEmpty(), "no captures: name their folder with -Dparley.captures=FOLDER");
        List<Path> bigEndian;
        try (Stream<Path> files = Files.list(Path.of(named, "public"))) {
            bigEndian = files.filter(file -> file.getFileName().toString().startsWith("hadrielk-be-"))
                    .sorted()
                    .toList();
        }
        assertFalse(bigEndian.isEmpty());
        return bigEndian.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private static void compare(Path bigEndian) {
        Path littleEndian =
                bigEndian.resolveSibling(bigEndian.getFileName().toString().replace("hadrielk-be-", "hadrielk-le-"));
        for (CsvReport report : List.of(CsvReport.PACKETS, CsvReport.SEGMENTS)) {
            assertEquals(text(report, littleEndian), text(report, bigEndian));
        }
    }

    private static String text(CsvReport report, Path file) {
        try (PacketSource source = CaptureFile.open(file)) {
            return Reports.text(report, source, AnalysisOptions.DEFAULT, CsvText.SAFE);
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage()).replace("hadrielk-be-", "hadrielk-le-");
        }
    }
}
