package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How what runs until it is told to end does end. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndTest {
    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"server --port 0", "web --listen 0", "relay --listen 0 --to 127.0.0.1:9 --no-drop -w FILE"})
    void anInterruptEndsWhatAScriptRunsInTheBackground(String arguments) throws Exception {
        Path file = directory.resolve("relayed.pcapng");
        ProcessBuilder builder = ChildJvm.java(
                List.of("--enable-native-access=ALL-UNNAMED"),
                arguments.replace("FILE", file.toString()).split(" "));
        builder.command().addAll(0, List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        Process process = builder.redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.readLine();

            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();

            assertEquals(130, process.waitFor());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void aServerWithoutMemoryEndsAndSaysSo() throws Exception {
        // What LauncherTest sees the launcher give.
        Process server = ChildJvm.java(
                        List.of(
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:+DisplayVMOutputToStderr",
                                "-Xmx8m",
                                "-XX:+UseSerialGC"),
                        "server",
                        "--port",
                        "0",
                        "--log",
                        "none")
                .start();
        List<Socket> clients = new ArrayList<>();
        try (BufferedReader errors = server.errorReader(StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(errors.readLine().replaceAll(".* port ", ""));
            while (server.isAlive()) {
                try {
                    clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
                } catch (IOException ended) {
                    // It has, or is about to.
                }
            }

            assertEquals(3, server.waitFor());
            assertEquals(
                    List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space"),
                    errors.lines().toList());
        } finally {
            server.destroyForcibly().waitFor();
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
