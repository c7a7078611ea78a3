package parley.server;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may wait for all clients of a server together. Safe for use by several threads; no method waits. */
final class SendBudget {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    SendBudget(long limit) {
        this.limit = limit;
    }

    /** Takes so many bytes, or none where that would be too many. */
    boolean tryTake(int bytes) {
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    /** Takes so many bytes even where that is too many. */
    void take(int bytes) {
        taken.addAndGet(bytes);
    }

    void giveBack(int bytes) {
        taken.addAndGet(-bytes);
    }

    boolean hasRoom(int bytes) {
        return taken.get() + bytes <= limit;
    }

    long taken() {
        return taken.get();
    }
}
