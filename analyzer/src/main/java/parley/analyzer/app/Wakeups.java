package parley.analyzer.app;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Which connections are to be woken when: each at one time at most, so that there are no more than connections. */
final class Wakeups {
    private record Wakeup(long timestampNanos, ConnectionMessages connection) {}

    private final Map<ConnectionMessages, Wakeup> pending = new HashMap<>();
    private final TreeSet<Wakeup> inOrder = new TreeSet<>(
            Comparator.comparingLong(Wakeup::timestampNanos).thenComparingLong(wakeup -> wakeup.connection().stream()));

    /** Wakes the connection then, and not when it was to be woken before. */
    void set(ConnectionMessages connection, long timestampNanos) {
        cancel(connection);
        Wakeup wakeup = new Wakeup(timestampNanos, connection);
        pending.put(connection, wakeup);
        inOrder.add(wakeup);
    }

    void cancel(ConnectionMessages connection) {
        Wakeup wakeup = pending.remove(connection);
        if (wakeup != null) {
            inOrder.remove(wakeup);
        }
    }

    /** Wakes, in the order of time, those that are due. */
    void advanceTo(long timestampNanos) {
        while (!inOrder.isEmpty() && inOrder.getFirst().timestampNanos() <= timestampNanos) {
            Wakeup due = inOrder.getFirst();
            cancel(due.connection());
            due.connection().wake(due.timestampNanos());
        }
    }
}
