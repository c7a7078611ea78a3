package parley.analyzer.command;

import java.util.concurrent.CountDownLatch;
import parley.analyzer.capture.PacketSource;

/** On Ctrl-C, or when told to terminate, stops a source, and keeps the JVM until all is written: until this is closed. */
final class StopOnSignal implements AutoCloseable {
    private final CountDownLatch finished = new CountDownLatch(1);

    /** From now on a signal stops that source. */
    void of(PacketSource source) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(source), "stop-capture"));
    }

    private void stop(PacketSource source) {
        source.stop();
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
