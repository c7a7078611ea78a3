package parley.analyzer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which rows are made into text and written, beside the analysis. Its owner, the thread of the analysis,
 * hands it tasks, which are done one after the other in that order; where it falls behind by more than {@value #WAITING}
 * batches the owner waits. It starts with the first batch and ends by itself when it has had nothing to do for a second.
 *
 * <p>A task may use what never changes again, and what belongs to this thread.
 */
final class ReportThread {
    private static final int BATCH = 256;
    private static final int WAITING = 64;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("reports").daemon().factory(),
            (task, executor) -> putUninterruptibly(executor, task));
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private List<Runnable> batch = new ArrayList<>(BATCH);

    ReportThread() {
        thread.allowCoreThreadTimeOut(true);
    }

    private static void putUninterruptibly(ThreadPoolExecutor executor, Runnable task) {
        boolean interrupted = false;
        while (true) {
            try {
                executor.getQueue().put(task);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the task done, later. */
    void later(Runnable task) {
        batch.add(task);
        if (batch.size() == BATCH) {
            hand();
        }
    }

    /** Has the task done, and does not wait until there are more: it stands for many rows. */
    void now(Runnable task) {
        batch.add(task);
        hand();
    }

    private void hand() {
        List<Runnable> tasks = batch;
        batch = new ArrayList<>(BATCH);
        thread.execute(() -> tasks.forEach(this::run));
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    /**
     * Waits until all that was handed over is done; after that what belongs to the thread is the owner's.
     *
     * @throws IllegalStateException if a task has failed
     */
    void await() {
        CountDownLatch done = new CountDownLatch(1);
        now(done::countDown);
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a report failed", failed);
        }
    }
}
