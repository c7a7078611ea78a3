package parley.analyzer.replay.play;

import java.util.Arrays;

/** Octets in the order in which they came, to be looked up. */
final class OctetLog {
    private byte[] octets = new byte[1024];
    private int length;

    void add(byte[] more) {
        if (length + more.length > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + more.length, 2 * octets.length));
        }
        System.arraycopy(more, 0, octets, length, more.length);
        length += more.length;
    }

    /** How many there are. */
    int length() {
        return length;
    }

    /** Those from one offset to before another. */
    byte[] between(long from, long to) {
        return Arrays.copyOfRange(octets, (int) from, (int) Math.min(to, length));
    }
}
