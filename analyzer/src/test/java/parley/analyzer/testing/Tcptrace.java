package parley.analyzer.testing;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** Has tcptrace tell what it makes of a capture: {@code tcptrace -l -r --csv}, a row a connection. */
public final class Tcptrace {
    private static final String FIRST_COLUMN = "conn_#";

    private Tcptrace() {}

    /** Says that nothing was compared where tcptrace is missing. */
    public static void assumeInstalled() {
        try {
            run(List.of("-version"));
        } catch (IOException missing) {
            throw new TestAbortedException("tcptrace is not installed: nothing is compared with it", missing);
        }
    }

    /**
     * The connections by the names of its columns; none where it cannot read the file. It is told not to take a
     * connection that was idle for minutes for another one.
     */
    public static List<Map<String, String>> connections(Path capture) {
        String text;
        try {
            text = run(List.of("-n", "-l", "-r", "--csv", "--endpoint_reuse_interval=100000000", capture.toString()));
        } catch (IOException e) {
            throw new AssertionError(capture.toString(), e);
        }
        List<String> header = List.of();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> cells =
                    Arrays.stream(line.split(",", -1)).map(String::strip).toList();
            if (line.startsWith(FIRST_COLUMN)) {
                header = cells;
            } else if (!header.isEmpty() && cells.size() == header.size()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < cells.size(); i++) {
                    row.put(header.get(i), cells.get(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("tcptrace"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(Redirect.DISCARD)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
