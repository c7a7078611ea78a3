package parley.analyzer.wire;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address. An IPv4 address is held in {@code low}, with {@code version} telling the two apart.
 *
 * @param version 4 or 6
 * @param high the first 64 bits of an IPv6 address, 0 for IPv4
 * @param low the last 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
public record IpAddress(int version, long high, long low) {
    /** The address of a socket; what a scope says beside it is not part of it. */
    public static IpAddress of(InetAddress address) {
        ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
        return octets.capacity() == 4
                ? new IpAddress(4, 0, octets.getInt() & 0xffff_ffffL)
                : new IpAddress(6, octets.getLong(), octets.getLong());
    }

    public boolean isLoopback() {
        return version == 4 ? (low >>> 24) == 127 : high == 0 && low == 1;
    }

    /** Dotted decimal, or RFC 5952's text. */
    @Override
    public String toString() {
        return version == 4 ? dotted(low) : colons();
    }

    private static String dotted(long v4) {
        return (v4 >>> 24 & 0xff) + "." + (v4 >>> 16 & 0xff) + "." + (v4 >>> 8 & 0xff) + "." + (v4 & 0xff);
    }

    private int group(int i) {
        return (int) ((i < 4 ? high : low) >>> (48 - 16 * (i & 3))) & 0xffff;
    }

    private String colons() {
        if (high == 0 && low >>> 32 == 0xffff) {
            return "::ffff:" + dotted(low & 0xffff_ffffL);
        }
        int from = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group(end) == 0) {
                end++;
            }
            if (end - i > longest) {
                from = i;
                longest = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == from) {
                text.append("::");
                i += longest - 1;
            } else {
                if (i > 0 && i != from + longest) {
                    text.append(':');
                }
                text.append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }
}
