package parley.analyzer.tcp;

import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;

/**
 * The whole tuple of a connection, the same for both directions: the endpoint that is lower as a number comes first. A
 * key that looks up is set anew for each segment; one that is stored is a {@link #copy}.
 */
final class ConnectionKey {
    private int version;
    private long lowerHigh;
    private long lowerLow;
    private long upperHigh;
    private long upperLow;
    private int lowerPort;
    private int upperPort;

    /** Sets the key to a segment's; true where the sender is the lower endpoint. */
    boolean set(IpHeader ip, TcpHeader tcp) {
        long fromHigh = ip.sourceHigh();
        long fromLow = ip.sourceLow();
        long toHigh = ip.destinationHigh();
        long toLow = ip.destinationLow();
        int fromPort = tcp.sourcePort();
        int toPort = tcp.destinationPort();
        version = ip.version();
        int order = Long.compareUnsigned(fromHigh, toHigh);
        order = order == 0 ? Long.compareUnsigned(fromLow, toLow) : order;
        order = order == 0 ? Integer.compare(fromPort, toPort) : order;
        boolean senderIsLower = order <= 0;
        lowerHigh = senderIsLower ? fromHigh : toHigh;
        lowerLow = senderIsLower ? fromLow : toLow;
        lowerPort = senderIsLower ? fromPort : toPort;
        upperHigh = senderIsLower ? toHigh : fromHigh;
        upperLow = senderIsLower ? toLow : fromLow;
        upperPort = senderIsLower ? toPort : fromPort;
        return senderIsLower;
    }

    ConnectionKey copy() {
        ConnectionKey key = new ConnectionKey();
        key.version = version;
        key.lowerHigh = lowerHigh;
        key.lowerLow = lowerLow;
        key.lowerPort = lowerPort;
        key.upperHigh = upperHigh;
        key.upperLow = upperLow;
        key.upperPort = upperPort;
        return key;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectionKey key
                && lowerLow == key.lowerLow
                && upperLow == key.upperLow
                && lowerPort == key.lowerPort
                && upperPort == key.upperPort
                && lowerHigh == key.lowerHigh
                && upperHigh == key.upperHigh
                && version == key.version;
    }

    /** Ports and addresses that differ by a little, as those of a scan do, must not fall together (splitmix64). */
    @Override
    public int hashCode() {
        long hash = mixed(lowerHigh ^ Long.rotateLeft(upperHigh, 32));
        hash = mixed(hash ^ lowerLow);
        hash = mixed(hash ^ upperLow);
        hash = mixed(hash ^ ((long) lowerPort << 16 | upperPort));
        return (int) (hash >>> 32);
    }

    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        return (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
    }
}
