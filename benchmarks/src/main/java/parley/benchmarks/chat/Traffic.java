package parley.benchmarks.chat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages within a {@link Crowd}: each client sends to those next to it, so that each knows which number of whose
 * messages comes next. What does not come, comes twice or comes in another order is noticed.
 */
final class Traffic implements Client.Listener {
    private static final long SECOND = 1_000_000_000L;
    private static final long WAIT_NANOS = 20_000;

    private final int recipients;
    private final int window;
    private final long thinkNanos;
    private final int textBytes;
    private final Dialect dialect;

    private List<Client> clients = List.of();
    private String[][] neighbours = {};
    private int[] sent = {};
    private int[] outstanding = {};
    private long[] readyAt = {};
    private int[][] received = {};

    /** Senders that may send again, in the order in which they became so. */
    private final Deque<Integer> ready = new ArrayDeque<>();

    private Latencies latencies = new Latencies();
    private long deliveries;
    private long wrong;
    private boolean measuring;
    private long measuredFrom;

    /**
     * @param recipients of each message
     * @param window messages of one sender that may be on their way
     * @param thinkMillis what a sender waits after a message has reached all
     */
    Traffic(Dialect dialect, int recipients, int window, long thinkMillis, int textBytes) {
        this.dialect = dialect;
        this.recipients = recipients;
        this.window = window;
        this.thinkNanos = thinkMillis * 1_000_000;
        this.textBytes = textBytes;
    }

    /** What was measured: messages sent and deliveries in the time, what was not as it should be over all of it. */
    record Result(long messages, long deliveries, double seconds, Latencies latencies, long lost, long wrong) {}

    /**
     * Sends for so long.
     *
     * @param rate messages a second of all together, evenly spread; 0 for as many as the windows let through
     */
    Result run(Crowd crowd, int rate, int warmUpSeconds, int seconds) throws IOException {
        clients = crowd.clients();
        prepare();
        long start = System.nanoTime();
        long measure = start + warmUpSeconds * SECOND;
        long end = measure + seconds * SECOND;
        long messages = 0;
        long offered = 0;
        for (long now = start; now - end < 0; now = System.nanoTime()) {
            if (!measuring && now - measure >= 0) {
                measuring = true;
                measuredFrom = now;
                deliveries = 0;
                messages = 0;
            }
            long due = rate == 0 ? Long.MAX_VALUE : (long) ((now - start) * (double) rate / SECOND) + 1;
            long sentNow = 0;
            while (offered < due && sentNow < 256 && canSend(now)) {
                long when = rate == 0 ? now : start + (long) (offered * (double) SECOND / rate);
                send(ready.remove(), when);
                offered++;
                sentNow++;
            }
            messages += sentNow;
            if (sentNow == 0 && rate > 0) {
                // A selector waits for whole milliseconds, which are longer than what is measured.
                LockSupport.parkNanos(WAIT_NANOS);
            }
            crowd.turn(sentNow == 0 && rate == 0 ? 1 : 0);
        }
        double measured = (System.nanoTime() - measuredFrom) / (double) SECOND;
        long delivered = deliveries;
        measuring = false;
        drain(crowd);
        return new Result(messages, delivered, measured, latencies, lost(), wrong);
    }

    private boolean canSend(long now) {
        Integer next = ready.peek();
        return next != null && readyAt[next] - now <= 0;
    }

    private void prepare() {
        int n = clients.size();
        neighbours = new String[n][recipients];
        received = new int[n][recipients];
        sent = new int[n];
        outstanding = new int[n];
        readyAt = new long[n];
        long now = System.nanoTime();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < recipients; k++) {
                neighbours[i][k] = Client.name((i + 1 + k) % n);
            }
            readyAt[i] = now;
        }
        for (int w = 0; w < window; w++) {
            for (int i = 0; i < n; i++) {
                ready.add(i);
            }
        }
        latencies = new Latencies();
    }

    private void send(int sender, long when) throws IOException {
        String text = Stamp.text(sender, ++sent[sender], when, textBytes);
        outstanding[sender] += recipients;
        Client client = clients.get(sender);
        client.send(dialect.message(client.name, List.of(neighbours[sender]), text));
    }

    @Override
    public void named(Client client) {
        // Traffic begins when all have their names.
    }

    @Override
    public void message(Client client, byte[] line, int stamp) {
        int sender = Stamp.sender(line, stamp);
        long sentAt = Stamp.nanos(line, stamp);
        int distance = Math.floorMod(client.index - sender - 1, clients.size());
        int number = Stamp.number(line, stamp);
        if (distance >= recipients || number != received[client.index][distance] + 1) {
            wrong++;
            return;
        }
        received[client.index][distance] = number;
        deliveries++;
        long now = System.nanoTime();
        if (measuring && sentAt - measuredFrom >= 0) {
            latencies.record(now - sentAt);
        }
        outstanding[sender]--;
        if (outstanding[sender] % recipients == 0) {
            readyAt[sender] = now + thinkNanos;
            ready.add(sender);
        }
    }

    private void drain(Crowd crowd) throws IOException {
        long quietSince = System.nanoTime();
        long before = deliveries;
        while (lost() > 0 && System.nanoTime() - quietSince < 5 * SECOND) {
            crowd.turn(10);
            if (deliveries != before) {
                before = deliveries;
                quietSince = System.nanoTime();
            }
        }
    }

    private long lost() {
        long lost = 0;
        for (int each : outstanding) {
            lost += each;
        }
        return lost;
    }
}
