package parley.cli;

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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/** {@code replay server} and {@code replay client} as processes, which Ctrl-C ends. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayProcessTest {
    private static final String FOUR_USERS =
            ProjectFiles.sample("four-users.pcapng").toString();
    /** As a shell tells of who was ended by SIGINT. */
    private static final int INTERRUPTED = 130;

    /** Signal 2 in a mask that begins with signal 1. */
    private static final int SIGINT_BIT = 2;

    @TempDir
    private Path directory = Path.of("");

    /** In the background of a script SIGINT is ignored, and so it is by what is started there. */
    private static ProcessBuilder interruptible(ProcessBuilder java) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Integer.parseInt(line.substring(line.length() - 1), 16) & SIGINT_BIT) != 0)) {
            java.command().addAll(0, List.of("env", "--default-signal=INT"));
        }
        return java;
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        assertEquals(
                0,
                new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor());
    }

    private static int port(BufferedReader errors) throws IOException {
        String line = String.valueOf(errors.readLine());
        String told = "parley: playing the server of " + FOUR_USERS + " on 127.0.0.1:";
        assertTrue(line.startsWith(told) && line.endsWith("; Ctrl-C ends"), line);
        return Integer.parseInt(line.substring(told.length(), line.indexOf(';')));
    }

    private int packets(Path file) throws IOException {
        Packet packet = new Packet();
        int count = 0;
        try (PacketSource source = CaptureFile.open(file)) {
            while (source.next(packet)) {
                count++;
            }
            assertTrue(source.fault().isEmpty(), () -> source.fault().toString());
        }
        return count;
    }

    @Test
    void theServerSaysWhereItIsPlaysAndEndsByItself() throws Exception {
        Path written = directory.resolve("run.pcapng");
        Process server = ChildJvm.java(
                        "replay", "server", FOUR_USERS, "--listen", "0", "--speed", "10", "-w", written.toString())
                .start();
        try (BufferedReader errors = server.errorReader(StandardCharsets.UTF_8);
                BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            Run client = Run.of(
                    Commands.neededFor("replay"),
                    "replay",
                    "client",
                    FOUR_USERS,
                    "--to",
                    "127.0.0.1:" + port(errors),
                    "--speed",
                    "10");

            assertEquals(0, client.exitCode(), client::output);
            assertTrue(
                    output.readAllAsString().contains("no difference: 27 messages came as captured"), "no difference");
            assertEquals("", errors.readAllAsString());
            assertEquals(0, server.waitFor());
            assertTrue(packets(written) > 100, "hardly a packet is written");
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void ctrlCEndsTheServerWithWhatThereIsSoFar() throws Exception {
        Process server = interruptible(ChildJvm.java("replay", "server", FOUR_USERS, "--listen", "0"))
                .start();
        try (BufferedReader errors = server.errorReader(StandardCharsets.UTF_8);
                BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
                Socket ofir = new Socket(InetAddress.getLoopbackAddress(), port(errors))) {
            readLines(ofir, 2);
            ofir.getOutputStream().write("Ofir\n".getBytes(StandardCharsets.UTF_8));
            readLines(ofir, 2);
            interrupt(server);

            assertTrue(
                    output.readAllAsString()
                            .contains("ended before its end; until then no difference: 1 message came as captured"),
                    "no table");
            assertEquals(INTERRUPTED, server.waitFor());
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void ctrlCEndsTheClientWithWhatThereIsSoFarAndTheFileIsWhole() throws Exception {
        Path written = directory.resolve("run.pcapng");
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Process client = interruptible(ChildJvm.java(
                            "replay",
                            "client",
                            FOUR_USERS,
                            "--to",
                            "127.0.0.1:" + listening.getLocalPort(),
                            "--wait",
                            "100",
                            "-w",
                            written.toString()))
                    .start();
            try (BufferedReader output = client.inputReader(StandardCharsets.UTF_8);
                    Socket ofir = listening.accept()) {
                ofir.getOutputStream().write("welcome to the chat\nenter name:\n".getBytes(StandardCharsets.UTF_8));
                readLines(ofir, 1);
                interrupt(client);

                String table = output.readAllAsString();
                assertTrue(
                        table.contains("ended before its end; until then no difference: 2 answers came as captured"),
                        table);
                assertEquals(INTERRUPTED, client.waitFor());
                // The handshake, two lines that came in one segment or two, and a name, each acknowledged.
                assertTrue(packets(written) >= 6, "hardly a packet is written");
            } finally {
                client.destroyForcibly().waitFor();
            }
        }
    }

    private static void readLines(Socket socket, int lines) throws IOException {
        int left = lines;
        while (left > 0) {
            int octet = socket.getInputStream().read();
            assertTrue(octet >= 0, "the connection has ended");
            if (octet == '\n') {
                left--;
            }
        }
    }
}
