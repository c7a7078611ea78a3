package parley.analyzer.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import parley.analyzer.testing.TcpScript;

/** A folder with a script and with what must come out. */
record Scenario(Path folder) {
    static final String SCRIPT = "script.tcp";

    private static final Path ALL = Path.of("src/test/resources/scenarios");

    /** Every one, by their names. */
    static List<Scenario> all() throws IOException {
        try (Stream<Path> entries = Files.list(ALL)) {
            List<Scenario> all = entries.filter(Files::isDirectory)
                    .sorted()
                    .map(Scenario::new)
                    .toList();
            assertFalse(all.isEmpty(), "no scenarios in " + ALL);
            return all;
        }
    }

    String name() {
        return folder.getFileName().toString();
    }

    String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(name() + " has no " + file + " (README.md says how it gets one)", e);
        }
    }

    TcpScript script() {
        return TcpScript.parse(read(SCRIPT));
    }

    /** The same between other addresses, so that many may be in one capture: 10.0.NET.x, 2001:db8:NET::x. */
    TcpScript scriptIn(int net) {
        String script = "client 10.0.0.1:40000; server 10.0.0.2:10000; " + read(SCRIPT);
        return TcpScript.parse(
                script.replace("10.0.0.", "10.0." + net + ".").replace("2001:db8::", "2001:db8:" + net + "::"));
    }
}
