package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReportThreadTest {
    private final ReportThread thread = new ReportThread();
    private final ReportThread.Table reports = thread.table("messages.csv");
    private final List<Integer> done = new ArrayList<>();

    @Test
    void tasksAreDoneInTheirOrder() {
        for (int i = 0; i < 100_000; i++) {
            int number = i;
            reports.later(1, () -> done.add(number));
        }

        reports.await();

        assertEquals(IntStream.range(0, 100_000).boxed().toList(), done);
    }

    @Test
    void aTaskThatStandsForManyRowsIsDoneWithoutMoreToCome() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        reports.later(1, () -> done.add(1));

        reports.now(begun::countDown);

        assertTrue(begun.await(20, TimeUnit.SECONDS));
        assertEquals(List.of(1), done);
    }

    @Test
    void tasksAreDoneOnAnotherThread() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        reports.later(1, () -> worker.set(Thread.currentThread()));

        reports.await();

        assertNotEquals(Thread.currentThread(), worker.get());
        assertTrue(worker.get().isDaemon());
    }

    @Test
    void aTaskThatFailsIsToldAndIsTheLastOfItsTableAlone() throws IOException {
        RuntimeException failure = new IllegalArgumentException("no");
        ReportThread.Table other = thread.table("users.csv");
        reports.later(1, () -> {
            throw failure;
        });
        reports.later(1, () -> done.add(1));
        other.later(1, () -> done.add(2));

        other.await();
        other.requireDone();
        reports.await();
        IOException told = assertThrows(IOException.class, reports::requireDone);

        assertEquals("messages.csv could not be written: java.lang.IllegalArgumentException: no", told.getMessage());
        assertSame(failure, told.getCause());
        assertEquals(List.of(2), done);
    }

    @Test
    void anErrorIsToldAsItIs() {
        reports.later(1, () -> {
            throw new OutOfMemoryError("Java heap space");
        });

        reports.await();

        assertThrows(OutOfMemoryError.class, reports::requireDone);
    }

    @Test
    void aFewTasksThatKeepMuchAreNotHeldBackUntilThereAreMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);

        reports.later(1 << 20, begun::countDown);

        assertTrue(begun.await(20, TimeUnit.SECONDS));
    }

    @Test
    void anInterruptedOwnerStillWaitsAndStaysInterrupted() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        reports.later(1, () -> {
            try {
                assertTrue(open.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            done.add(1);
        });
        AtomicReference<Boolean> stillInterrupted = new AtomicReference<>(false);
        Thread owner = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            reports.await();
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        open.countDown();
        owner.join();

        assertEquals(List.of(1), done);
        assertTrue(stillInterrupted.get());
    }
}
