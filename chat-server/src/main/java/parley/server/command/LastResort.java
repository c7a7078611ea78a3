package parley.server.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

/** Ends the process if it has not ended in time by itself, whatever keeps it. Safe for use by several threads. */
final class LastResort {
    private final CountDownLatch ending = new CountDownLatch(1);

    private LastResort() {}

    /**
     * Makes one ready. Its thread is there before memory or threads may be wanting.
     *
     * @param within how long the process has after {@link #begin}
     * @param halt ends the process with that code, without further ado
     */
    static LastResort ready(Duration within, int code, IntConsumer halt) {
        LastResort resort = new LastResort();
        Thread.ofPlatform().name("last-resort").daemon().start(() -> {
            try {
                resort.ending.await();
                Thread.sleep(within);
            } catch (InterruptedException interrupted) {
                return;
            }
            halt.accept(code);
        });
        return resort;
    }

    /** The process is to end now. */
    void begin() {
        ending.countDown();
    }
}
