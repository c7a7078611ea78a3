package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.os.LiveCaptureAssumption;
import parley.analyzer.testing.PluginSources;
import picocli.CommandLine;

/** {@code live} as a process of its own, which a signal ends as Ctrl-C does. */
class LiveCommandTest {
    private static final int MOST_SECONDS = 30;

    /** A capture of four users, as another program would pipe it in. */
    private static final Path PIPED = Path.of("..", "samples", "four-users.pcapng");

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

    @Test
    void aMessageOfAPipeIsShownWhileThePipeIsOpen() throws Exception {
        byte[] capture = Files.readAllBytes(PIPED);
        Path reports = directory.resolve("reports");
        Path packets = directory.resolve("packets.pcapng");
        Process live = live("-", "-w", packets.toString(), "-o", reports.toString());
        try (BufferedReader shown = live.inputReader(StandardCharsets.UTF_8);
                BufferedReader told = live.errorReader(StandardCharsets.UTF_8);
                OutputStream pipe = live.getOutputStream()) {
            pipe.write(capture, 0, capture.length / 2);
            pipe.flush();
            await(told, "reading standard input");
            await(shown, "welcome to the chat");
            pipe.write(capture, capture.length / 2, capture.length - capture.length / 2);
            pipe.flush();
            await(shown, "goodbye");
            // The pipe is still open, and the signal alone ends it.
            assertTrue(live.toHandle().destroy(), "it is told to end");
            await(told, "the reports are in " + reports);
            assertTrue(live.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "it ends when it is told to");
        } finally {
            live.destroyForcibly();
        }
        assertSameReports(PIPED, packets, reports);
    }

    @Test
    void aPipeEndsWithItsWriter() throws Exception {
        Process live = live("-");
        try (BufferedReader shown = live.inputReader(StandardCharsets.UTF_8);
                BufferedReader told = live.errorReader(StandardCharsets.UTF_8)) {
            try (OutputStream pipe = live.getOutputStream()) {
                Files.copy(PIPED, pipe);
            }
            await(shown, "goodbye");
            await(told, "packets read");
            assertTrue(live.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "it ends when the pipe does");
        } finally {
            live.destroyForcibly();
        }
        assertEquals(0, live.exitValue());
    }

    @Test
    void rowsOfALiveRunUnderLoadAreThoseOfItsFile() throws Exception {
        String loopback = LiveCaptureAssumption.capturableLoopback();
        Path reports = directory.resolve("reports");
        Path packets = directory.resolve("packets.pcapng");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process live = live(
                    "-i",
                    loopback,
                    "-f",
                    "tcp port " + server.getLocalPort(),
                    "-w",
                    packets.toString(),
                    "-o",
                    reports.toString());
            try (BufferedReader shown = live.inputReader(StandardCharsets.UTF_8);
                    BufferedReader told = live.errorReader(StandardCharsets.UTF_8)) {
                await(told, "capturing on " + loopback);
                Thread reader = Thread.ofVirtual().start(() -> shown.lines().forEach(line -> {}));
                int sent = flood(server);
                assertTrue(live.toHandle().destroy(), "it is told to end");
                await(told, "the reports are in " + reports);
                assertTrue(live.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "it ends when it is told to");
                reader.join();
                assertTrue(sent > 1_000, sent + " lines sent");
                try (Stream<String> rows = Files.lines(reports.resolve("messages.csv"))) {
                    assertTrue(rows.count() > 1_000, "most of what was sent is a message");
                }
            } finally {
                live.destroyForcibly();
            }
        }
        assertSameReports(packets, packets, reports);
    }

    /** Chats as fast as one thread goes, a line a segment, for two seconds; returns how many lines. */
    private static int flood(ServerSocket server) throws Exception {
        try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.setTcpNoDelay(true);
            accepted.getOutputStream().write("welcome to the chat\nenter name:\n".getBytes(StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            out.write("Ofir\n".getBytes(StandardCharsets.UTF_8));
            accepted.getOutputStream().write("hello Ofir\nonline: Ofir, Roony\n".getBytes(StandardCharsets.UTF_8));
            Thread drain = Thread.ofVirtual().start(() -> {
                try {
                    accepted.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException closed) {
                    // The client has gone.
                }
            });
            int sent = 0;
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (System.nanoTime() < end) {
                sent++;
                out.write("Ofir to Roony - line %08d of many\n".formatted(sent).getBytes(StandardCharsets.US_ASCII));
            }
            client.shutdownOutput();
            drain.join();
            return sent;
        }
    }

    private void assertSameReports(Path capture, Path packets, Path reports) throws IOException {
        // report.html names the file that it tells of.
        Path original = Files.createDirectory(directory.resolve("original")).resolve(packets.getFileName());
        Files.copy(capture, original);
        for (Path file : List.of(original, packets)) {
            Path again = file.resolveSibling("again");
            assertEquals(
                    0,
                    new CommandLine(new AnalyzeCommand())
                            .setOut(new PrintWriter(Writer.nullWriter()))
                            .execute(file.toString(), "-o", again.toString()));
            List<Path> written;
            try (Stream<Path> files = Files.list(again)) {
                written = files.toList();
            }
            assertTrue(written.size() > 5, written + " are the reports");
            for (Path report : written) {
                Path live = reports.resolve(report.getFileName());
                assertEquals(-1, Files.mismatch(report, live), live.toString());
            }
        }
    }

    @Test
    void aFileIsForAnalyze() {
        StringWriter err = new StringWriter();
        int status =
                new CommandLine(new LiveCommand()).setErr(new PrintWriter(err)).execute("chat.pcapng");
        assertEquals(2, status);
        assertTrue(err.toString().contains("analyze reads chat.pcapng"), err.toString());
    }

    private static Process live(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
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
