package parley.server.watch;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/** Counts what happens, as Prometheus reads it: names begin with {@code parley_}; the JVM's own are there, too. */
public final class Metrics implements ServerWatch {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter connections = counter("connections", "Connections accepted.");
    private final Counter endings = counter("connections_ended", "Connections ended, by why.", "reason");
    private final Counter lines = counter("lines_received", "Lines of named clients, by kind.", "kind");
    private final Counter refusals = counter("refusals", "Errors told to clients, by reason.", "reason");
    private final Counter faults = counter("faults", "Failures in the server itself.");

    private final Histogram delivery = Histogram.builder()
            .name("parley_delivery_seconds")
            .help("From reading a message from its sender's connection to having written it to a recipient's.")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30)
            .register(registry);

    private final Map<String, CounterDataPoint> byKind = new ConcurrentHashMap<>();

    /** Counts from zero, with the JVM's metrics beside it. */
    public Metrics() {
        JvmMetrics.builder().register(registry);
    }

    /** Shows what can be read off the server at any time. */
    public void show(Supplier<Integer> connectionsNow, Supplier<Integer> usersNow, Supplier<Long> queuedBytesNow) {
        gauge("connections_open", "Connections that are open.", connectionsNow);
        gauge("users", "Clients that have a name.", usersNow);
        gauge("outbox_bytes", "Bytes that wait to be taken by clients.", queuedBytesNow);
    }

    /** All that is counted. */
    PrometheusRegistry registry() {
        return registry;
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name("parley_" + name)
                .help(help)
                .labelNames(labels)
                .register(registry);
    }

    private void gauge(String name, String help, Supplier<? extends Number> value) {
        GaugeWithCallback.builder()
                .name("parley_" + name)
                .help(help)
                .callback(point -> point.call(value.get().doubleValue()))
                .register(registry);
    }

    @Override
    public void connected(long client, InetSocketAddress from) {
        connections.inc();
    }

    @Override
    public void turnedAway(InetSocketAddress from) {
        refusals.labelValues("server-full").inc();
    }

    @Override
    public void received(long client, String name, ClientLine line) {
        byKind.computeIfAbsent(Words.kind(line), lines::labelValues).inc();
    }

    @Override
    public void refused(long client, ServerLine.Error error) {
        refusals.labelValues(Words.reason(error)).inc();
    }

    @Override
    public void delivered(long nanos) {
        delivery.observe(nanos / 1e9);
    }

    @Override
    public void ended(long client, Ending ending, Duration lasted) {
        endings.labelValues(Words.of(ending)).inc();
    }

    @Override
    public void failed(long client, Throwable fault) {
        faults.inc();
    }
}
