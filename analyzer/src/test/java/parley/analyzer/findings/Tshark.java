package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** tshark with the settings that filters are written for. */
final class Tshark {
    private Tshark() {}

    static void assumeInstalled() {
        try {
            Process process = new ProcessBuilder("tshark", "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            Assumptions.assumeTrue(process.waitFor() == 0, "tshark does not run: no filter is compared with it");
        } catch (IOException missing) {
            Assumptions.abort("tshark is not installed: no filter is compared with it");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** The numbers of the frames that a display filter selects. */
    static List<Long> select(Path capture, String filter) {
        try {
            Process process = new ProcessBuilder(
                            "tshark",
                            "-n",
                            "-r",
                            capture.toString(),
                            "-o",
                            "tcp.relative_sequence_numbers:TRUE",
                            "-T",
                            "fields",
                            "-e",
                            "frame.number",
                            "-Y",
                            filter)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), () -> "tshark refuses the filter " + filter);
            return output.lines().map(Long::valueOf).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
