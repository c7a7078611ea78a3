package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import parley.protocol.ServerLine;

class OutboxTest {
    private static final int LIMIT = 2 * (100 + Encoded.OVERHEAD);
    private static final long SECOND = 1_000_000_000;

    private final SendBudget budget = new SendBudget(Long.MAX_VALUE / 2);
    private final AtomicInteger finished = new AtomicInteger();
    private final Outbox outbox = new Outbox(LIMIT, budget, finished::incrementAndGet);
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
    void whatDoesNotFitIsNotTakenAndWhatIsThereStays() throws Exception {
        assertTrue(outbox.offer(line('a')));
        assertTrue(outbox.offer(line('b')));
        assertFalse(outbox.offer(Encoded.of(new ServerLine.Hello("x"))));
        assertFalse(outbox.isFinishing());
        outbox.finish();
        assertWritten("a".repeat(99) + "\n", "b".repeat(99) + "\n");
    }

    @Test
    void whatTheClientIsOwedIsTakenWhateverWaits() throws Exception {
        assertTrue(outbox.offer(line('a')));
        assertTrue(outbox.offer(line('b')));
        outbox.send(new ServerLine.Ended("A"));
        outbox.finish();
        assertWritten("a".repeat(99) + "\n", "b".repeat(99) + "\n", "ended by A\n");
    }

    @Test
    void aBatchIsTakenWholeOrNotAtAll() throws Exception {
        assertTrue(outbox.offer(line('a')));
        assertFalse(outbox.offer(line('b'), line('c')));
        outbox.finish();
        assertWritten("a".repeat(99) + "\n");
    }

    @Test
    void whoeverOffersWaitsUntilTheClientHasTakenSomething() throws Exception {
        outbox.offer(line('a'));
        outbox.offer(line('b'));
        CountDownLatch waiting = new CountDownLatch(1);
        FutureTask<Boolean> offer = new FutureTask<>(() -> {
            Encoded line = line('c');
            boolean isTaken = outbox.offer(line);
            waiting.countDown();
            while (!isTaken && outbox.awaitRoom(line.cost(), System.nanoTime() + 60 * SECOND)) {
                isTaken = outbox.offer(line);
            }
            outbox.finish();
            return isTaken;
        });
        Thread.startVirtualThread(offer);
        waiting.await();
        outbox.writeTo(recorder());
        assertTrue(offer.get());
        assertEquals("c".repeat(99) + "\n", writes.getLast());
    }

    @Test
    void nobodyWaitsForAClientThatTakesNothing() throws Exception {
        StalledWrite stalled = new StalledWrite();
        Thread writer = Thread.startVirtualThread(() -> write(stalled));
        outbox.offer(line('a'));
        stalled.begun.await();
        outbox.offer(line('b'));
        assertFalse(outbox.offer(line('c')));
        assertFalse(outbox.awaitRoom(line('c').cost(), System.nanoTime() + 3600 * SECOND));
        assertTrue(outbox.isStalled(System.nanoTime() + 1000, 0));
        outbox.finish();
        stalled.end.countDown();
        writer.join();
    }

    @Test
    void anEndedOutboxKeepsNobodyWaiting() throws Exception {
        outbox.offer(line('a'));
        outbox.offer(line('b'));
        FutureTask<Boolean> room =
                new FutureTask<>(() -> outbox.awaitRoom(line('c').cost(), System.nanoTime() + 3600 * SECOND));
        Thread waiting = Thread.startVirtualThread(room);
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        outbox.abandon();
        assertTrue(room.get());
        assertTrue(outbox.offer(line('c')));
        assertWritten();
    }

    @Test
    void whatOthersSendKeepsNoReaderWaiting() throws Exception {
        outbox.offer(message('a'));
        outbox.offer(message('b'));
        assertFalse(outbox.offer(message('c')));
        outbox.awaitAnswersTaken();
    }

    @Test
    void theReaderOfAClientWaitsUntilItHasTakenMostOfItsAnswers() throws Exception {
        outbox.send(line('a'));
        outbox.send(line('b'));
        outbox.send(line('c'));
        FutureTask<Integer> readOn = new FutureTask<>(() -> {
            outbox.awaitAnswersTaken();
            outbox.finish();
            return writes.size();
        });
        Thread.startVirtualThread(readOn);
        outbox.writeTo(recorder());
        assertTrue(readOn.get() >= 1, "after " + readOn.get() + " writes");
    }

    @Test
    void anErrorComesInPlaceOfWhatWaitsAndAfterWhatIsBeingWritten() throws Exception {
        StalledWrite stalled = new StalledWrite();
        Thread writer = Thread.startVirtualThread(() -> write(stalled));
        outbox.send(line('a'));
        stalled.begun.await();
        outbox.send(line('b'));
        outbox.fail(ServerLine.Error.TOO_SLOW);
        stalled.end.countDown();
        writer.join();
        assertEquals(List.of("a".repeat(99) + "\n", "error: too slow\n"), writes);
        assertEquals(1, finished.get());
    }

    @Test
    void whatWaitsForAllIsBoundedButForOneLineOfEach() throws Exception {
        SendBudget small = new SendBudget(2L * line('a').cost());
        Outbox first = new Outbox(LIMIT, small, () -> {});
        Outbox second = new Outbox(LIMIT, small, () -> {});
        assertTrue(first.offer(line('a')));
        assertTrue(first.offer(line('b')));
        assertTrue(second.offer(line('c')));
        assertFalse(second.offer(line('d')));
        assertFalse(second.awaitRoom(line('d').cost(), System.nanoTime()));
        first.abandon();
        assertTrue(second.offer(line('d')));
        second.finish();
        second.writeTo(recorder());
        assertEquals(0, small.taken());
    }

    @Test
    void aBrokenWriteGivesBackAllThatWaited() {
        outbox.send(line('a'));
        outbox.send(line('b'));
        assertThrows(
                IOException.class,
                () -> outbox.writeTo(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("reset");
                    }
                }));
        outbox.abandon();
        assertEquals(0, budget.taken());
    }

    @Test
    void aBatchLargerThanTheLimitFitsWhereNothingWaits() throws Exception {
        outbox.send(new ServerLine.Hello("x".repeat(300)));
        outbox.finish();
        assertWritten("hello " + "x".repeat(300) + "\n");
    }

    @Test
    void aLongQueueIsWrittenInBlocksOfWholeLines() throws Exception {
        Outbox large = new Outbox(1_000_000, budget, () -> {});
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

    private static Encoded message(char c) {
        return Encoded.message(Character.toString(c).repeat(99), 1);
    }

    /** 100 bytes of the server's own. */
    private static Encoded line(char c) {
        return Encoded.message(Character.toString(c).repeat(99), 0);
    }

    /** A write that lasts until the test ends it. */
    private final class StalledWrite extends OutputStream {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch end = new CountDownLatch(1);

        @Override
        public void write(int b) {
            throw new AssertionError("single bytes");
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            record(bytes, from, count);
        }
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
