package parley.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many files a process may have open, and what they are for; a connection is one.
 *
 * @param connections for clients, at least 1
 * @param turnedAway for those who are told that there are too many, at least 1
 */
record OpenFiles(int connections, int turnedAway) {
    /** What is kept back for the JVM and for those who watch the server: an eighth, within these bounds. */
    private static final long LEAST_FOR_OTHERS = 64;

    private static final long MOST_FOR_OTHERS = 128;

    private static final int MOST_TURNED_AWAY = 256;

    /** What the system allows this process; where it does not say, any number of connections. */
    static OpenFiles ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? of(unix.getMaxFileDescriptorCount())
                : new OpenFiles(Integer.MAX_VALUE, MOST_TURNED_AWAY);
    }

    static OpenFiles of(long most) {
        long others = Math.clamp(most / 8, LEAST_FOR_OTHERS, MOST_FOR_OTHERS);
        int turnedAway = Math.clamp(most / 16, 1, MOST_TURNED_AWAY);
        return new OpenFiles(Math.clamp(most - others - turnedAway, 1, Integer.MAX_VALUE), turnedAway);
    }
}
