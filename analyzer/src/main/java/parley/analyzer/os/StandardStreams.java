package parley.analyzer.os;

import jnr.posix.POSIXFactory;

/** What the standard streams of this process are. Calls the C library. */
public final class StandardStreams {
    private StandardStreams() {}

    /** Whether a stream is a terminal, by its number: 1 is standard output, 2 standard error. */
    public static boolean isTerminal(int descriptor) {
        // jnr-posix cannot look into a java.io.FileDescriptor any more.
        return POSIXFactory.getNativePOSIX().isatty(descriptor) != 0;
    }
}
