package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.os.LiveCaptureAssumption;
import parley.analyzer.testing.PluginSources;
import picocli.CommandLine;

/** {@code live} as a process of its own, which a signal ends as Ctrl-C does. */
class LiveCommandTest {
    private static final int MOST_SECONDS = 30;

    @TempDir
    private Path directory;

    /** The process. */
    static final class Live {
        private Live() {}

        public static void main(String[] arguments) {
            System.exit(new CommandLine(new LiveCommand()).execute(arguments));
        }
    }

    @Test
    void aPluginDecodesWhileItHappens() throws Exception {
        String loopback = LiveCaptureAssumption.capturableLoopback();
        Path plugin = PluginSources.compile(
                directory.resolve("knock"),
                "Knock",
                PluginSources.decoder(
                        "Knock",
                        "\"knock\"",
                        "",
                        "return start.client().length > 0 ? Recognition.MATCH : Recognition.NEED_MORE;"));
        Path reports = directory.resolve("reports");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process live = live(
                    "-i",
                    loopback,
                    "-f",
                    "tcp port " + server.getLocalPort(),
                    "--plugin-path",
                    plugin.toString(),
                    "-o",
                    reports.toString());
            try (BufferedReader shown = live.inputReader(StandardCharsets.UTF_8);
                    BufferedReader told = live.errorReader(StandardCharsets.UTF_8)) {
                await(told, "capturing on " + loopback);
                try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                        Socket accepted = server.accept()) {
                    client.getOutputStream().write("knock".getBytes(StandardCharsets.US_ASCII));
                    await(shown, "knock");
                    accepted.getOutputStream().write("who?".getBytes(StandardCharsets.US_ASCII));
                    await(shown, "who?");
                }
                // Process.destroy would close what it writes.
                assertTrue(live.toHandle().destroy(), "it is told to end");
                await(told, "the reports are in " + reports);
                assertTrue(live.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "it ends when it is told to");
            } finally {
                live.destroyForcibly();
            }
        }
        assertEquals(
                List.of("knock", "who?"),
                Files.readAllLines(reports.resolve("messages.csv")).stream()
                        .skip(1)
                        .map(row -> row.split(",")[7])
                        .toList());
    }

    private static Process live(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Live.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    /** Reads until a line has the text. */
    private static void await(BufferedReader lines, String text) throws Exception {
        CompletableFuture.runAsync(() -> {
                    try {
                        String line = lines.readLine();
                        while (line != null && !line.contains(text)) {
                            line = lines.readLine();
                        }
                        assertTrue(line != null, () -> "the process ended before it said: " + text);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .get(MOST_SECONDS, TimeUnit.SECONDS);
    }
}
