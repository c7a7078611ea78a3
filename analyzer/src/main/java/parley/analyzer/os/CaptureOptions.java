package parley.analyzer.os;

import org.jspecify.annotations.Nullable;

/**
 * How an interface is captured.
 *
 * @param interfaceName as the system calls it, for instance {@code lo} or {@code \Device\NPF_Loopback}
 * @param filter in libpcap's language (pcap-filter(7)); null for every packet
 * @param snapLength most octets kept of a packet, 1 to {@value #MAXIMUM_SNAP_LENGTH}
 * @param bufferOctets what the kernel holds for us while we are busy, 65,536 to 2,147,483,647
 * @param promiscuous whether frames for other stations are asked for too; where an interface cannot, it is captured
 *     without
 */
public record CaptureOptions(
        String interfaceName, @Nullable String filter, int snapLength, int bufferOctets, boolean promiscuous) {
    /** The most that libpcap keeps of a packet. */
    public static final int MAXIMUM_SNAP_LENGTH = 262_144;

    /** Holds a burst of some ten thousand chat lines. */
    public static final int DEFAULT_BUFFER_OCTETS = 16 << 20;

    private static final int MINIMUM_BUFFER_OCTETS = 1 << 16;

    /** @throws IllegalArgumentException if a number is out of its range */
    public CaptureOptions {
        if (snapLength < 1 || snapLength > MAXIMUM_SNAP_LENGTH) {
            throw new IllegalArgumentException(
                    "a snap length is 1 to %d octets, not %d".formatted(MAXIMUM_SNAP_LENGTH, snapLength));
        }
        if (bufferOctets < MINIMUM_BUFFER_OCTETS) {
            throw new IllegalArgumentException(
                    "a capture buffer has at least %d octets, not %d".formatted(MINIMUM_BUFFER_OCTETS, bufferOctets));
        }
    }

    /** Whole packets of an interface, with the usual buffer. */
    public static CaptureOptions of(String interfaceName, @Nullable String filter) {
        return new CaptureOptions(interfaceName, filter, MAXIMUM_SNAP_LENGTH, DEFAULT_BUFFER_OCTETS, true);
    }

    /** The same with another snap length. */
    public CaptureOptions withSnapLength(int octets) {
        return new CaptureOptions(interfaceName, filter, octets, bufferOctets, promiscuous);
    }

    /** The same with another buffer. */
    public CaptureOptions withBufferOctets(int octets) {
        return new CaptureOptions(interfaceName, filter, snapLength, octets, promiscuous);
    }
}
