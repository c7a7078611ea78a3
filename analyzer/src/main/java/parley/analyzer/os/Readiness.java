package parley.analyzer.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import jnr.ffi.Pointer;
import parley.analyzer.os.LiveCaptureException.Kind;

/** Waits for capture handles to have packets. */
final class Readiness {
    /** Of a handle that cannot be waited for. */
    static final int NO_DESCRIPTOR = -1;

    private static final short POLLIN = 1;
    /** Of {@code struct pollfd}: int fd, short events, short revents. */
    private static final long POLLFD_LENGTH = 8;

    private static final long EVENTS_OFFSET = 4;

    private Readiness() {}

    /**
     * Makes a handle one that can be waited for, and gives the descriptor to do so with, or a negative number. On Unix
     * the handle becomes non-blocking: with Linux's TPACKET_V3 a blocking read of an idle interface never returns,
     * whatever its timeout. On Windows, which has no descriptor to poll, the read itself waits, for its timeout.
     */
    static int prepare(Libpcap.Functions libpcap, Pointer handle, String interfaceName, Pointer error)
            throws LiveCaptureException {
        if (Npcap.isThisSystems()) {
            return NO_DESCRIPTOR;
        }
        if (libpcap.pcap_setnonblock(handle, 1, error) < 0) {
            throw new LiveCaptureException(
                    Kind.FAILED, "cannot capture on %s: %s".formatted(interfaceName, error.getString(0)));
        }
        return libpcap.pcap_get_selectable_fd(handle);
    }

    /**
     * Waits at most so long for one of some handles; whether there is anything is for a read to find out.
     *
     * @param descriptors from {@link #prepare}
     */
    static void await(int[] descriptors, int milliseconds) {
        for (int descriptor : descriptors) {
            if (descriptor < 0) {
                sleep(milliseconds);
                return;
            }
        }
        LibC libc = LibC.get();
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment pollfds = scratch.allocate(POLLFD_LENGTH * descriptors.length, Integer.BYTES);
            for (int i = 0; i < descriptors.length; i++) {
                pollfds.set(ValueLayout.JAVA_INT, i * POLLFD_LENGTH, descriptors[i]);
                pollfds.set(ValueLayout.JAVA_SHORT, i * POLLFD_LENGTH + EVENTS_OFFSET, POLLIN);
            }
            // Its answer is of no use: not every system's poll notices packets that wait
            // (pcap_get_selectable_fd(3PCAP)), and a handle that fails says why when it is read.
            libc.poll(
                    Pointer.wrap(jnr.ffi.Runtime.getRuntime(libc), pollfds.address()),
                    descriptors.length,
                    milliseconds);
        }
    }

    /** Windows' reads have waited already, which a wait for several of them adds up. */
    private static void sleep(int milliseconds) {
        if (!Npcap.isThisSystems()) {
            LockSupport.parkNanos(Duration.ofMillis(Math.min(milliseconds, LiveCapture.BATCH_MILLIS))
                    .toNanos());
        }
    }
}
