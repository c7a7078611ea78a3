package parley.client.session;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one thread has to do: tasks in their order, and one task after a while. {@link #post} may be called by any thread,
 * all else by that one.
 */
final class Mailbox {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicInteger backlog = new AtomicInteger();
    private boolean closed;
    private long timerNanos;
    private @Nullable Runnable onTimer;

    /** Adds a task; false where none is done any more. */
    boolean post(Runnable task) {
        synchronized (tasks) {
            return !closed && tasks.add(task);
        }
    }

    /** Adds a task that counts in {@link #backlog} until it is begun. */
    void submit(Runnable task) {
        backlog.incrementAndGet();
        post(() -> {
            backlog.decrementAndGet();
            task.run();
        });
    }

    /** Submitted tasks that are not begun. */
    int backlog() {
        return backlog.get();
    }

    /** Has something done after a while, in place of what was to be done so before. */
    void after(Duration delay, Runnable task) {
        timerNanos = System.nanoTime() + delay.toNanos();
        onTimer = task;
    }

    void cancelTimer() {
        onTimer = null;
    }

    boolean hasTimer() {
        return onTimer != null;
    }

    /** Does what there is to do until it is over; then what was posted before, and nothing after that. */
    void run(BooleanSupplier isOver) throws InterruptedException {
        try {
            while (!isOver.getAsBoolean()) {
                Runnable timer = onTimer;
                long left = timerNanos - System.nanoTime();
                if (timer != null && left <= 0) {
                    onTimer = null;
                    timer.run();
                    continue;
                }
                Runnable task = timer == null ? tasks.take() : tasks.poll(left, TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
            }
        } finally {
            synchronized (tasks) {
                closed = true;
            }
            tasks.forEach(Runnable::run);
        }
    }
}
