package parley.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.protocol.LineText;
import parley.protocol.ServerLine;

/**
 * What waits to be sent to one client, bounded in bytes. Any thread puts lines in and never waits; the client's writing
 * thread takes them out, in order. Once it is finishing it takes no more, and ends when what it holds is written.
 *
 * <p>Guarded by its own monitor, which is never held while writing or while anything else is locked.
 */
final class Outbox {
    /** Up to so many waiting lines are written one by one; a longer queue is written in blocks. */
    private static final int LINES_WRITTEN_SINGLY = 16;

    private static final int BLOCK_BYTES = 16 * 1024;

    private final int limit;
    private final Runnable onFinishing;
    private final CountDownLatch finishing = new CountDownLatch(1);
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queuedBytes;
    private int writingBytes;
    private long writingSince;

    /**
     * @param limit bytes that may wait; a batch that finds nothing waiting is taken whatever its size
     * @param onFinishing runs once, when the outbox takes no more; it must not block
     */
    Outbox(int limit, Runnable onFinishing) {
        this.limit = limit;
        this.onFinishing = onFinishing;
    }

    static byte[][] encode(ServerLine... lines) {
        byte[][] encoded = new byte[lines.length][];
        for (int i = 0; i < lines.length; i++) {
            encoded[i] = LineText.encode(lines[i].format());
        }
        return encoded;
    }

    void send(ServerLine... lines) {
        send(encode(lines));
    }

    /**
     * Queues the lines, all or none. Where they do not fit, the client is too slow: what waits is dropped, it is told so,
     * and that is the last it is told.
     *
     * @param lines each with its LF
     */
    void send(byte[][] lines) {
        int bytes = 0;
        for (byte[] line : lines) {
            bytes += line.length;
        }
        synchronized (this) {
            if (isFinishing()) {
                return;
            }
            int unsent = queuedBytes + writingBytes;
            if (unsent == 0 || unsent + bytes <= limit) {
                for (byte[] line : lines) {
                    add(line);
                }
                notifyAll();
                return;
            }
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
        synchronized (this) {
            clear();
            notifyAll();
        }
    }

    private void end(boolean dropping, ServerLine... last) {
        synchronized (this) {
            if (isFinishing()) {
                return;
            }
            if (dropping) {
                clear();
            }
            for (byte[] line : encode(last)) {
                add(line);
            }
            finishing.countDown();
            notifyAll();
        }
        onFinishing.run();
    }

    boolean isFinishing() {
        return finishing.getCount() == 0;
    }

    /** Waits so long; true if the outbox is finishing by then. */
    boolean awaitFinishing(long nanos) throws InterruptedException {
        return finishing.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Whether the write under way began longer than {@code nanos} before {@code now}, a {@link System#nanoTime}. */
    synchronized boolean isStalled(long now, long nanos) {
        return writingBytes > 0 && now - writingSince > nanos;
    }

    /** Writes what is put in, until the outbox has finished. Called by the client's writing thread. */
    void writeTo(OutputStream out) throws IOException, InterruptedException {
        byte[] next = take();
        while (next != null) {
            out.write(next);
            next = take();
        }
    }

    private synchronized byte @Nullable [] take() throws InterruptedException {
        writingBytes = 0;
        while (queue.isEmpty()) {
            if (isFinishing()) {
                return null;
            }
            wait();
        }
        byte[] next = queue.size() > LINES_WRITTEN_SINGLY ? block() : queue.remove();
        queuedBytes -= next.length;
        writingBytes = next.length;
        writingSince = System.nanoTime();
        return next;
    }

    private byte[] block() {
        byte[] block = new byte[Math.min(BLOCK_BYTES, queuedBytes)];
        int length = 0;
        while (!queue.isEmpty() && length + queue.element().length <= block.length) {
            byte[] line = queue.remove();
            System.arraycopy(line, 0, block, length, line.length);
            length += line.length;
        }
        return Arrays.copyOf(block, length);
    }

    private void add(byte[] line) {
        queue.add(line);
        queuedBytes += line.length;
    }

    private void clear() {
        queue.clear();
        queuedBytes = 0;
    }
}
