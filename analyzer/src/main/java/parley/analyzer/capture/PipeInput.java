package parley.analyzer.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A pipe that is waited for in small steps, between which there is time to act, and which can be told to end. It is read
 * by a daemon thread of its own, because nobody can end a read of standard input.
 */
final class PipeInput implements ReadableByteChannel {
    private static final int CHUNK = 1 << 16;
    private static final int CHUNKS = 64;
    /** As much later than it was told to end, what is still in the pipe is given. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final InputStream in;
    private final BlockingQueue<ByteBuffer> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private PacketSource.IdleAction idleAction = () -> {};
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean ended;
    private boolean wasStopped;
    private volatile @Nullable IOException failure;
    private volatile @Nullable Long stopNanos;

    PipeInput(InputStream in) {
        this.in = in;
        Thread.ofPlatform().daemon().name("pipe").start(this::pump);
    }

    private void pump() {
        byte[] buffer = new byte[CHUNK];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                chunks.put(ByteBuffer.wrap(Arrays.copyOf(buffer, count)));
            }
        } catch (IOException broken) {
            failure = broken;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            chunks.put(END);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void onIdle(PacketSource.IdleAction action) {
        idleAction = action;
    }

    /** Ends it, a second from now at the latest; before that if its writer ends. Any thread may call it. */
    void stop() {
        if (stopNanos == null) {
            stopNanos = System.nanoTime();
        }
    }

    /** Whether it has ended because it was told to: what it breaks off in is no damage. */
    boolean wasStopped() {
        return wasStopped;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!current.hasRemaining() && !advance()) {
            return -1;
        }
        int count = Math.min(target.remaining(), current.remaining());
        target.put(target.position(), current, current.position(), count);
        target.position(target.position() + count);
        current.position(current.position() + count);
        return count;
    }

    /** Takes the next chunk, as soon as there is one. */
    private boolean advance() throws IOException {
        ByteBuffer next = ended ? END : chunks.poll();
        while (next == null) {
            idleAction.run();
            next = awaitChunk();
            if (next == null && isLate()) {
                wasStopped = true;
                next = END;
            }
        }
        if (next != END && isLate()) {
            wasStopped = true;
            next = END;
        }
        if (next == END) {
            ended = true;
            IOException broken = failure;
            if (broken != null) {
                throw broken;
            }
            return false;
        }
        current = next;
        return true;
    }

    private @Nullable ByteBuffer awaitChunk() throws IOException {
        try {
            return chunks.poll(LiveSource.WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private boolean isLate() {
        Long ordered = stopNanos;
        return ordered != null && System.nanoTime() - ordered > GRACE_NANOS;
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    /** Nothing: the pipe is the process's. */
    @Override
    public void close() {}
}
