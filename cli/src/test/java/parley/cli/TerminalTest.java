package parley.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.HostPort;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** Runs the real client in real terminals against a real server. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class TerminalTest {
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");

    @TempDir
    private Path directory = Path.of("");

    private Tmux tmux = new Tmux(directory);
    private ChatServer server = ChatServer.start(ServerOptions.defaults().withPort(0));

    TerminalTest() throws IOException {}

    @BeforeEach
    void findTmux() {
        assumeTrue(Tmux.isInstalled(), "tmux is not installed, in whose terminals the client would run");
        tmux = new Tmux(directory);
    }

    @AfterEach
    void end() {
        tmux.close();
        server.close();
    }

    final void stopServer() {
        server.close();
    }

    /** Starts a server where the last one was. */
    final void startServer() throws IOException {
        server = ChatServer.start(
                ServerOptions.defaults().withPort(server.address().getPort()));
    }

    final String serverAddress() {
        return HostPort.format(server.address());
    }

    final int serverPort() {
        return server.address().getPort();
    }

    /** The client in a terminal, once it knows who is online. */
    final Tmux.Pane user(String name) throws IOException {
        Tmux.Pane pane = client(name, Map.of(), name);
        pane.awaitRow(name + ">");
        return pane;
    }

    final Tmux.Pane client(String terminal, Map<String, String> environment, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("client"));
        all.addAll(Arrays.asList(args));
        if (!all.contains("--server")) {
            all.addAll(List.of("--server", serverAddress()));
        }
        return tmux.run(
                terminal,
                ChildJvm.java(NATIVE_ACCESS, all.toArray(String[]::new)).command(),
                environment);
    }

    final Tmux.Pane clientWithoutNativeAccess(String terminal, String name) throws IOException {
        ProcessBuilder java = ChildJvm.java("client", "--server", serverAddress(), name);
        return tmux.run(terminal, java.command(), Map.of());
    }
}
