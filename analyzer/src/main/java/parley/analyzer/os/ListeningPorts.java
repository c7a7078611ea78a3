package parley.analyzer.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The TCP ports on which programs of this machine accept connections, as Linux lists them in {@code /proc/net}. */
public final class ListeningPorts {
    private static final Path TABLES = Path.of("/proc/net");
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final String LISTENING = "0A";

    private static final Pattern PORT = Pattern.compile("[0-9A-F]{4}");

    private ListeningPorts() {}

    /** Ascending; empty where the system does not tell. */
    public static SortedSet<Integer> now() {
        return in(TABLES);
    }

    static SortedSet<Integer> in(Path tables) {
        SortedSet<Integer> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            try (var lines = Files.lines(tables.resolve(table), StandardCharsets.ISO_8859_1)) {
                lines.skip(1)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields.length > STATE && fields[STATE].equals(LISTENING))
                        .map(fields -> fields[LOCAL_ADDRESS])
                        .map(address -> address.substring(address.lastIndexOf(':') + 1))
                        .filter(PORT.asMatchPredicate())
                        .forEach(port -> ports.add(Integer.parseInt(port, 16)));
            } catch (IOException | UncheckedIOException notTold) {
                // Another system, or one that hides it: nothing is known of its ports.
            }
        }
        return ports;
    }
}
