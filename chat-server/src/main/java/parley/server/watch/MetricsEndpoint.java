package parley.server.watch;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP for those who watch: {@code /metrics} for Prometheus, {@code /healthz} for whoever asks whether the server serves
 * (200, or 503 where it does not). A virtual thread a connection, which has one request and {@link #WITHIN} for it; a
 * connection beyond {@link #MOST_CONNECTIONS} takes the place of the oldest, so that those that stall keep nobody out.
 */
public final class MetricsEndpoint implements AutoCloseable {
    static final int MOST_CONNECTIONS = 32;

    private static final long AFTER_FAILURE_NANOS = 100_000_000;
    static final int HEAD_BYTES = 8 * 1024;
    static final Duration WITHIN = Duration.ofSeconds(10);

    private static final int BACKLOG = 128;
    private static final int LOOK_EVERY_MILLIS = 500;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Pattern REQUEST =
            Pattern.compile("(?<method>[A-Z]+) (?<path>/[^ ?]*)(?:\\?[^ ]*)? HTTP/1\\.[0-9]");
    private static final Pattern ACCEPT = Pattern.compile("(?im)^accept:(?<types>.*)$");

    private record Answer(String status, String type, byte[] body) {
        static Answer of(String status, String words) {
            return new Answer(status, TEXT, (words + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private final ServerSocket listener;
    private final Metrics metrics;
    private final BooleanSupplier healthy;
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** When each open connection is closed, by {@link System#nanoTime}; the oldest is the first. */
    private final Map<Socket, Long> open = new LinkedHashMap<>();

    private MetricsEndpoint(ServerSocket listener, Metrics metrics, BooleanSupplier healthy) {
        this.listener = listener;
        this.metrics = metrics;
        this.healthy = healthy;
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
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.setSoTimeout(LOOK_EVERY_MILLIS);
            listener.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
        } catch (UnknownHostException unknown) {
            listener.close();
            throw new IOException("there is no host " + host + "; choose another with --metrics-host", unknown);
        } catch (IOException refused) {
            listener.close();
            throw new IOException(
                    "port " + port + " on " + host + " cannot be used for metrics (" + refused.getMessage()
                            + "); choose another with --metrics-port",
                    refused);
        }
        MetricsEndpoint endpoint = new MetricsEndpoint(listener, metrics, healthy);
        Thread.ofPlatform().name("metrics").daemon().start(endpoint::accept);
        return endpoint;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                admit(listener.accept());
            } catch (SocketTimeoutException nobody) {
                // Time to look who is late.
            } catch (IOException tooManyFiles) {
                closeOldest();
                LockSupport.parkNanos(AFTER_FAILURE_NANOS);
            }
            closeLate();
        }
    }

    private void admit(Socket connection) {
        synchronized (open) {
            if (listener.isClosed()) {
                close(connection);
                return;
            }
            if (open.size() >= MOST_CONNECTIONS) {
                closeOldest();
            }
            open.put(connection, System.nanoTime() + WITHIN.toNanos());
            threads.execute(() -> serve(connection));
        }
    }

    private void closeOldest() {
        synchronized (open) {
            open.keySet().stream().findFirst().ifPresent(this::end);
        }
    }

    private void closeLate() {
        synchronized (open) {
            long now = System.nanoTime();
            List<Socket> late = new ArrayList<>();
            for (Map.Entry<Socket, Long> each : open.entrySet()) {
                if (each.getValue() - now > 0) {
                    break;
                }
                late.add(each.getKey());
            }
            late.forEach(this::end);
        }
    }

    private void end(Socket connection) {
        synchronized (open) {
            open.remove(connection);
        }
        close(connection);
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // That is what was wanted.
        }
    }

    private void serve(Socket connection) {
        try {
            InputStream in = connection.getInputStream();
            String head = head(in);
            write(connection.getOutputStream(), answer(head), head.startsWith("HEAD "));
            connection.shutdownOutput();
            // What is not read when it is closed would reset the connection, and the answer with it.
            connection.setSoTimeout((int) CLOSE_WITHIN.toMillis());
            in.readNBytes(HEAD_BYTES);
        } catch (IOException gone) {
            // Nobody is there to be told.
        } finally {
            end(connection);
        }
    }

    /** The request up to its empty line; as much as is looked at where it has none. */
    private static String head(InputStream in) throws IOException {
        byte[] bytes = new byte[HEAD_BYTES];
        int length = 0;
        int count;
        while (length < bytes.length && (count = in.read(bytes, length, bytes.length - length)) >= 0) {
            length += count;
            if (isWhole(new String(
                    bytes,
                    Math.max(0, length - count - 3),
                    Math.min(length, count + 3),
                    StandardCharsets.ISO_8859_1))) {
                break;
            }
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isWhole(String head) {
        return head.contains("\r\n\r\n");
    }

    private Answer answer(String head) {
        Matcher request = REQUEST.matcher(head.lines().findFirst().orElse(""));
        if (head.length() == HEAD_BYTES && !isWhole(head)) {
            return Answer.of("431 Request Header Fields Too Large", "the request is too long");
        }
        if (!isWhole(head) || !request.matches()) {
            return Answer.of("400 Bad Request", "that is no request");
        }
        String method = request.group("method");
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.of("405 Method Not Allowed", "only GET and HEAD are understood here");
        }
        return switch (request.group("path")) {
            case "/healthz" ->
                healthy.getAsBoolean()
                        ? Answer.of("200 OK", "ok")
                        : Answer.of("503 Service Unavailable", "not serving");
            case "/metrics" -> metrics(head);
            default -> Answer.of("404 Not Found", "there are /metrics and /healthz here");
        };
    }

    private Answer metrics(String head) {
        Matcher accept = ACCEPT.matcher(head);
        ExpositionFormatWriter writer =
                formats.findWriter(accept.find() ? accept.group("types").strip() : "");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, metrics.registry().scrape());
        } catch (IOException impossible) {
            throw new IllegalStateException("written to memory", impossible);
        }
        return new Answer("200 OK", writer.getContentType(), body.toByteArray());
    }

    private static void write(OutputStream out, Answer answer, boolean headAlone) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("HTTP/1.1 " + answer.status() + "\r\nContent-Type: " + answer.type() + "\r\nContent-Length: "
                        + answer.body().length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        if (!headAlone) {
            bytes.writeBytes(answer.body());
        }
        out.write(bytes.toByteArray());
    }

    /** Closes all connections and no longer listens; returns within a second or so. */
    @Override
    public void close() {
        close(listener);
        synchronized (open) {
            List.copyOf(open.keySet()).forEach(this::end);
        }
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
