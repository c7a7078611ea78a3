package parley.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutOfMemoryWatchTest {
    private final StringWriter err = new StringWriter();
    private final List<Integer> halted = new ArrayList<>();
    private final OutOfMemoryWatch watch = new OutOfMemoryWatch(new PrintWriter(err), halted::add);

    @Test
    void outOfMemoryEndsTheProcessWithOneLine() {
        watch.failed(7, new OutOfMemoryError("Java heap space"));
        assertEquals(List.of(3), halted);
        assertEquals(
                "parley: out of memory; allow more with JDK_JAVA_OPTIONS=-Xmx, or fewer with --connections\n",
                err.toString());
    }

    @Test
    void soItDoesAsTheCauseOfAnotherFaultAndInAnyThread() {
        watch.uncaughtException(Thread.currentThread(), new IOException(new OutOfMemoryError("direct buffer memory")));
        assertEquals(List.of(3), halted);
    }

    @Test
    void otherFaultsEndNothing() {
        watch.failed(7, new StackOverflowError());
        watch.failed(0, new IllegalStateException());
        assertEquals(List.of(), halted);
        assertEquals("", err.toString());
    }
}
