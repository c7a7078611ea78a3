package parley.analyzer.capture.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import parley.analyzer.testing.TsharkRows;

/** What Wireshark has against a capture, with every check that it can make. */
final class Wireshark {
    private static final String FAULT =
            "tcp.analysis.flags || _ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"
                    + " || _ws.expert.severity >= 8388608";

    private Wireshark() {}

    /** Fails where it finds any fault; a reset is none. Skips the test where it is not installed. */
    static void assertFaultless(Path capture) throws Exception {
        TsharkRows.assumeInstalled();
        assertEquals(List.of(), run(capture, "-Y", "(" + FAULT + ") && !(tcp.flags.reset == 1)"));
    }

    /** {@code tcp.completeness} of each stream: 31 of a handshake, data and a close; 47 where it is reset. */
    static List<String> completeness(Path capture) {
        return List.copyOf(new TreeMap<>(TsharkRows.completeness(capture)).values());
    }

    private static List<String> run(Path capture, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("tshark", "-2", "-r", capture.toString(), "-n"));
        command.addAll(List.of("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"));
        command.addAll(List.of("-d", "tcp.port==1-65535,data"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), "tshark's exit code");
        return out.lines().toList();
    }
}
