package parley.server.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.server.ChatServer;
import parley.server.ServerOptions;
import parley.server.tls.TlsIdentity;
import parley.server.watch.EventLog;
import parley.server.watch.Metrics;
import parley.server.watch.MetricsEndpoint;
import parley.server.watch.ServerWatch;

/** A server with its log and its metrics, begun and ended together. */
final class WatchedServer implements AutoCloseable {
    private final ChatServer server;
    private final ServerWatch watch;
    private final EventLog log;
    private final @Nullable MetricsEndpoint endpoint;

    private WatchedServer(ChatServer server, ServerWatch watch, EventLog log, @Nullable MetricsEndpoint endpoint) {
        this.server = server;
        this.watch = watch;
        this.log = log;
        this.endpoint = endpoint;
    }

    /**
     * Starts all of it.
     *
     * @param watch is told first what happens
     * @param log closed with the server
     * @param metricsAddress where metrics are served; null where they are not
     */
    static WatchedServer start(
            ServerOptions options,
            @Nullable TlsIdentity tls,
            ServerWatch watch,
            EventLog log,
            @Nullable InetSocketAddress metricsAddress)
            throws IOException {
        if (metricsAddress == null) {
            ServerWatch all = ServerWatch.of(List.of(watch, log));
            return new WatchedServer(ChatServer.start(options, tls, all), all, log, null);
        }
        Metrics metrics = new Metrics();
        ServerWatch all = ServerWatch.of(List.of(watch, log, metrics));
        ChatServer server = ChatServer.start(options, tls, all);
        metrics.show(server::connections, server::users, server::unsentBytes);
        try {
            MetricsEndpoint endpoint = MetricsEndpoint.start(
                    metricsAddress.getHostString(), metricsAddress.getPort(), metrics, server::isServing);
            return new WatchedServer(server, all, log, endpoint);
        } catch (IOException unusable) {
            server.close();
            throw unusable;
        }
    }

    /** Tells who watches of a fault in a thread that nobody looks after. */
    void failed(Throwable fault) {
        watch.failed(0, fault);
    }

    InetSocketAddress address() {
        return server.address();
    }

    Optional<InetSocketAddress> metricsAddress() {
        return Optional.ofNullable(endpoint).map(MetricsEndpoint::address);
    }

    /** The log has the last line. Another call waits for the first. */
    @Override
    public synchronized void close() {
        server.close();
        if (endpoint != null) {
            endpoint.close();
        }
        log.close();
    }
}
