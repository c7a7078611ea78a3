package parley.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutOfMemoryWatchTest {
    private final StringWriter err = new StringWriter();
    private final List<Integer> halted = new ArrayList<>();
    private final OutOfMemoryWatch watch = new OutOfMemoryWatch(
            new PrintWriter(err), LastResort.ready(Duration.ofHours(1), 3, code -> {}), halted::add);

    @Test
    void outOfMemoryEndsTheProcessWithOneLine() {
        watch.failed(7, new OutOfMemoryError("Java heap space"));
        assertEquals(List.of(3), halted);
        assertEquals(
                "parley: out of memory; allow more with JDK_JAVA_OPTIONS=-Xmx, or fewer with --connections\n",
                err.toString());
    }

    @Test
    void soItDoesAsTheCauseOfAnotherFault() {
        watch.failed(0, new IOException(new OutOfMemoryError("direct buffer memory")));
        assertEquals(List.of(3), halted);
    }

    @Test
    void anErrorOutputThatTakesNothingDoesNotKeepTheProcess() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Writer stalled = new Writer() {
            @Override
            public void write(char[] text, int from, int count) throws IOException {
                try {
                    never.await();
                } catch (InterruptedException interrupted) {
                    throw new InterruptedIOException();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LastResort resort = LastResort.ready(Duration.ofMillis(1), 3, code -> ended.countDown());
        OutOfMemoryWatch watch = new OutOfMemoryWatch(new PrintWriter(stalled), resort, halted::add);

        Thread failing = Thread.startVirtualThread(() -> watch.failed(7, new OutOfMemoryError()));

        assertTrue(ended.await(60, TimeUnit.SECONDS));
        failing.interrupt();
        failing.join();
    }

    @Test
    void otherFaultsEndNothing() {
        watch.failed(7, new StackOverflowError());
        watch.failed(0, new IllegalStateException());
        assertEquals(List.of(), halted);
        assertEquals("", err.toString());
    }
}
