package parley.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files this process may have open; a connection is one. */
final class OpenFiles {
    /** What the JVM has open besides connections. */
    private static final int OTHERS = 128;

    private static final int MOST = find();

    private OpenFiles() {}

    /** Connections that the system allows this process, at least 1,000 where it does not say. */
    static int most() {
        return MOST;
    }

    private static int find() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? Math.clamp(unix.getMaxFileDescriptorCount() - OTHERS, 1000, Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }
}
