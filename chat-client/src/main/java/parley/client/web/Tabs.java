package parley.client.web;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/** The WebSockets of the pages that are open. */
final class Tabs extends JettyWebSocketServlet implements AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final int FRAME_BYTES = 16 * 1024;
    private static final int BUFFER_BYTES = 4 * 1024;
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(3);

    private final transient WebOptions options;
    private final transient Set<Tab> open = ConcurrentHashMap.newKeySet();
    private final transient CountDownLatch closed = new CountDownLatch(1);

    Tabs(WebOptions options) {
        this.options = options;
        Thread.ofVirtual().name("pings to the pages").start(this::check);
    }

    @Override
    protected void configure(JettyWebSocketServletFactory factory) {
        factory.setMaxTextMessageSize(FRAME_BYTES);
        factory.setMaxBinaryMessageSize(FRAME_BYTES);
        factory.setMaxFrameSize(FRAME_BYTES);
        factory.setInputBufferSize(BUFFER_BYTES);
        factory.setOutputBufferSize(BUFFER_BYTES);
        // A tab that is gone is noticed by its pings; this one ends a close that is not answered.
        factory.setIdleTimeout(Duration.ofMinutes(1));
        factory.setCreator((request, response) -> {
            // Compression would cost each tab more memory than it saves on a loopback.
            response.setExtensions(List.of());
            return new TabSocket(this);
        });
    }

    /** Closes every tab; returns when they are closed, within a few seconds in any case. */
    @Override
    public void close() {
        List<Tab> last;
        synchronized (open) {
            closed.countDown();
            last = List.copyOf(open);
        }
        // A tab's end may come back to remove() with the lock of its outbox held.
        last.forEach(tab -> tab.end(StatusCode.SHUTDOWN, "the page's server ends"));
        long deadline = System.nanoTime() + CLOSE_WITHIN.toNanos();
        synchronized (open) {
            try {
                for (long left = CLOSE_WITHIN.toNanos();
                        !open.isEmpty() && left > 0;
                        left = deadline - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(open, left);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Opens a tab; where there is no room the page is told so, and nothing is opened. */
    Optional<Tab> open(Session page) {
        synchronized (open) {
            if (closed.getCount() > 0 && open.size() < options.tabs()) {
                Tab tab = new Tab(page, options);
                open.add(tab);
                return Optional.of(tab);
            }
        }
        String reason = options.tabs() + " tabs are open already: close one";
        new TabOutbox(page, options.takeWithin()).end(TabFrames.fault(reason), StatusCode.TRY_AGAIN_LATER, reason);
        return Optional.empty();
    }

    void remove(Tab tab) {
        synchronized (open) {
            open.remove(tab);
            open.notifyAll();
        }
    }

    private void check() {
        try {
            while (!closed.await(options.pingEvery().toNanos(), TimeUnit.NANOSECONDS)) {
                open.forEach(tab -> tab.check(options.pingEvery()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
