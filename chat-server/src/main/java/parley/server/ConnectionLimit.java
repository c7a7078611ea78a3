package parley.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections there are, in all and from one address. Of IPv6 a /64 counts as one address, for a single
 * host chooses its addresses within one (RFC 8981). Safe for use by several threads.
 */
final class ConnectionLimit {
    private final int inAll;
    private final int perAddress;
    private static final int PREFIX_BYTES = 8;

    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int open;

    ConnectionLimit(int inAll, int perAddress) {
        this.inAll = inAll;
        this.perAddress = perAddress;
    }

    /** Counts a connection, unless there is one too many; loopback counts only in all. */
    synchronized boolean acquire(InetAddress from) {
        InetAddress counted = counted(from);
        if (open >= inAll || (!from.isLoopbackAddress() && byAddress.getOrDefault(counted, 0) >= perAddress)) {
            return false;
        }
        open++;
        byAddress.merge(counted, 1, Integer::sum);
        return true;
    }

    /** A connection that was counted has ended. */
    synchronized void release(InetAddress from) {
        open--;
        byAddress.computeIfPresent(counted(from), (address, count) -> count == 1 ? null : count - 1);
    }

    private static InetAddress counted(InetAddress from) {
        if (!(from instanceof Inet6Address) || from.isLoopbackAddress()) {
            return from;
        }
        byte[] prefix = Arrays.copyOf(Arrays.copyOf(from.getAddress(), PREFIX_BYTES), from.getAddress().length);
        try {
            return InetAddress.getByAddress(prefix);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
