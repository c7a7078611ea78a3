package parley.analyzer.os;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * SIGINT where this process was started with the signal ignored. A shell starts what a script runs in the background so,
 * and the JVM leaves an ignored signal ignored: {@code kill -INT} would do nothing.
 */
public final class Interrupt {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    /** More than the {@code struct sigaction} of any system. */
    private static final int SIGACTION_BYTES = 512;

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String IGNORED_SIGNALS = "SigIgn:";

    private Interrupt() {}

    /** From now on SIGINT ends this process as Ctrl-C does. Without native access an ignored one stays ignored. */
    public static void heed() {
        if (File.separatorChar == '/' && mayBeIgnored()) {
            endAsTerminated();
        }
    }

    private static boolean mayBeIgnored() {
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(IGNORED_SIGNALS)) {
                    String signals = line.substring(IGNORED_SIGNALS.length()).strip();
                    return (Long.parseUnsignedLong(signals, 16) & 1L << SIGINT - 1) != 0;
                }
            }
        } catch (IOException noLinux) {
            // Then it takes a call to learn more, which as well may be the one that mends it.
        }
        return true;
    }

    /**
     * Gives SIGINT the action of SIGTERM, which is the JVM's own: it runs the shutdown hooks and ends with 128 and the
     * number of the signal. The JVM knows what to do with either, and only has not asked the system for the ignored one.
     */
    private static void endAsTerminated() {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle sigaction = linker.downcallHandle(
                    linker.defaultLookup().find("sigaction").orElseThrow(),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
            MemorySegment action = arena.allocate(SIGACTION_BYTES, Long.BYTES);
            if ((int) sigaction.invokeExact(SIGTERM, MemorySegment.NULL, action) == 0) {
                int unused = (int) sigaction.invokeExact(SIGINT, action, MemorySegment.NULL);
            }
        } catch (Throwable noNativeAccess) {
            // Ctrl-C then is what whoever started this process has made of it.
        }
    }
}
