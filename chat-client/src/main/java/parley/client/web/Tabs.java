package parley.client.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServlet;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/** The WebSockets of the pages that are open. */
final class Tabs extends JettyWebSocketServlet implements AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final int FRAME_BYTES = 16 * 1024;
    private static final int BUFFER_BYTES = 4 * 1024;

    private final transient WebOptions options;
    private final transient Set<Tab> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final transient CountDownLatch closed = new CountDownLatch(1);

    Tabs(WebOptions options) {
        this.options = options;
        Thread.ofVirtual().name("pings to tabs").start(this::check);
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
            return new Socket();
        });
    }

    /** Closes every tab. */
    @Override
    public void close() {
        closed.countDown();
        open.forEach(tab -> tab.end(StatusCode.SHUTDOWN, "the page's server ends"));
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

    /** Hands what Jetty tells of one WebSocket to its tab. It has to ask for each frame. */
    public final class Socket implements Session.Listener {
        private volatile @Nullable Session page;
        private volatile @Nullable Tab tab;

        private Socket() {}

        @Override
        public void onWebSocketOpen(Session session) {
            page = session;
            if (count.incrementAndGet() > options.tabs()) {
                String reason = options.tabs() + " tabs are open already: close one";
                session.sendText(
                        TabFrames.fault(reason),
                        Callback.from(
                                () -> session.close(StatusCode.TRY_AGAIN_LATER, reason, Callback.NOOP),
                                failure -> session.disconnect()));
            } else {
                Tab opened = new Tab(session, options);
                tab = opened;
                open.add(opened);
            }
            session.demand();
        }

        @Override
        public void onWebSocketText(String message) {
            Tab to = tab;
            if (to != null) {
                to.received(message);
            } else {
                demand();
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
            Tab to = tab;
            if (to != null) {
                to.receivedBinary(callback);
            } else {
                callback.succeed();
                demand();
            }
        }

        @Override
        public void onWebSocketPong(ByteBuffer payload) {
            Tab to = tab;
            if (to != null) {
                to.heard();
            }
            demand();
        }

        @Override
        public void onWebSocketClose(int statusCode, String reason, Callback callback) {
            callback.succeed();
            count.decrementAndGet();
            Tab gone = tab;
            if (gone != null) {
                open.remove(gone);
                gone.gone();
            }
        }

        private void demand() {
            Session asked = page;
            if (asked != null) {
                asked.demand();
            }
        }
    }
}
