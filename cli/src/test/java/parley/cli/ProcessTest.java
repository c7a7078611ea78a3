package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** The command as a process of its own, without any native access: nothing is printed that nobody asked for. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessTest {
    @TempDir
    private Path directory = Path.of("");

    private ChildJvm.Run parley(String... args) throws Exception {
        return ChildJvm.run(directory, ChildJvm.java(args));
    }

    @Test
    void theVersionIsAllThatIsPrinted() throws Exception {
        ChildJvm.Run run = parley("--version");

        assertEquals(0, run.exitCode());
        assertEquals("", run.errors());
        assertEquals(1, run.output().lines().count());
    }

    @Test
    void helpIsAllThatIsPrinted() throws Exception {
        ChildJvm.Run run = parley("--help");

        assertEquals(0, run.exitCode());
        assertEquals("", run.errors());
    }

    @Test
    void theExitCodeIsTheProcesss() throws Exception {
        ChildJvm.Run run = parley("no-such-command");

        assertEquals(2, run.exitCode());
        assertEquals("", run.output());
        assertTrue(run.errors().startsWith("parley: no such command"), run.errors());
    }

    @Test
    void theServerListensWithoutNativeAccess() throws Exception {
        Process server =
                ChildJvm.java("server", "--port", "0").redirectErrorStream(true).start();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            String first = lines.readLine();
            assertTrue(first != null && first.startsWith("listening on 127.0.0.1 port "), first);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    @Test
    void thePageIsServedWithoutNativeAccess() throws Exception {
        Process web =
                ChildJvm.java("web", "--listen", "0").redirectErrorStream(true).start();
        try (BufferedReader lines = web.inputReader(StandardCharsets.UTF_8);
                HttpClient browser = HttpClient.newHttpClient()) {
            String url = lines.readLine();
            assertTrue(url != null && url.matches("http://127\\.0\\.0\\.1:\\d+/"), url);

            HttpResponse<String> page =
                    browser.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());

            assertEquals(200, page.statusCode());
            // A Process that is destroyed closes what it could still be read from.
            web.toHandle().destroy();
            assertNull(lines.readLine());
            assertEquals(143, web.waitFor());
        } finally {
            web.destroyForcibly().waitFor();
        }
    }

    @Test
    void aPageForEverybodyIsSaidToBeOne() throws Exception {
        Process web = ChildJvm.java("web", "--listen", "0.0.0.0:0").start();
        try (BufferedReader output = web.inputReader(StandardCharsets.UTF_8);
                BufferedReader errors = web.errorReader(StandardCharsets.UTF_8)) {
            String url = output.readLine();
            String port = url.replaceAll("http://127\\.0\\.0\\.1:(\\d+)/", "$1");

            assertEquals(
                    "parley: everybody who reaches port " + port + " of this machine can chat through it",
                    errors.readLine());
        } finally {
            web.destroyForcibly().waitFor();
        }
    }

    @Test
    void aPagesPortInUseIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();

            ChildJvm.Run run = parley("web", "--listen", Integer.toString(port));

            assertEquals(1, run.exitCode());
            assertEquals("", run.output());
            assertEquals(
                    "parley: port " + port + " on 127.0.0.1 is in use; choose another with --listen PORT\n",
                    run.errors());
        }
    }

    @Test
    void aConversationIsPlayedWithoutNativeAccess() throws Exception {
        try (ChatServer server = ChatServer.start(ServerOptions.defaults().withAddress("127.0.0.1", 0))) {
            Path script = directory.resolve("two.csv");
            Files.writeString(script, "at,user,port,line\n,Ana,,Ana\n,Ben,,Ben\n,Ana,,Ana to Ben - hi\n");

            ChildJvm.Run run = parley(
                    "play",
                    script.toString(),
                    "--server",
                    "127.0.0.1:" + server.address().getPort());

            assertEquals("", run.errors());
            assertEquals(0, run.exitCode());
            assertTrue(run.output().contains("Ana to Ben - hi"), run.output());
        }
    }

    @Test
    void aCaptureIsAnalyzedWithoutNativeAccess() throws Exception {
        Path reports = directory.resolve("reports");

        ChildJvm.Run run =
                parley("analyze", ProjectFiles.sample("seed-session.pcapng").toString(), "-o", reports.toString());

        assertEquals("", run.errors());
        assertEquals(0, run.exitCode());
        assertEquals(5, Files.readAllLines(reports.resolve("users.csv")).size());
    }

    @Test
    void aPortInUseIsOneLine() throws Exception {
        try (ChatServer server = ChatServer.start(ServerOptions.defaults().withAddress("127.0.0.1", 0))) {
            String port = Integer.toString(server.address().getPort());

            ChildJvm.Run run = parley("server", "--port", port);

            assertEquals(1, run.exitCode());
            assertEquals(
                    "parley: port " + port + " on 127.0.0.1 is in use; choose another with --port\n", run.errors());
        }
    }

    @Test
    void aCaptureThatIsNotThereIsOneLine() throws Exception {
        ChildJvm.Run run = parley("analyze", directory.resolve("missing.pcap").toString());

        assertEquals(1, run.exitCode());
        assertEquals("parley: " + directory.resolve("missing.pcap") + ": no such file\n", run.errors());
    }
}
