package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TabOutboxTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final Duration LONG = Duration.ofSeconds(30);

    private record Sent(String frame, Callback taken) {}

    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final CountDownLatch disconnected = new CountDownLatch(1);
    private final Session page = (Session) Proxy.newProxyInstance(
            Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, args) -> {
                switch (method.getName()) {
                    case "sendText" -> sent.add(new Sent((String) args[0], (Callback) args[1]));
                    case "close" -> closed.add(args[0] + " " + args[1]);
                    case "disconnect" -> disconnected.countDown();
                    default -> throw new UnsupportedOperationException(method.toString());
                }
                return null;
            });
    private TabOutbox outbox = new TabOutbox(page, LONG);

    @AfterEach
    void end() {
        outbox.gone();
    }

    private Sent sent() throws InterruptedException {
        return Objects.requireNonNull(sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing was sent");
    }

    @Test
    void aFrameIsSentWhenThePageHasTakenTheOneBefore() throws Exception {
        outbox.put("1");
        outbox.put("2");

        Sent first = sent();
        assertEquals("1", first.frame());
        assertTrue(sent.isEmpty());
        first.taken().succeed();
        assertEquals("2", sent().frame());
    }

    @Test
    void theEndComesBehindWhatWaits() throws Exception {
        outbox.put("1");
        outbox.end("fault", 1008, "why");
        outbox.put("too late");

        sent().taken().succeed();
        Sent fault = sent();
        assertEquals("fault", fault.frame());
        assertTrue(closed.isEmpty());
        fault.taken().succeed();
        assertEquals("1008 why", closed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
        // The page does not answer the close.
        assertTrue(disconnected.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertTrue(sent.isEmpty());
    }

    @Test
    void aPageThatDoesNotTakeAFrameIsDisconnected() throws Exception {
        outbox.gone();
        outbox = new TabOutbox(page, Duration.ofMillis(50));

        outbox.put("1");

        assertTrue(disconnected.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void aPageThatCannotBeSentToIsDisconnected() throws Exception {
        outbox.put("1");

        sent().taken().fail(new IllegalStateException("broken"));

        assertTrue(disconnected.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void soManyFramesWaitAndNoMore() throws Exception {
        assertEquals(TabOutbox.MAXIMUM_FRAMES, fill("x"));
    }

    @Test
    void soManyBytesWaitAndNoMore() throws Exception {
        // Two octets each in UTF-8.
        String frame = "\u00e9".repeat(32 * 1024);

        assertEquals(TabOutbox.MAXIMUM_BYTES / (64 * 1024), fill(frame));
    }

    /** Puts until it has to wait, and returns how many frames wait; one more is on its way. */
    private int fill(String frame) throws InterruptedException {
        AtomicInteger put = new AtomicInteger();
        outbox.put("on its way");
        Sent first = sent();
        Thread putting = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (put.get() < 2 * TabOutbox.MAXIMUM_FRAMES) {
                    outbox.put(frame);
                    put.incrementAndGet();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        while (putting.getState() != Thread.State.WAITING) {
            assertTrue(putting.isAlive(), "it never had to wait");
            Thread.onSpinWait();
        }
        int waiting = put.get();
        first.taken().succeed();
        sent();
        // One is taken, so one more fits.
        while (put.get() == waiting) {
            Thread.onSpinWait();
        }
        outbox.gone();
        putting.interrupt();
        putting.join();
        return waiting;
    }

    @Test
    void whoWaitsGoesOnWhenThePageIsGone() throws Exception {
        outbox.put("x".repeat(TabOutbox.MAXIMUM_BYTES));
        sent();
        outbox.put("x".repeat(TabOutbox.MAXIMUM_BYTES));
        Thread putting = Thread.ofPlatform().daemon().start(() -> {
            try {
                outbox.put("x");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        while (putting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        outbox.gone();

        assertTrue(putting.join(Duration.ofSeconds(PATIENCE_SECONDS)));
    }
}
