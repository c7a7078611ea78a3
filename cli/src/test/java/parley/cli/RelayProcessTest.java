package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.cli.CsvRows.cell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.HostPort;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** {@code relay} and {@code live --listen} as processes, with a client that chats through them. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayProcessTest {
    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");
    private ChatServer server;

    @BeforeEach
    void startServer() throws IOException {
        file = directory.resolve("relayed.pcapng");
        server = ChatServer.start(ServerOptions.defaults().withAddress("127.0.0.1", 0));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void whatTheRelayCarriedIsInItsFile() throws Exception {
        Process relay = parley("relay");
        try (BufferedReader errors = relay.errorReader(StandardCharsets.UTF_8)) {
            chat(relayAddress(errors.readLine()));
            relay.toHandle().destroy();

            String end = errors.readLine();
            assertTrue(
                    end != null && end.matches("1 connection with \\d+ bytes carried; \\d+ packets are in " + file),
                    end);
            assertEquals(143, relay.waitFor());
        } finally {
            relay.destroyForcibly().waitFor();
        }
        assertEquals(
                List.of("prompt", "welcome", "hello", "online", "name", "help", "menu", "exit", "goodbye").stream()
                        .sorted()
                        .toList(),
                kindsIn(analyzed()));
        if (Tshark.isInstalled()) {
            assertEquals(List.of(), Tshark.framesOf(file, "tcp.analysis.flags || _ws.malformed"));
        }
    }

    @Test
    void liveShowsWhatTheRelayCarries() throws Exception {
        Process live = parley("live");
        try (BufferedReader errors = live.errorReader(StandardCharsets.UTF_8);
                BufferedReader shown = live.inputReader(StandardCharsets.UTF_8)) {
            chat(relayAddress(errors.readLine()));
            String line = shown.readLine();
            while (line != null && !line.contains("goodbye")) {
                line = shown.readLine();
            }
            assertTrue(line != null, "the end of the chat was not shown");
            live.toHandle().destroy();

            assertEquals(143, live.waitFor());
        } finally {
            live.destroyForcibly().waitFor();
        }
        assertTrue(kindsIn(analyzed()).contains("menu"));
    }

    private Process parley(String command) throws IOException {
        String target = HostPort.format(server.address());
        return ChildJvm.java(
                        List.of("--enable-native-access=ALL-UNNAMED"),
                        command,
                        "--no-drop",
                        "--listen",
                        "0",
                        "--to",
                        target,
                        "-w",
                        file.toString())
                .start();
    }

    private static InetSocketAddress relayAddress(String line) {
        assertTrue(line.startsWith("relaying 127.0.0.1:"), line);
        return HostPort.parse(line.split(" ")[1]);
    }

    private static void chat(InetSocketAddress called) throws IOException {
        try (Socket socket = new Socket(called.getHostString(), called.getPort());
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String said : List.of("Ofir\n", "help\n", "exit\n")) {
                socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
            }
            assertEquals("goodbye", lines.lines().toList().getLast());
        }
    }

    private Path analyzed() throws Exception {
        Path reports = directory.resolve("reports");
        ChildJvm.Run run = ChildJvm.run(directory, ChildJvm.java("analyze", file.toString(), "-o", reports.toString()));
        assertEquals(0, run.exitCode(), run.errors());
        return reports;
    }

    private static List<String> kindsIn(Path reports) throws Exception {
        return CsvRows.of(reports.resolve("messages.csv")).stream()
                .map(row -> cell(row, "kind"))
                .sorted()
                .toList();
    }
}
