package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to processes: clients that are killed, a server that is told to end. */
class ProcessesTest extends ServerFixture {
    private static final int EACH_HALF = 50;
    private static final int ENDED_BY_SIGTERM = 143;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whenHalfOfTheClientsAreKilledTheOthersSeeThemLeaveAndLoseNothing() throws Exception {
        List<Peer> rest = new ArrayList<>();
        for (int i = 0; i < EACH_HALF; i++) {
            rest.add(named("rest" + i));
        }
        Process half =
                start("parley.server.ClientProcess", "" + server().address().getPort(), "half", "" + EACH_HALF);
        assertEquals("ready", half.inputReader().readLine());
        for (int round = 0; round < 20; round++) {
            if (round == 10) {
                half.destroyForcibly();
            }
            for (int i = 0; i < EACH_HALF; i++) {
                rest.get(i).send("rest" + i + " to rest" + next(i) + ", half" + i + " - " + round);
            }
        }
        for (int i = 0; i < EACH_HALF; i++) {
            expectRounds(rest.get(next(i)), "rest" + i + " to rest" + next(i) + ", half" + i + " - ");
        }
        for (Peer peer : rest) {
            expectAllOfTheHalfToLeave(peer);
        }
        assertEquals(EACH_HALF, server().users());
        for (Peer peer : rest) {
            peer.send("help");
            String line = peer.next();
            while (line.startsWith("error: not online: half")) {
                line = peer.next();
            }
            assertTrue(line.startsWith("menu: "), line);
        }
    }

    private static int next(int i) {
        return (i + 1) % EACH_HALF;
    }

    /** Errors about the killed ones come between; whether the first of the rounds after the kill met them is open. */
    private static void expectRounds(Peer peer, String beginning) {
        for (int round = 0; round < 20; round++) {
            String line = peer.next();
            while (line.startsWith("error: not online: half")) {
                line = peer.next();
            }
            assertEquals(beginning + round, line);
        }
    }

    private static void expectAllOfTheHalfToLeave(Peer peer) {
        Set<String> left = new HashSet<>();
        while (left.size() < EACH_HALF) {
            String news = peer.nextPresence();
            if (news.startsWith("left: half")) {
                left.add(news);
            } else {
                assertTrue(news.startsWith("joined: "), news);
            }
        }
    }

    @Test
    void sigtermTellsAllAndEndsAndTheSamePortServesAgain() throws Exception {
        Process first = start("parley.server.ServerProcess", "--port", "0", "--log", "none");
        int port = port(first);
        try (Socket reading = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedReader lines = lines(reading);
            assertEquals("welcome to the chat", lines.readLine());
            assertEquals("enter name:", lines.readLine());
            deaf.getOutputStream().write('\n');
            // Process.destroy would also close what is read here.
            first.toHandle().destroy();
            assertEquals("server closing", lines.readLine());
            assertEquals(null, lines.readLine());
            assertTrue(first.waitFor(20, TimeUnit.SECONDS));
            assertEquals(ENDED_BY_SIGTERM, first.exitValue());
            Process second = start("parley.server.ServerProcess", "--port", "" + port, "--log", "none");
            assertEquals(port, port(second));
        }
    }

    private static int port(Process server) throws IOException {
        String line = server.errorReader(StandardCharsets.UTF_8).readLine();
        Matcher listening =
                Pattern.compile("listening on 127\\.0\\.0\\.1 port (\\d+)").matcher(String.valueOf(line));
        assertTrue(listening.matches(), line);
        return Integer.parseInt(listening.group(1));
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private Process start(String... command) throws IOException {
        List<String> whole = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        whole.addAll(List.of(command));
        Process process = new ProcessBuilder(whole).start();
        processes.add(process);
        return process;
    }
}
