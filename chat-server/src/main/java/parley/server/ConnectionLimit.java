package parley.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many connections there are, in all and from one address. Safe for use by several threads. */
final class ConnectionLimit {
    private final int inAll;
    private final int perAddress;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int open;

    ConnectionLimit(int inAll, int perAddress) {
        this.inAll = inAll;
        this.perAddress = perAddress;
    }

    /** Counts a connection, unless there is one too many; loopback counts only in all. */
    synchronized boolean acquire(InetAddress from) {
        if (open >= inAll || (!from.isLoopbackAddress() && byAddress.getOrDefault(from, 0) >= perAddress)) {
            return false;
        }
        open++;
        byAddress.merge(from, 1, Integer::sum);
        return true;
    }

    /** A connection that was counted has ended. */
    synchronized void release(InetAddress from) {
        open--;
        byAddress.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
    }
}
