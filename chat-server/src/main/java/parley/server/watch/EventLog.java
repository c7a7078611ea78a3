package parley.server.watch;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import parley.protocol.ClientLine;
import parley.protocol.HostPort;
import parley.protocol.ServerLine;

/**
 * Writes a line an event: {@code time=2026-07-14T09:30:00.123Z event=named client=7 name=Ofir}. Values with anything but
 * letters, digits and {@code _-.:,+[]} stand in quotes, with the escapes of JSON.
 *
 * <p>A daemon thread writes. Logging only queues; past {@value #WAITING} lines or {@value #WAITING_CHARACTERS} characters
 * that wait, lines are dropped, and a line says how many.
 */
public final class EventLog implements ServerWatch, AutoCloseable {
    private static final int WAITING = 10_000;
    private static final int WAITING_CHARACTERS = 4_000_000;
    private static final int WRITTEN_AT_ONCE = 256;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);
    private static final String END = "";

    private final PrintWriter out;
    private final LogDetail detail;
    private final boolean withText;
    private final Clock clock;
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(WAITING);
    private final AtomicInteger waitingCharacters = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;

    /**
     * @param out flushed after every few lines, not closed
     * @param withText whether the lines of clients are logged with what they say
     */
    public EventLog(PrintWriter out, LogDetail detail, boolean withText, Clock clock) {
        this.out = out;
        this.detail = detail;
        this.withText = withText;
        this.clock = clock;
        this.writer = Thread.ofPlatform().name("log").daemon().start(this::write);
    }

    @Override
    public void connected(long client, InetSocketAddress from) {
        log("connected", "client", client, "address", address(from));
    }

    @Override
    public void turnedAway(InetSocketAddress from) {
        log("turned-away", "address", address(from), "reason", "server-full");
    }

    @Override
    public void named(long client, String name) {
        log("named", "client", client, "name", name);
    }

    @Override
    public void received(long client, String name, ClientLine line) {
        if (detail != LogDetail.LINES) {
            return;
        }
        List<Object> fields = new ArrayList<>(List.of("client", client, "name", name, "kind", Words.kind(line)));
        if (line instanceof ClientLine.Direct direct) {
            fields.addAll(List.of("to", String.join(",", direct.recipients())));
        }
        if (withText) {
            fields.addAll(List.of("text", text(line)));
        }
        log("line", fields.toArray());
    }

    private static String text(ClientLine line) {
        return line instanceof ClientLine.Direct direct ? direct.text() : line.format();
    }

    @Override
    public void refused(long client, ServerLine.Error error) {
        log("refused", "client", client, "reason", Words.reason(error));
    }

    @Override
    public void ended(long client, Ending ending, Duration lasted) {
        log("ended", "client", client, "reason", Words.of(ending), "seconds", lasted.toMillis() / 1000.0);
    }

    @Override
    public void failed(long client, Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        log("failed", "client", client, "fault", fault.toString(), "trace", trace);
    }

    private void log(String event, Object... fields) {
        if (detail == LogDetail.NONE) {
            return;
        }
        String line = format(event, fields);
        if (waitingCharacters.addAndGet(line.length()) > WAITING_CHARACTERS || !queue.offer(line)) {
            waitingCharacters.addAndGet(-line.length());
            dropped.incrementAndGet();
        }
    }

    private String format(String event, Object... fields) {
        StringBuilder line = new StringBuilder(96);
        line.append("time=").append(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        line.append(" event=").append(event);
        for (int i = 0; i < fields.length; i += 2) {
            line.append(' ').append(fields[i]).append('=');
            LogValue.append(line, String.valueOf(fields[i + 1]));
        }
        return line.toString();
    }

    private static String address(InetSocketAddress from) {
        return HostPort.format(new InetSocketAddress(from.getAddress().getHostAddress(), from.getPort()));
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        boolean over = false;
        while (!over) {
            try {
                lines.add(queue.take());
            } catch (InterruptedException interrupted) {
                over = true;
            }
            queue.drainTo(lines, WRITTEN_AT_ONCE);
            for (String line : lines) {
                over |= line.isEmpty();
                if (!line.isEmpty()) {
                    out.println(line);
                    waitingCharacters.addAndGet(-line.length());
                }
            }
            lines.clear();
            long missing = dropped.getAndSet(0);
            if (missing > 0) {
                out.println(format("log-lines-dropped", "count", missing));
            }
            out.flush();
        }
    }

    /** Writes what waits, where the output takes it within a second. */
    @Override
    public void close() {
        try {
            if (!queue.offer(END, CLOSE_WITHIN.toNanos(), TimeUnit.NANOSECONDS)) {
                writer.interrupt();
            }
            writer.join(CLOSE_WITHIN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
