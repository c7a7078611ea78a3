package parley.analyzer.testing;

import java.util.Arrays;

/**
 * An IP packet on its way.
 *
 * @param captured octets of it that a capture has; behind those that are cut nothing comes
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
record RandomPacket(byte[] octets, int captured) {
    private static final int ETHERNET = 14;

    static RandomPacket of(byte[] octets) {
        return new RandomPacket(octets, octets.length);
    }

    static RandomPacket inEthernet(Frame frame) {
        byte[] whole = Arrays.copyOf(frame.octets(), frame.originalLength());
        return new RandomPacket(
                Arrays.copyOfRange(whole, ETHERNET, whole.length), Math.max(0, frame.octets().length - ETHERNET));
    }

    int version() {
        return octets[0] >> 4 & 0xf;
    }

    boolean isWhole() {
        return captured == octets.length;
    }

    int headerLength() {
        return version() == 4 ? 20 : 40;
    }

    byte[] payload() {
        return Arrays.copyOfRange(octets, headerLength(), octets.length);
    }

    RandomPacket cutAt(int length) {
        return new RandomPacket(octets, Math.min(length, captured));
    }

    /** With other headers before it. */
    RandomPacket behind(byte[] header) {
        byte[] all = Arrays.copyOf(header, header.length + octets.length);
        System.arraycopy(octets, 0, all, header.length, octets.length);
        return new RandomPacket(all, header.length + captured);
    }
}
