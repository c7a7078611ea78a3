package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import parley.protocol.ServerLine;

class OutboxTest {
    private final AtomicInteger finished = new AtomicInteger();
    private final Outbox outbox = new Outbox(100, finished::incrementAndGet);
    private final List<String> writes = new ArrayList<>();

    @Test
    void welcomeAndPromptAreTwoWrites() throws Exception {
        outbox.send(new ServerLine.Welcome(), new ServerLine.Prompt());
        outbox.finish();
        assertWritten("welcome to the chat\n", "enter name:\n");
    }

    @Test
    void whatWaitsIsWrittenBeforeTheLastLine() throws Exception {
        outbox.send(new ServerLine.Hello("A"));
        outbox.finish(new ServerLine.Goodbye());
        outbox.send(new ServerLine.Hello("B"));
        outbox.finish(new ServerLine.Closing());
        assertWritten("hello A\n", "goodbye\n");
        assertEquals(1, finished.get());
    }

    @Test
    void aFullOutboxEndsWithOneErrorInPlaceOfWhatWaits() throws Exception {
        for (int i = 0; i < 50; i++) {
            outbox.send(new ServerLine.Hello("somebody"));
        }
        assertTrue(outbox.isFinishing());
        assertEquals(1, finished.get());
        assertWritten("error: too slow\n");
    }

    @Test
    void theLimitIsReachedExactly() throws Exception {
        outbox.send(new ServerLine.Hello("x".repeat(43)));
        outbox.send(new ServerLine.Hello("x".repeat(43)));
        assertFalse(outbox.isFinishing());
        outbox.send(new ServerLine.Hello("x"));
        assertTrue(outbox.isFinishing());
    }

    @Test
    void whatIsBeingWrittenCountsAsUnsent() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Thread writer = Thread.startVirtualThread(() -> write(new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("single bytes");
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                writing.countDown();
                try {
                    go.await();
                } catch (InterruptedException interrupted) {
                    throw new IOException(interrupted);
                }
                record(bytes, from, count);
            }
        }));
        outbox.send(new ServerLine.Hello("x".repeat(83)));
        writing.await();
        assertTrue(outbox.isStalled(System.nanoTime() + 1000, 0));
        outbox.send(new ServerLine.Hello("does not fit"));
        assertTrue(outbox.isFinishing());
        go.countDown();
        writer.join();
        assertEquals(List.of("hello " + "x".repeat(83) + "\n", "error: too slow\n"), writes);
    }

    @Test
    void aBatchLargerThanTheLimitFitsWhereNothingWaits() throws Exception {
        outbox.send(new ServerLine.Hello("x".repeat(300)));
        outbox.finish();
        assertWritten("hello " + "x".repeat(300) + "\n");
    }

    @Test
    void aLongQueueIsWrittenInBlocksOfWholeLines() throws Exception {
        Outbox large = new Outbox(1_000_000, () -> {});
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            large.send(new ServerLine.Hello("user" + i));
            all.append("hello user").append(i).append('\n');
        }
        large.finish();
        large.writeTo(recorder());
        assertEquals(all.toString(), String.join("", writes));
        assertTrue(writes.size() < 20, writes.size() + " writes");
        assertTrue(writes.stream().allMatch(write -> write.endsWith("\n")));
    }

    @Test
    void anAbandonedOutboxWritesNothing() throws Exception {
        outbox.send(new ServerLine.Hello("A"));
        outbox.abandon();
        assertWritten();
        assertEquals(1, finished.get());
    }

    private void assertWritten(String... expected) throws Exception {
        outbox.writeTo(recorder());
        assertEquals(Arrays.asList(expected), writes);
    }

    private void write(OutputStream out) {
        try {
            outbox.writeTo(out);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private void record(byte[] bytes, int from, int count) {
        writes.add(new String(bytes, from, count, StandardCharsets.UTF_8));
    }

    private OutputStream recorder() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("single bytes");
            }

            @Override
            public void write(byte[] bytes, int from, int count) {
                record(bytes, from, count);
            }
        };
    }
}
