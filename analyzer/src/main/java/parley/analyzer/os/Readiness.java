package parley.analyzer.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import parley.analyzer.os.LiveCaptureException.Kind;

/** Waits for a capture handle to have packets. */
@FunctionalInterface
interface Readiness {
    /** Waits at most so long; whether there is anything is for a read to find out. */
    void await(int milliseconds);

    /**
     * The way that suits this system. On Unix the handle becomes non-blocking: with Linux's TPACKET_V3 a blocking read
     * of an idle interface never returns, whatever its timeout. On Windows, which has no descriptor to poll, the read
     * itself waits, for its timeout.
     */
    static Readiness of(Libpcap.Functions libpcap, Pointer handle, String interfaceName, Pointer error)
            throws LiveCaptureException {
        if (Npcap.isThisSystems()) {
            return milliseconds -> {};
        }
        if (libpcap.pcap_setnonblock(handle, 1, error) < 0) {
            throw new LiveCaptureException(
                    Kind.FAILED, "cannot capture on %s: %s".formatted(interfaceName, error.getString(0)));
        }
        int descriptor = libpcap.pcap_get_selectable_fd(handle);
        return descriptor < 0 ? Readiness::sleep : new Poll(descriptor);
    }

    private static void sleep(int milliseconds) {
        LockSupport.parkNanos(Duration.ofMillis(Math.min(milliseconds, LiveCapture.BATCH_MILLIS))
                .toNanos());
    }

    /** poll(2) on one descriptor. */
    final class Poll implements Readiness {
        private static final short POLLIN = 1;
        /** Of {@code struct pollfd}: int fd, short events, short revents. */
        private static final long POLLFD_LENGTH = 8;

        private static final long EVENTS_OFFSET = 4;

        private final LibC libc = LibraryLoader.create(LibC.class).load("c");
        private final MemorySegment pollfd = Arena.ofAuto().allocate(POLLFD_LENGTH, 4);
        private final Pointer pollfdPointer;

        Poll(int descriptor) {
            pollfd.set(ValueLayout.JAVA_INT, 0, descriptor);
            pollfd.set(ValueLayout.JAVA_SHORT, EVENTS_OFFSET, POLLIN);
            pollfdPointer = Pointer.wrap(jnr.ffi.Runtime.getRuntime(libc), pollfd.address());
        }

        @Override
        public void await(int milliseconds) {
            // Its answer is of no use: not every system's poll notices packets that wait
            // (pcap_get_selectable_fd(3PCAP)),
            // and a handle that fails says why when it is read.
            libc.poll(pollfdPointer, 1, milliseconds);
        }
    }

    /** The one function of the C library that this needs. */
    interface LibC {
        int poll(Pointer descriptors, long count, int milliseconds);
    }
}
