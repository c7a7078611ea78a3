package parley.analyzer.os;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;
import parley.analyzer.os.LiveCaptureException.Kind;

/**
 * An interface that libpcap finds (pcap_findalldevs(3PCAP)).
 *
 * @param isLoopback whether the machine talks to itself through it
 */
record Device(String name, boolean isLoopback) {
    private static final int LOOPBACK = 1;

    /**
     * The first interface that the machine talks to itself through.
     *
     * @throws LiveCaptureException if libpcap is missing or cannot list the interfaces
     */
    static Optional<String> loopback() throws LiveCaptureException {
        return all(Libpcap.functions()).stream()
                .filter(Device::isLoopback)
                .map(Device::name)
                .findFirst();
    }

    /**
     * All, the likeliest to be meant first.
     *
     * @throws LiveCaptureException if libpcap cannot list them
     */
    static List<Device> all(Libpcap.Functions libpcap) throws LiveCaptureException {
        try (Arena scratch = Arena.ofConfined()) {
            Pointer error = LiveCapture.scratchPointer(libpcap, scratch, Libpcap.ERROR_BUFFER_LENGTH);
            Pointer firstOut = LiveCapture.scratchPointer(libpcap, scratch, Long.BYTES);
            if (libpcap.pcap_findalldevs(firstOut, error) < 0) {
                throw new LiveCaptureException(
                        Kind.FAILED, "libpcap cannot list the interfaces: " + error.getString(0));
            }
            Pointer first = firstOut.getPointer(0);
            if (first == null) {
                return List.of();
            }
            try {
                return read(first, Libpcap.runtime(libpcap).addressSize());
            } finally {
                libpcap.pcap_freealldevs(first);
            }
        }
    }

    /** Follows {@code struct pcap_if}: next, name, description and addresses, all pointers, and the flags. */
    private static List<Device> read(Pointer first, int pointerLength) {
        List<Device> devices = new ArrayList<>();
        for (Pointer device = first; device != null; device = device.getPointer(0)) {
            devices.add(new Device(
                    device.getPointer(pointerLength).getString(0),
                    (device.getInt(4L * pointerLength) & LOOPBACK) != 0));
        }
        return devices;
    }
}
