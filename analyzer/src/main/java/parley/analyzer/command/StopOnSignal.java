package parley.analyzer.command;

import java.util.concurrent.CountDownLatch;
import parley.analyzer.capture.PacketSource;

/** On Ctrl-C, or when told to terminate, stops what runs, and keeps the JVM until all is written: until this is closed. */
final class StopOnSignal implements AutoCloseable {
    private final CountDownLatch finished = new CountDownLatch(1);

    /** From now on a signal stops that source. */
    void of(PacketSource source) {
        does(source::stop);
    }

    /** From now on a signal does that, on a thread of its own. */
    void does(Runnable stopping) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopping), "stop"));
    }

    private void stop(Runnable stopping) {
        stopping.run();
        try {
            finished.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
    }
}
