package parley.analyzer.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A live source that is read by a thread of its own, so that whoever takes the packets may fall behind: the kernel's
 * buffer, which is also used up by time, would be full within a second. Chunks of {@value #CHUNK} octets wait in memory, 256
 * of them where the heap is not small, and what comes after them in a temporary file of at most {@value #MOST_SPILLED}
 * octets. Past that the source waits, and what the system cannot keep meanwhile it counts as dropped.
 *
 * <p>One thread takes packets; {@link #stop} may come from any. The source is used by the thread {@code capture} alone; its interfaces must be known from the beginning.
 */
public final class QueuedSource extends ForwardingSource {
    /** Holds the largest packet. */
    private static final int CHUNK = 1 << 19;

    private static final int MOST_CHUNKS = mostChunks(Runtime.getRuntime().maxMemory());
    private static final long MOST_SPILLED = 8L << 30;
    private static final int PACKETS_BETWEEN_COUNTS = 1 << 12;

    /** Before the octets of a packet: its time, original and captured length, interface, link type. */
    private static final int HEADER = 24;

    private static final int MAXIMUM_RECORD = HEADER + CaptureFile.LARGEST_PACKET + Long.BYTES;

    /** The JVM lets memory beside the heap be as much as the heap: half of that is left to others. */
    static int mostChunks(long largestHeap) {
        return (int) Math.clamp(largestHeap / 2 / CHUNK, 1, 256);
    }

    private static final class Chunk {
        private final MemorySegment memory = Arena.ofAuto().allocate(CHUNK, Long.BYTES);
        private int filled;
        private int taken;

        /** What has been filled. */
        ByteBuffer octets() {
            return memory.asByteBuffer().limit(filled);
        }

        void clear() {
            filled = 0;
            taken = 0;
        }

        boolean hasRoom() {
            return CHUNK - filled >= MAXIMUM_RECORD;
        }

        void add(Packet packet) {
            int length = packet.capturedLength();
            memory.set(ValueLayout.JAVA_LONG, filled, packet.timestampNanos());
            memory.set(ValueLayout.JAVA_INT, filled + 8, packet.originalLength());
            memory.set(ValueLayout.JAVA_INT, filled + 12, length);
            memory.set(ValueLayout.JAVA_INT, filled + 16, packet.interfaceId());
            memory.set(ValueLayout.JAVA_INT, filled + 20, packet.linkType());
            MemorySegment.copy(packet.data(), packet.offset(), memory, filled + HEADER, length);
            filled += HEADER + (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }

        void take(Packet packet, long number) {
            int length = memory.get(ValueLayout.JAVA_INT, taken + 12);
            packet.set(
                    number,
                    memory.get(ValueLayout.JAVA_LONG, taken),
                    memory.get(ValueLayout.JAVA_INT, taken + 16),
                    memory.get(ValueLayout.JAVA_INT, taken + 20),
                    memory,
                    taken + HEADER,
                    length,
                    memory.get(ValueLayout.JAVA_INT, taken + 8));
            taken += HEADER + (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
    }

    private final Object lock = new Object();
    private final Deque<Chunk> full = new ArrayDeque<>();
    private final Deque<Chunk> free = new ArrayDeque<>();
    private final Spill spill;
    private final Thread thread;
    private Chunk filling = new Chunk();
    private boolean takerWaits;
    private boolean ended;
    private boolean abandoned;
    private @Nullable Throwable failure;
    private volatile long dropped;

    private Chunk current = new Chunk();
    private IdleAction idleAction = () -> {};
    private long packets;

    /** Begins to read a source, which is closed when it ends, or by {@link #close}. It tells what it dropped even then. */
    public QueuedSource(PacketSource source) {
        this(source, MOST_SPILLED);
    }

    QueuedSource(PacketSource source, long mostSpilled) {
        super(source);
        spill = new Spill(mostSpilled);
        thread = Thread.ofPlatform().name("capture").daemon().unstarted(this::capture);
        thread.start();
    }

    private void capture() {
        Throwable failed = null;
        // Closed as soon as it ends: while what is queued is analyzed nothing more is counted as dropped.
        try (PacketSource source = source()) {
            source.onIdle(this::count);
            Packet packet = new Packet();
            long untilCount = PACKETS_BETWEEN_COUNTS;
            while (source.next(packet) && add(packet)) {
                if (--untilCount == 0) {
                    untilCount = PACKETS_BETWEEN_COUNTS;
                    count();
                }
            }
        } catch (IOException | RuntimeException | Error broken) {
            failed = broken;
        }
        count();
        synchronized (lock) {
            failure = failed;
            ended = true;
            lock.notifyAll();
        }
    }

    private void count() {
        dropped = source().dropped();
    }

    /** Waits where as much is queued as may be; false where nobody will take it. */
    private boolean add(Packet packet) {
        synchronized (lock) {
            while (!filling.hasRoom()) {
                if (abandoned) {
                    return false;
                }
                if (full.size() < MOST_CHUNKS && spill.isEmpty()) {
                    full.add(filling);
                    filling = free.isEmpty() ? new Chunk() : free.removeFirst();
                } else if (spill.add(filling.octets())) {
                    filling.clear();
                } else if (!waitForOther()) {
                    return false;
                }
            }
            filling.add(packet);
            if (takerWaits) {
                takerWaits = false;
                lock.notifyAll();
            }
            return true;
        }
    }

    private boolean waitForOther() {
        try {
            lock.wait(LiveSource.WAIT_MILLIS);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        while (current.taken == current.filled) {
            if (!advance()) {
                return false;
            }
        }
        current.take(packet, ++packets);
        return true;
    }

    /** Takes what has been queued first, or after a while nothing; false at the end. */
    private boolean advance() throws IOException {
        if (takeOver(false)) {
            return true;
        }
        idleAction.run();
        if (takeOver(true)) {
            return true;
        }
        synchronized (lock) {
            if (!ended || !isEmpty()) {
                return true;
            }
            switch (failure) {
                case null -> {
                    return false;
                }
                case IOException broken -> throw broken;
                case RuntimeException broken -> throw broken;
                case Error broken -> throw broken;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    private boolean takeOver(boolean waiting) throws IOException {
        synchronized (lock) {
            if (waiting && isEmpty() && !ended) {
                takerWaits = true;
                if (!waitForOther()) {
                    throw new IOException("interrupted while waiting for packets");
                }
                takerWaits = false;
            }
            if (isEmpty()) {
                return false;
            }
            Chunk next = full.pollFirst();
            current.clear();
            if (next == null && !spill.isEmpty()) {
                ByteBuffer refilled = current.memory.asByteBuffer();
                spill.take(refilled);
                current.filled = refilled.position();
                lock.notifyAll();
                return true;
            }
            if (next == null) {
                next = filling;
                filling = current;
            } else {
                free.add(current);
                lock.notifyAll();
            }
            current = next;
            return true;
        }
    }

    private boolean isEmpty() {
        return full.isEmpty() && spill.isEmpty() && filling.filled == 0;
    }

    @Override
    public void onIdle(IdleAction action) {
        idleAction = action;
    }

    /** As the source counted lately. */
    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            abandoned = true;
            lock.notifyAll();
        }
        source().stop();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        spill.close();
        super.close();
    }
}
