package parley.analyzer.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private static final int BATCH_OCTETS = 1 << 17;
    private static final int WAITING = 64;

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("reports").daemon().factory(),
            (task, executor) -> putUninterruptibly(executor, task));
    private List<Runnable> batch = new ArrayList<>(BATCH);
    private long batchOctets;

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

    /** A table's share of the thread. */
    Table table(String name) {
        return new Table(name);
    }

    /** The tasks of one table. One that fails is the last of them; other tables go on. */
    final class Table {
        private final String name;
        private volatile @Nullable Throwable failure;

        private Table(String name) {
            this.name = name;
        }

        /**
         * Has the task done, later.
         *
         * @param octets about what it keeps in memory until it is done
         */
        void later(long octets, Runnable task) {
            batch.add(() -> run(task));
            batchOctets += octets;
            if (batch.size() == BATCH || batchOctets >= BATCH_OCTETS) {
                hand();
            }
        }

        /** Has the task done, and does not wait until there are more: it stands for many rows. */
        void now(Runnable task) {
            batch.add(() -> run(task));
            hand();
        }

        private void run(Runnable task) {
            if (failure != null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }

        /** Waits until all that was handed over is done; after that what belongs to the thread is the owner's. */
        void await() {
            ReportThread.this.await();
        }

        /** @throws IOException if a task has failed, which the message says; an error is thrown as it is */
        void requireDone() throws IOException {
            Throwable failed = failure;
            if (failed instanceof Error error) {
                throw error;
            }
            if (failed != null) {
                throw new IOException(name + " could not be written: " + failed, failed);
            }
        }
    }

    private void hand() {
        List<Runnable> tasks = batch;
        batch = new ArrayList<>(BATCH);
        batchOctets = 0;
        thread.execute(() -> tasks.forEach(Runnable::run));
    }

    private void await() {
        CountDownLatch done = new CountDownLatch(1);
        batch.add(done::countDown);
        hand();
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
    }
}
