package parley.analyzer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * Captures with what Wireshark 4.0.17 says of them: {@code own/NAME} or {@code public/NAME}, and
 * {@code expected/NAME.KIND.csv}.
 */
public final class WiresharkCaptures {
    private static final int DIFFERENCES_SHOWN = 10;

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
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> test.accept(new WiresharkCase(
                                capture(name), folder.resolve("expected").resolve(name + suffix)))));
    }

    private Path capture(String name) {
        Path own = folder.resolve("own").resolve(name);
        return Files.exists(own) ? own : folder.resolve("public").resolve(name);
    }

    /** A capture and the file with what is expected of it. */
    public record WiresharkCase(Path capture, Path expected) {
        /**
         * Compares rows over the columns of the expected file.
         *
         * @param key column whose values say which rows belong together
         * @param different columns that are left out
         */
        public void compare(String key, List<Map<String, String>> actual, Set<String> different) {
            compareRows(key, rows(), actual, different);
        }

        /** Likewise, with rows that were read before. */
        public static void compareRows(
                String key, List<Map<String, String>> wanted, List<Map<String, String>> actual, Set<String> different) {
            assertEquals(
                    wanted.stream().map(row -> row.get(key)).toList(),
                    actual.stream().map(row -> row.get(key)).toList(),
                    key);
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                Map<String, String> row = actual.get(i);
                wanted.get(i).forEach((column, value) -> {
                    String cell = row.getOrDefault(column, "no such column");
                    if (!different.contains(column) && !same(value, cell)) {
                        differences.add("%s %s, %s: expected <%s> but was <%s>"
                                .formatted(key, row.get(key), column, value, cell));
                    }
                });
            }
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

        public static boolean same(String expected, String actual) {
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
}
