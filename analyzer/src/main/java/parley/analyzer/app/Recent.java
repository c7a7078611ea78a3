package parley.analyzer.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import parley.protocol.Quota;

/**
 * The last of what one direction has seen, oldest first: {@link #MOST_IN_ALL} for all connections, of which each
 * direction may have {@value #ALWAYS} whatever the others have.
 */
final class Recent<T> {
    /** 262,144, or one for each KiB of a heap of less than 256 MiB. */
    static final int MOST_IN_ALL = (int) Math.min(1 << 18, Runtime.getRuntime().maxMemory() >> 10);

    private static final int ALWAYS = 16;

    private final Deque<T> members = new ArrayDeque<>(2);
    private final int most;
    private final Quota quota;

    /** @param quota that all directions share */
    Recent(int most, Quota quota) {
        this.most = most;
        this.quota = quota;
    }

    /** Adds the newest; gives the oldest where that had to be forgotten for it. */
    @Nullable
    T add(T newest) {
        boolean full = members.size() == most || (members.size() >= ALWAYS && !quota.take(1));
        T forgotten = full ? members.removeFirst() : null;
        members.add(newest);
        return forgotten;
    }

    T first() {
        return members.getFirst();
    }

    @Nullable
    T peekFirst() {
        return members.peekFirst();
    }

    @Nullable
    T peekLast() {
        return members.peekLast();
    }

    void removeFirst() {
        if (members.size() > ALWAYS) {
            quota.give(1);
        }
        members.removeFirst();
    }

    int size() {
        return members.size();
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Forgets all but the newest. */
    void keepNewest() {
        while (members.size() > 1) {
            removeFirst();
        }
    }
}
