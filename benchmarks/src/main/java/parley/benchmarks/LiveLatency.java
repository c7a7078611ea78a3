package parley.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * How long after it was sent a message is on screen: chats with a server that is running, at a leisurely pace, and reads
 * what {@code live} writes.
 */
@Command(
        name = "live-latency",
        header = "Measure how long after it was sent a message is on screen.",
        mixinStandardHelpOptions = true)
public final class LiveLatency implements Callable<Integer> {
    private static final long MOST_SECONDS = 30;

    @Option(names = "--port", paramLabel = "N", required = true, description = "The server's, on the loopback address.")
    private int port;

    @Option(names = "--messages", paramLabel = "N", defaultValue = "1000", description = "How many: ${DEFAULT-VALUE}.")
    private int messages;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "100", description = "Before them: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--pause",
            paramLabel = "MS",
            defaultValue = "35",
            description =
                    "Milliseconds between two, on average; each is half to one and a half of it: ${DEFAULT-VALUE}.")
    private int pauseMillis;

    @Parameters(paramLabel = "LIVE", arity = "1..*", description = "The command line of live.")
    private List<String> live = List.of();

    private final Map<String, CountDownLatch> awaited = new ConcurrentHashMap<>();
    private final Map<String, Long> shownNanos = new ConcurrentHashMap<>();

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LiveLatency()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(live).start();
        try (BufferedReader told = process.errorReader(StandardCharsets.UTF_8)) {
            String line = told.readLine();
            while (line != null && !line.startsWith("capturing on ")) {
                line = told.readLine();
            }
            if (line == null) {
                throw new IOException("live ended before it captured");
            }
            Thread.ofPlatform().daemon().start(() -> watch(process));
            print(chat());
        } finally {
            process.toHandle().destroy();
            process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        }
        return 0;
    }

    /** A message is a word that no other line has; it is on screen with the first line that has it. */
    private void watch(Process process) {
        try (BufferedReader shown = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = shown.readLine(); line != null; line = shown.readLine()) {
                long now = System.nanoTime();
                int at = line.indexOf("nonce-");
                if (at >= 0) {
                    String nonce = line.substring(at).split("\\s", 2)[0];
                    shownNanos.putIfAbsent(nonce, now);
                    CountDownLatch waiting = awaited.get(nonce);
                    if (waiting != null) {
                        waiting.countDown();
                    }
                }
            }
        } catch (IOException ended) {
            // Whoever still waits for a message says that it has not come.
        }
    }

    private long[] chat() throws IOException, InterruptedException {
        long[] nanos = new long[messages];
        try (Socket from = user("Ofir");
                Socket to = user("Roony")) {
            Thread.ofVirtual().start(() -> drain(from));
            Thread.ofVirtual().start(() -> drain(to));
            OutputStream out = from.getOutputStream();
            for (int i = -warmUp; i < messages; i++) {
                String nonce = "nonce-" + (i + warmUp);
                CountDownLatch shown = new CountDownLatch(1);
                awaited.put(nonce, shown);
                long sent = System.nanoTime();
                out.write(("Ofir to Roony - " + nonce + "\n").getBytes(StandardCharsets.US_ASCII));
                if (!shown.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException(nonce + " has not come on screen");
                }
                if (i >= 0) {
                    nanos[i] = shownNanos.getOrDefault(nonce, Long.MAX_VALUE) - sent;
                }
                TimeUnit.MICROSECONDS.sleep(
                        pauseMillis * 500L + ThreadLocalRandom.current().nextLong(pauseMillis * 1000L));
            }
        }
        return nanos;
    }

    private Socket user(String name) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write((name + "\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void drain(Socket socket) {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private static void print(long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%d messages, ms from send to screen: median %.1f, p90 %.1f, p99 %.1f, most %.1f%n",
                nanos.length,
                millis(nanos, 0.5),
                millis(nanos, 0.9),
                millis(nanos, 0.99),
                millis(nanos, 1));
    }

    private static double millis(long[] sorted, double share) {
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1e6;
    }
}
