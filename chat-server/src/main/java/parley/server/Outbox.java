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
import parley.protocol.ChatLimits;
import parley.protocol.ServerLine;

/**
 * What waits to be sent to one client, bounded in bytes. Any thread puts lines in; the client's writing thread takes them
 * out, in order. Once it is finishing it takes no more, and ends when what it holds is written.
 *
 * <p>What others have for the client is offered ({@link #offer}) and not taken where it does not fit. What the client is
 * owed, answers to its own lines foremost, is always taken ({@link #send}); so that this has a bound too, its reading
 * thread waits with the next line until earlier answers have been taken ({@link #awaitAnswersTaken}).
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

    /** Small enough that a client which takes something lets a write end now and then ({@link Session#SEND_BUFFER}). */
    private static final int BLOCK_BYTES = 16 * 1024;

    /** A line that is taken where nothing else waits, whatever waits for other clients. */
    private static final int ONE_LINE = ChatLimits.SERVER_LINE_BYTES + Encoded.OVERHEAD;

    /** Nobody waits for room where the client has taken nothing for so long. */
    private static final long STALLED_NANOS = 250_000_000;

    private final int limit;
    private final SendBudget budget;
    private final Owner owner;
    private final CountDownLatch finishing = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Awaited by those who have something for this client. */
    private final Condition room = lock.newCondition();

    /** Awaited by the client's own reading thread. */
    private final Condition answersTaken = lock.newCondition();

    private final Deque<Encoded> queue = new ArrayDeque<>();

    /** What the writing thread has taken out, which alone uses it. */
    private final List<Encoded> taken = new ArrayList<>(1);

    /** Costs of what waits, and of what is being written. */
    private int queued;

    private int writing;
    private long writingSince;

    /** Of both, what is the server's own and no message. */
    private int own;

    private int ownWriting;

    /**
     * @param limit bytes that may wait, by {@link Encoded#cost}
     * @param budget those of all outboxes
     */
    Outbox(int limit, SendBudget budget, Owner owner) {
        this.limit = limit;
        this.budget = budget;
        this.owner = owner;
    }

    /** Queues lines that the client is owed. */
    void send(ServerLine... lines) {
        if (!isFinishing()) {
            tellErrors(lines);
            send(Encoded.of(lines));
        }
    }

    /** Queues lines that the client is owed. */
    void send(Encoded... lines) {
        lock.lock();
        try {
            if (!isFinishing()) {
                budget.take(Encoded.cost(lines));
                add(lines);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Queues the lines, all or none; false where they do not fit. Of a client that is leaving nothing is kept. */
    boolean offer(Encoded... lines) {
        int cost = Encoded.cost(lines);
        lock.lock();
        try {
            if (isFinishing()) {
                return true;
            }
            if (!take(cost)) {
                return false;
            }
            add(lines);
            // Of those who wait one is woken at a time, by whoever leaves room for it.
            room.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits, while the client takes what it has, until something of that cost may fit.
     *
     * @param deadline a {@link System#nanoTime}
     * @return false where the client takes nothing, or not soon enough
     */
    boolean awaitRoom(int cost, long deadline) {
        lock.lock();
        try {
            while (!isFinishing() && !hasRoom(cost)) {
                long now = System.nanoTime();
                long nanos = deadline - now;
                if (writing > 0) {
                    nanos = Math.min(nanos, writingSince + STALLED_NANOS - now);
                }
                if (nanos <= 0) {
                    room.signal();
                    return false;
                }
                room.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            room.signal();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the client has taken most of what the server itself has to say to it, answers foremost. What others send
     * it keeps its own lines from nothing.
     */
    void awaitAnswersTaken() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!isFinishing() && (own > limit / 2 || own > 0 && !budget.hasRoom(0))) {
                answersTaken.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean take(int cost) {
        if (unsent() > 0 && unsent() + cost > limit) {
            return false;
        }
        if (unsent() == 0 && cost <= ONE_LINE) {
            budget.take(cost);
            return true;
        }
        return budget.tryTake(cost);
    }

    private boolean hasRoom(int cost) {
        boolean isFirst = unsent() == 0;
        return isFirst && cost <= ONE_LINE || (isFirst || unsent() + cost <= limit) && budget.hasRoom(cost);
    }

    private int unsent() {
        return queued + writing;
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
            Encoded[] lines = Encoded.of(last);
            budget.take(Encoded.cost(lines));
            add(lines);
            finishing.countDown();
            changed.signal();
            room.signalAll();
            answersTaken.signal();
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

    /** Whether the write under way began longer than {@code nanos} before {@code now}, a {@link System#nanoTime}. */
    boolean isStalled(long now, long nanos) {
        lock.lock();
        try {
            return writing > 0 && now - writingSince > nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is put in, until the outbox has finished. Called by the client's writing thread. */
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        try {
            while (take()) {
                out.write(joined());
                tellDelivered();
            }
        } finally {
            lock.lock();
            try {
                written();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Takes out what is written next, of a long queue a block; false where the outbox has finished. */
    private boolean take() throws InterruptedException {
        taken.clear();
        lock.lockInterruptibly();
        try {
            written();
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
                writing += line.cost();
                ownWriting += line.isMessage() ? 0 : line.cost();
            } while (block && !queue.isEmpty() && writing + queue.element().cost() <= BLOCK_BYTES);
            queued -= writing;
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
            if (line.isMessage()) {
                owner.delivered(now - line.readAt());
            }
        }
    }

    private void add(Encoded... lines) {
        for (Encoded line : lines) {
            queue.add(line);
            queued += line.cost();
            own += line.isMessage() ? 0 : line.cost();
        }
        changed.signal();
    }

    /** What was taken out last is on its way. */
    private void written() {
        budget.giveBack(writing);
        writing = 0;
        own -= ownWriting;
        ownWriting = 0;
        room.signal();
        answersTaken.signal();
    }

    private void clear() {
        queue.clear();
        budget.giveBack(queued);
        queued = 0;
        own = ownWriting;
    }
}
