package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    private final ReportThread reports = new ReportThread();
    private final List<Integer> done = new ArrayList<>();

    @Test
    void tasksAreDoneInTheirOrder() {
        for (int i = 0; i < 100_000; i++) {
            int number = i;
            reports.later(() -> done.add(number));
        }

        reports.await();

        assertEquals(IntStream.range(0, 100_000).boxed().toList(), done);
    }

    @Test
    void aTaskThatStandsForManyRowsIsDoneWithoutMoreToCome() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        reports.later(() -> done.add(1));

        reports.now(begun::countDown);

        assertTrue(begun.await(20, TimeUnit.SECONDS));
        assertEquals(List.of(1), done);
    }

    @Test
    void tasksAreDoneOnAnotherThread() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        reports.later(() -> worker.set(Thread.currentThread()));

        reports.await();

        assertNotEquals(Thread.currentThread(), worker.get());
        assertTrue(worker.get().isDaemon());
    }

    @Test
    void whatFailsIsToldAndTheRestIsDoneAllTheSame() {
        RuntimeException failure = new IllegalArgumentException("no");
        reports.later(() -> {
            throw failure;
        });
        reports.later(() -> done.add(1));

        IllegalStateException told = assertThrows(IllegalStateException.class, reports::await);

        assertSame(failure, told.getCause());
        assertEquals(List.of(1), done);
    }

    @Test
    void anInterruptedOwnerStillWaitsAndStaysInterrupted() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        reports.later(() -> {
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
