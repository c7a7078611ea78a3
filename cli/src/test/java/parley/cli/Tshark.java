package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Wireshark's opinion, where it is installed. */
final class Tshark {
    private Tshark() {}

    static boolean isInstalled() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "tshark")));
    }

    /** The numbers of the frames that a display filter selects. */
    static List<String> framesOf(Path capture, String filter) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "tshark", "-r", capture.toString(), "-Y", filter, "-T", "fields", "-e", "frame.number")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), filter);
        return output.lines().toList();
    }
}
