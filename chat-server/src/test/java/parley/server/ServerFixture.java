package parley.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import parley.server.watch.ServerWatch;

/** A server on a free port for each test, with the clients that the test connects. */
abstract class ServerFixture {
    static final ServerOptions OPTIONS = ServerOptions.defaults().withPort(0).withRate(1, 0);

    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable ChatServer server;

    ChatServer server() throws IOException {
        return server(OPTIONS);
    }

    /** The test's server, started with these options at the first call. */
    ChatServer server(ServerOptions options) throws IOException {
        if (server == null) {
            server = ChatServer.start(options);
        }
        return server;
    }

    /** The test's server, told to this watch. */
    ChatServer server(ServerWatch watch) throws IOException {
        server = ChatServer.start(OPTIONS, null, watch);
        return server;
    }

    Peer connect() throws IOException {
        return kept(Peer.connect(server()));
    }

    Peer unread() throws IOException {
        return kept(Peer.unread(server()));
    }

    Peer named(String name) throws IOException {
        return kept(Peer.named(server(), name));
    }

    private Peer kept(Peer peer) {
        open.add(peer);
        return peer;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable peer : open) {
            peer.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
