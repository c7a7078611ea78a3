package parley.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

class MetricsTest {
    private final Metrics metrics = new Metrics();
    private final AtomicBoolean healthy = new AtomicBoolean(true);
    private final MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, metrics, healthy::get);

    MetricsTest() throws IOException {}

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void whatHappensIsCounted() throws Exception {
        metrics.show(() -> 3, () -> 2, () -> 4096L);
        metrics.connected(1, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        metrics.received(1, "Ofir", new ClientLine.Direct("Ofir", List.of("A"), "hi"));
        metrics.received(1, "Ofir", new ClientLine.Help());
        metrics.refused(1, ServerLine.Error.taken("Ofir"));
        metrics.refused(1, ServerLine.Error.taken("Emily"));
        metrics.delivered(Duration.ofMillis(3).toNanos());
        metrics.ended(1, ServerWatch.Ending.EXIT, Duration.ofSeconds(1));
        metrics.failed(1, new IllegalStateException());
        List<String> lines = get("/metrics").body().lines().toList();
        for (String line : List.of(
                "parley_connections_open 3.0",
                "parley_users 2.0",
                "parley_outbox_bytes 4096.0",
                "parley_connections_total 1.0",
                "parley_lines_received_total{kind=\"direct\"} 1.0",
                "parley_lines_received_total{kind=\"help\"} 1.0",
                "parley_refusals_total{reason=\"name-taken\"} 2.0",
                "parley_delivery_seconds_bucket{le=\"0.0025\"} 0",
                "parley_delivery_seconds_bucket{le=\"0.005\"} 1",
                "parley_delivery_seconds_count 1",
                "parley_connections_ended_total{reason=\"exit\"} 1.0",
                "parley_faults_total 1.0")) {
            assertTrue(lines.contains(line), line + " in\n" + String.join("\n", lines));
        }
    }

    @Test
    void healthIsWhatTheServerSays() throws Exception {
        assertEquals(200, get("/healthz").statusCode());
        healthy.set(false);
        assertEquals(503, get("/healthz").statusCode());
    }

    @Test
    void aPortInUseIsSaidInOneLine() {
        int port = endpoint.address().getPort();
        IOException refused =
                assertThrows(IOException.class, () -> MetricsEndpoint.start("127.0.0.1", port, metrics, healthy::get));
        assertEquals(
                "port " + port + " on 127.0.0.1 cannot be used for metrics (Address already in use);"
                        + " choose another with --metrics-port",
                refused.getMessage());
    }

    @Test
    void aHostThatThereIsNotIsSaidInOneLine() {
        IOException refused = assertThrows(
                IOException.class, () -> MetricsEndpoint.start("no.such.invalid", 0, metrics, healthy::get));
        assertEquals("there is no host no.such.invalid; choose another with --metrics-host", refused.getMessage());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
