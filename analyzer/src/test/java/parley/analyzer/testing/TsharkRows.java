package parley.analyzer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/** Has tshark tell what it makes of a capture, where it is of the version whose rules are ours. */
public final class TsharkRows {
    private static final String VERSION = "4.0.";
    /** What stands for a hole, with the NUL that ends it in C. */
    private static final Pattern HOLE = Pattern.compile("\\[\\d+ bytes missing in capture file]\\x00");

    private static final List<String> SETTINGS = List.of(
            "-n",
            "-o",
            "tcp.check_checksum:FALSE",
            "-o",
            "tcp.reassemble_out_of_order:FALSE",
            "-d",
            "tcp.port==1-65535,data",
            "-d",
            "udp.port==8472,vxlan",
            // Takes any trailer that was cut for time stamps.
            "--disable-protocol",
            "vssmonitoring");

    private TsharkRows() {}

    /** Says that nothing was compared where tshark is missing or another version, whose rules are others. */
    public static void assumeInstalled() {
        if (!Installed.OBSTACLE.isEmpty()) {
            throw new TestAbortedException(Installed.OBSTACLE + ": nothing is compared with it");
        }
    }

    /** Asked once: it takes tshark a quarter of a second to say who it is. */
    private static final class Installed {
        static final String OBSTACLE = obstacle();

        private static String obstacle() {
            try {
                Process process = new ProcessBuilder("tshark", "--version")
                        .redirectError(Redirect.DISCARD)
                        .start();
                String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                String first = version.lines().findFirst().orElse("");
                return first.contains(" " + VERSION) ? "" : "tshark is not of version " + VERSION + "x (" + first + ")";
            } catch (IOException missing) {
                return "tshark is not installed";
            }
        }
    }

    /** Writes a CSV file with a header and a row a frame with TCP. */
    public static void write(Path capture, List<String> fields, Path csv) {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString(), "-Y", "tcp"));
        command.addAll(SETTINGS);
        command.addAll(
                List.of("-T", "fields", "-E", "header=y", "-E", "separator=,", "-E", "quote=d", "-E", "occurrence=f"));
        fields.forEach(field -> command.addAll(List.of("-e", field)));
        run(command, Redirect.to(csv.toFile()));
    }

    /** {@code tcp.completeness} of each stream once all of it was seen, by its number: what the first row of a second pass has. */
    public static Map<String, String> completeness(Path capture) {
        List<String> command = new ArrayList<>(List.of("tshark", "-2", "-r", capture.toString(), "-Y", "tcp"));
        command.addAll(SETTINGS);
        command.addAll(List.of("-T", "fields", "-e", "tcp.stream", "-e", "tcp.completeness"));
        Map<String, String> streams = new TreeMap<>();
        run(command, Redirect.PIPE).lines().forEach(line -> {
            String[] cells = line.split("\t", -1);
            if (!cells[0].isEmpty()) {
                streams.putIfAbsent(cells[0], cells[1]);
            }
        });
        return streams;
    }

    /**
     * The octets of each direction of the first streams, in the form of streams.csv. What tshark writes in place of a
     * hole is left out; 1 in the last column says that it was there.
     */
    public static List<Map<String, String>> followed(Path capture, int streams) {
        List<String> command = new ArrayList<>(List.of("tshark", "-q", "-r", capture.toString()));
        command.addAll(SETTINGS);
        for (int stream = 0; stream < streams; stream++) {
            command.addAll(List.of("-z", "follow,tcp,raw," + stream));
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (String block : run(command, Redirect.PIPE).split("Follow: tcp,raw\n", 0)) {
            if (block.startsWith("Filter: ")) {
                rows.addAll(followed(block.lines().toList()));
            }
        }
        return rows;
    }

    /** A filter, two nodes, then lines of hexadecimal digits, those of node 1 with a tab in front. */
    private static List<Map<String, String>> followed(List<String> lines) {
        String stream = lines.getFirst().substring(lines.getFirst().lastIndexOf(' ') + 1);
        StringBuilder[] octets = {new StringBuilder(), new StringBuilder()};
        boolean[] gap = new boolean[2];
        for (String line : lines.subList(3, lines.size())) {
            if (line.startsWith("=")) {
                break;
            }
            int node = line.startsWith("\t") ? 1 : 0;
            String chunk = new String(HexFormat.of().parseHex(line.strip()), StandardCharsets.ISO_8859_1);
            gap[node] |= HOLE.matcher(chunk).matches();
            octets[node].append(HOLE.matcher(chunk).replaceAll(""));
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (int node = 0; node < 2; node++) {
            String endpoint = lines.get(1 + node).substring("Node 0: ".length());
            byte[] sent = octets[node].toString().getBytes(StandardCharsets.ISO_8859_1);
            rows.add(Map.of(
                    "tcp.stream",
                    stream,
                    "node",
                    String.valueOf(node),
                    "endpoint",
                    endpoint,
                    "bytes",
                    String.valueOf(sent.length),
                    "sha256",
                    sha256(sent),
                    "gap",
                    gap[node] ? "1" : "0"));
        }
        return rows;
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String run(List<String> command, Redirect output) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(Redirect.DISCARD)
                    .redirectOutput(output)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), "tshark's exit code");
            return text;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
