package parley.analyzer.capture.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Packets on their way from the relay's connections to the one thread that reads them, in the order in which they were
 * put, their timestamps never going back. Who puts waits while it is full, so nothing is dropped. Any thread may call
 * any method.
 */
final class PacketQueue {
    /** A packet and when it was put, in nanoseconds since the epoch. */
    record Stamped(long timestampNanos, byte[] octets) {}

    /** The time of day in nanoseconds since the epoch. */
    @FunctionalInterface
    interface Clock {
        long nanos();
    }

    private static final int BATCH = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final Condition notFull = lock.newCondition();
    private final Deque<Stamped> packets = new ArrayDeque<>();
    private final int maximumOctets;
    private final Clock clock;
    private long octets;
    private long lastTimestampNanos;
    private long lastPut = System.nanoTime();
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param maximumOctets from which on it is full
     */
    PacketQueue(int maximumOctets, Clock clock) {
        this.maximumOctets = maximumOctets;
        this.clock = clock;
    }

    /** Adds a packet and waits before that while the queue is full. Of a closed queue nothing more is read. */
    void put(byte[] packet) {
        lock.lock();
        try {
            while (octets >= maximumOctets && !closed) {
                notFull.awaitUninterruptibly();
            }
            if (closed) {
                return;
            }
            lastTimestampNanos = Math.max(lastTimestampNanos, clock.nanos());
            lastPut = System.nanoTime();
            packets.add(new Stamped(lastTimestampNanos, packet));
            octets += packet.length;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves some of the packets, the oldest first, and waits for one where there is none.
     *
     * @param waitMillis at most; 0 not to wait
     */
    void drainTo(Deque<Stamped> batch, long waitMillis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (packets.isEmpty() && left > 0) {
                left = notEmpty.awaitNanos(left);
            }
            for (int i = 0; i < BATCH && !packets.isEmpty(); i++) {
                Stamped packet = packets.remove();
                octets -= packet.octets().length;
                batch.add(packet);
            }
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When something was last put, or else when this was made, as {@link System#nanoTime} tells it. */
    long lastPut() {
        lock.lock();
        try {
            return lastPut;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more in; what is in can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
