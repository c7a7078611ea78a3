package parley.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import parley.protocol.ServerLine;

/**
 * What waits to be sent to one client, bounded in bytes. Any thread puts lines in and never waits; the client's writing
 * thread takes them out, in order. Once it is finishing it takes no more, and ends when what it holds is written.
 *
 * <p>Guarded by its own lock, which is never held while writing or while anything else is locked. No monitor: a virtual
 * thread that waits for one is woken by way of a platform thread, which costs two switches a message.
 */
final class Outbox {
    /** Is told what becomes of the outbox; no method may block. */
    interface Owner {
        /** It takes no more; once. */
        void finishing();

        /** The client is told an error. */
        default void refused(ServerLine.Error error) {}

        /** A message has been written, so long after it was read. */
        default void delivered(long nanos) {}
    }

    /** Up to so many waiting lines are written one by one; a longer queue is written in blocks. */
    private static final int LINES_WRITTEN_SINGLY = 4;

    private static final int BLOCK_BYTES = 16 * 1024;

    private final int limit;
    private final Owner owner;
    private final CountDownLatch finishing = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Encoded> queue = new ArrayDeque<>();

    /** What the writing thread has taken out, which alone uses it. */
    private final List<Encoded> taken = new ArrayList<>(1);

    private int queuedBytes;
    private int writingBytes;
    private long writingSince;

    /** @param limit bytes that may wait; a batch that finds nothing waiting is taken whatever its size */
    Outbox(int limit, Owner owner) {
        this.limit = limit;
        this.owner = owner;
    }

    void send(ServerLine... lines) {
        tellErrors(lines);
        send(Encoded.of(lines));
    }

    /**
     * Queues the lines, all or none. Where they do not fit, the client is too slow: what waits is dropped, it is told so,
     * and that is the last it is told.
     */
    void send(Encoded... lines) {
        int bytes = 0;
        for (Encoded line : lines) {
            bytes += line.bytes().length;
        }
        lock.lock();
        try {
            if (isFinishing()) {
                return;
            }
            int unsent = queuedBytes + writingBytes;
            if (unsent == 0 || unsent + bytes <= limit) {
                for (Encoded line : lines) {
                    add(line);
                }
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        fail(ServerLine.Error.TOO_SLOW);
    }

    /** Ends with these lines, after all that waits. */
    void finish(ServerLine... last) {
        end(false, last);
    }

    /** Ends with this line, in place of all that waits; a line that is being written is written to its end. */
    void fail(ServerLine why) {
        end(true, why);
    }

    /** Ends at once: nobody is there to take what waits. */
    void abandon() {
        end(true);
        lock.lock();
        try {
            clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void end(boolean dropping, ServerLine... last) {
        lock.lock();
        try {
            if (isFinishing()) {
                return;
            }
            if (dropping) {
                clear();
            }
            for (Encoded line : Encoded.of(last)) {
                add(line);
            }
            finishing.countDown();
            changed.signal();
        } finally {
            lock.unlock();
        }
        tellErrors(last);
        owner.finishing();
    }

    private void tellErrors(ServerLine... lines) {
        for (ServerLine line : lines) {
            if (line instanceof ServerLine.Error error) {
                owner.refused(error);
            }
        }
    }

    boolean isFinishing() {
        return finishing.getCount() == 0;
    }

    /** Waits so long; true if the outbox is finishing by then. */
    boolean awaitFinishing(long nanos) throws InterruptedException {
        return finishing.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Bytes that wait, those that are being written included. */
    int unsentBytes() {
        lock.lock();
        try {
            return queuedBytes + writingBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the write under way began longer than {@code nanos} before {@code now}, a {@link System#nanoTime}. */
    boolean isStalled(long now, long nanos) {
        lock.lock();
        try {
            return writingBytes > 0 && now - writingSince > nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is put in, until the outbox has finished. Called by the client's writing thread. */
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        while (take()) {
            out.write(joined());
            tellDelivered();
        }
    }

    /** Takes out what is written next, of a long queue a block; false where the outbox has finished. */
    private boolean take() throws InterruptedException {
        taken.clear();
        lock.lockInterruptibly();
        try {
            writingBytes = 0;
            while (queue.isEmpty()) {
                if (isFinishing()) {
                    return false;
                }
                changed.await();
            }
            boolean block = queue.size() > LINES_WRITTEN_SINGLY;
            do {
                Encoded line = queue.remove();
                taken.add(line);
                writingBytes += line.bytes().length;
            } while (block && !queue.isEmpty() && writingBytes + queue.element().bytes().length <= BLOCK_BYTES);
            queuedBytes -= writingBytes;
            writingSince = System.nanoTime();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private byte[] joined() {
        if (taken.size() == 1) {
            return taken.getFirst().bytes();
        }
        int length = 0;
        for (Encoded line : taken) {
            length += line.bytes().length;
        }
        byte[] block = new byte[length];
        int end = 0;
        for (Encoded line : taken) {
            System.arraycopy(line.bytes(), 0, block, end, line.bytes().length);
            end += line.bytes().length;
        }
        return block;
    }

    private void tellDelivered() {
        long now = System.nanoTime();
        for (Encoded line : taken) {
            if (line.readAt() != 0) {
                owner.delivered(now - line.readAt());
            }
        }
    }

    private void add(Encoded line) {
        queue.add(line);
        queuedBytes += line.bytes().length;
    }

    private void clear() {
        queue.clear();
        queuedBytes = 0;
    }
}
