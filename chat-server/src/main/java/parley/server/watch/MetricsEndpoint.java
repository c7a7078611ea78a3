package parley.server.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * HTTP for those who watch: {@code /metrics} for Prometheus, {@code /healthz} for whoever asks whether the server serves
 * (200, or 503 where it does not). A virtual thread a request.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private MetricsEndpoint(HttpServer http) {
        this.http = http;
    }

    /**
     * Serves from now on.
     *
     * @param port 0 for any free one
     * @param healthy whether the server serves
     * @throws IOException with one line that says why it cannot listen there
     */
    public static MetricsEndpoint start(String host, int port, Metrics metrics, BooleanSupplier healthy)
            throws IOException {
        HttpServer http;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        } catch (UnknownHostException unknown) {
            throw new IOException("there is no host " + host + "; choose another with --metrics-host", unknown);
        } catch (BindException inUse) {
            throw new IOException(
                    "port " + port + " on " + host + " cannot be used for metrics (" + inUse.getMessage()
                            + "); choose another with --metrics-port",
                    inUse);
        }
        MetricsEndpoint endpoint = new MetricsEndpoint(http);
        http.setExecutor(endpoint.threads);
        http.createContext("/metrics", new MetricsHandler(metrics.registry()));
        http.createContext("/healthz", exchange -> answer(exchange, healthy.getAsBoolean()));
        http.start();
        return endpoint;
    }

    private static void answer(HttpExchange exchange, boolean healthy) throws IOException {
        try (exchange) {
            byte[] body = (healthy ? "ok\n" : "not serving\n").getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(healthy ? OK : UNAVAILABLE, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
