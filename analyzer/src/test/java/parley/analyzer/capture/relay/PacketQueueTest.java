package parley.analyzer.capture.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PacketQueueTest {
    private final Deque<PacketQueue.Stamped> taken = new ArrayDeque<>();

    @Test
    void timestampsDoNotGoBackWhereTheClockDoes() throws InterruptedException {
        Iterator<Long> clock = List.of(10L, 30L, 20L, 40L).iterator();
        PacketQueue queue = new PacketQueue(1000, clock::next);
        for (int i = 0; i < 4; i++) {
            queue.put(new byte[] {(byte) i});
        }

        queue.drainTo(taken, 0);

        assertEquals(
                List.of(10L, 30L, 30L, 40L),
                taken.stream().map(PacketQueue.Stamped::timestampNanos).toList());
        assertEquals(
                List.of(0, 1, 2, 3),
                taken.stream().map(packet -> (int) packet.octets()[0]).toList());
    }

    @Test
    void whoPutsWaitsWhileItIsFull() throws InterruptedException {
        PacketQueue queue = new PacketQueue(10, () -> 0);
        queue.put(new byte[10]);
        CountDownLatch put = new CountDownLatch(1);
        Thread waiting = Thread.ofPlatform().start(() -> {
            queue.put(new byte[1]);
            put.countDown();
        });
        awaitWaiting(waiting);
        assertEquals(1, put.getCount());

        queue.drainTo(taken, 0);

        assertTrue(put.await(20, TimeUnit.SECONDS));
        queue.drainTo(taken, 0);
        assertEquals(2, taken.size());
    }

    @Test
    void closingReleasesWhoPutsAndKeepsWhatIsIn() throws InterruptedException {
        PacketQueue queue = new PacketQueue(10, () -> 0);
        queue.put(new byte[10]);
        Thread waiting = Thread.ofPlatform().start(() -> queue.put(new byte[1]));
        awaitWaiting(waiting);

        queue.close();

        assertTrue(waiting.join(Duration.ofSeconds(20)));
        queue.put(new byte[1]);
        queue.drainTo(taken, 0);
        queue.drainTo(taken, 0);
        assertEquals(1, taken.size());
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
