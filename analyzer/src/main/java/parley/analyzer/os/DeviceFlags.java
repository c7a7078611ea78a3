package parley.analyzer.os;

import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.function.IntPredicate;
import jnr.ffi.Pointer;
import parley.analyzer.os.LiveCaptureException.Kind;

/** What libpcap says of the interfaces it finds (pcap_findalldevs(3PCAP)). */
final class DeviceFlags {
    private static final int LOOPBACK = 1;

    private DeviceFlags() {}

    /**
     * The first interface that the machine talks to itself through.
     *
     * @throws LiveCaptureException if libpcap is missing or finds none at all
     */
    static Optional<String> loopback() throws LiveCaptureException {
        return first(flags -> (flags & LOOPBACK) != 0);
    }

    private static Optional<String> first(IntPredicate wanted) throws LiveCaptureException {
        Libpcap.Functions libpcap = Libpcap.functions();
        try (Arena scratch = Arena.ofConfined()) {
            Pointer error = LiveCapture.scratchPointer(libpcap, scratch, Libpcap.ERROR_BUFFER_LENGTH);
            Pointer firstOut = LiveCapture.scratchPointer(libpcap, scratch, Long.BYTES);
            if (libpcap.pcap_findalldevs(firstOut, error) < 0) {
                throw new LiveCaptureException(
                        Kind.FAILED, "libpcap cannot list the interfaces: " + error.getString(0));
            }
            Pointer first = firstOut.getPointer(0);
            try {
                return search(first, Libpcap.runtime(libpcap).addressSize(), wanted);
            } finally {
                libpcap.pcap_freealldevs(first);
            }
        }
    }

    /** Follows {@code struct pcap_if}: next, name, description and addresses, all pointers, and the flags. */
    private static Optional<String> search(Pointer first, int pointerLength, IntPredicate wanted) {
        for (Pointer device = first; device != null; device = device.getPointer(0)) {
            if (wanted.test(device.getInt(4L * pointerLength))) {
                return Optional.of(device.getPointer(pointerLength).getString(0));
            }
        }
        return Optional.empty();
    }
}
