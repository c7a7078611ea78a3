package parley.analyzer.report.html;

/** Payload of a connection's directions over time, in equal spans that double when there are too many. Exact in sum. */
final class Throughput {
    static final int SPANS = 48;

    private static final long SHORTEST_NANOS = 1_000_000;

    private final long startNanos;
    private final long[] client = new long[SPANS];
    private final long[] server = new long[SPANS];
    private long spanNanos = SHORTEST_NANOS;
    private int used;

    Throughput(long startNanos) {
        this.startNanos = startNanos;
    }

    void add(long nanos, boolean fromClient, int octets) {
        // A capture's clock may step back behind the connection's first packet.
        long since = Math.max(0, nanos - startNanos);
        while (since / spanNanos >= SPANS) {
            halve(client);
            halve(server);
            used = (used + 1) / 2;
            spanNanos *= 2;
        }
        int span = (int) (since / spanNanos);
        used = Math.max(used, span + 1);
        (fromClient ? client : server)[span] += octets;
    }

    private static void halve(long[] spans) {
        for (int i = 0; i < SPANS / 2; i++) {
            spans[i] = spans[2 * i] + spans[2 * i + 1];
        }
        for (int i = SPANS / 2; i < SPANS; i++) {
            spans[i] = 0;
        }
    }

    /** The same in half as many spans. */
    Throughput halved() {
        Throughput half = new Throughput(startNanos);
        half.spanNanos = spanNanos * 2;
        half.used = (used + 1) / 2;
        for (int i = 0; i < SPANS / 2; i++) {
            half.client[i] = client[2 * i] + client[2 * i + 1];
            half.server[i] = server[2 * i] + server[2 * i + 1];
        }
        return half;
    }

    long startNanos() {
        return startNanos;
    }

    long spanNanos() {
        return spanNanos;
    }

    /** Spans up to the last packet. */
    int used() {
        return used;
    }

    /** Octets of payload in a span. */
    long octets(boolean fromClient, int span) {
        return (fromClient ? client : server)[span];
    }
}
