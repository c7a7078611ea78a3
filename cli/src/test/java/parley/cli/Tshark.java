package parley.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Wireshark's opinion, where it is installed. */
final class Tshark {
    private static final int CUT_SHORT = 2;

    private Tshark() {}

    static boolean isInstalled() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    }

    /** The numbers of the frames that a display filter selects. */
    static List<String> framesOf(Path capture, String filter) throws IOException, InterruptedException {
        return framesOf(capture, filter, Set.of(0));
    }

    /** The same of a file that may end in the middle of a packet, about which Wireshark complains once it has read it. */
    static List<String> framesOfCutFile(Path capture, String filter) throws IOException, InterruptedException {
        return framesOf(capture, filter, Set.of(0, CUT_SHORT));
    }

    private static List<String> framesOf(Path capture, String filter, Set<Integer> exitCodes)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "tshark",
                        "-r",
                        capture.toString(),
                        // Or it reads the chat of a client whose port some protocol has as that protocol, malformed.
                        "-d",
                        "tcp.port==1-65535,data",
                        "-Y",
                        filter,
                        "-T",
                        "fields",
                        "-e",
                        "frame.number")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        assertTrue(exitCodes.contains(exitCode), () -> filter + ": exit code " + exitCode);
        return output.lines().toList();
    }
}
