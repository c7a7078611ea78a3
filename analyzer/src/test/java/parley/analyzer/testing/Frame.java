package parley.analyzer.testing;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A packet as a capture has it.
 *
 * @param nanos since the epoch
 * @param octets that were captured
 * @param originalLength octets that were on the wire
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it
public record Frame(long nanos, byte[] octets, int originalLength) {
    /** A packet that was captured whole. */
    public static Frame of(long nanos, byte[] octets) {
        return new Frame(nanos, octets, octets.length);
    }

    /** The same packet at another time. */
    public Frame at(long otherNanos) {
        return new Frame(otherNanos, octets, originalLength);
    }

    /** The same packet with no more than its first octets captured. */
    public Frame snapped(int length) {
        return new Frame(nanos, Arrays.copyOf(octets, Math.min(length, octets.length)), originalLength);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Frame frame
                && nanos == frame.nanos
                && originalLength == frame.originalLength
                && Arrays.equals(octets, frame.octets);
    }

    @Override
    public int hashCode() {
        return Objects.hash(nanos, Arrays.hashCode(octets), originalLength);
    }

    @Override
    public String toString() {
        return nanos + " ns, " + originalLength + " octets: " + HexFormat.of().formatHex(octets);
    }
}
