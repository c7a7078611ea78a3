package parley.analyzer.replay.packets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a replay went.
 *
 * @param packets that were sent
 * @param octets of these, as frames without what the wire adds
 * @param nanos from the first packet to the moment after the last
 * @param lateness of packets that were due at a time
 * @param notSent packets that were not sent: why, and how many
 * @param queueFull how often the interface's queue was full and the packet waited for it
 * @param untimed packets that the capture has no time of
 * @param stopped whether it was ended before its end
 */
public record PacketReplayResult(
        long packets,
        long octets,
        long nanos,
        Lateness lateness,
        Map<String, Long> notSent,
        long queueFull,
        long untimed,
        boolean stopped) {
    private static final double NANOS_A_SECOND = 1e9;
    private static final double BITS_AN_OCTET = 8;

    /** Copies the map, in its order. */
    public PacketReplayResult {
        notSent = Collections.unmodifiableMap(new LinkedHashMap<>(notSent));
    }

    public double seconds() {
        return nanos / NANOS_A_SECOND;
    }

    public double packetsASecond() {
        return nanos == 0 ? 0 : packets / seconds();
    }

    public double bitsASecond() {
        return nanos == 0 ? 0 : octets * BITS_AN_OCTET / seconds();
    }
}
