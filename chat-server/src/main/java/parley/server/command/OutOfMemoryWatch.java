package parley.server.command;

import java.io.PrintWriter;
import java.util.function.IntConsumer;
import parley.server.watch.ServerWatch;

/**
 * Ends the process at once if memory has run out. A server that goes on after that may serve nobody, and keeps whoever
 * supervises it from starting another.
 *
 * @param err takes one line that says so
 * @param lastResort ends the process where that line is not taken
 * @param halt ends the process with that code, without further ado
 */
record OutOfMemoryWatch(PrintWriter err, LastResort lastResort, IntConsumer halt) implements ServerWatch {
    /** As of a JVM that is told to end in such a case. */
    static final int EXIT_CODE = 3;

    private static final String WHAT_TO_DO =
            "parley: out of memory; allow more with JDK_JAVA_OPTIONS=-Xmx, or fewer with --connections";

    @Override
    public void failed(long client, Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                end();
            }
        }
    }

    private void end() {
        lastResort.begin();
        try {
            err.println(WHAT_TO_DO);
            err.flush();
        } finally {
            halt.accept(EXIT_CODE);
        }
    }
}
