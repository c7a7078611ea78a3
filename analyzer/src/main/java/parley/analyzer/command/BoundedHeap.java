package parley.analyzer.command;

import java.io.IOException;
import java.util.function.LongSupplier;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/**
 * A source that has the heap collected when it has doubled. The serial collector takes all memory that it may have, a
 * quarter of the machine's, before it looks for garbage among what is no longer young; and what is remembered of a
 * connection for a while becomes such garbage. So memory would follow the length of the capture.
 */
final class BoundedHeap extends ForwardingSource {
    /** What this leaves room for: all of a young generation, and as much again. */
    private static final long LEAST = 300L << 20;

    private static final int PACKETS_BETWEEN_LOOKS = 1 << 13;

    private final LongSupplier used;
    private final Runnable collect;
    private long most = LEAST;
    private int packets;

    BoundedHeap(PacketSource source) {
        this(
                source,
                () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(),
                System::gc);
    }

    /** @param used octets of the heap */
    BoundedHeap(PacketSource source, LongSupplier used, Runnable collect) {
        super(source);
        this.used = used;
        this.collect = collect;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (++packets == PACKETS_BETWEEN_LOOKS) {
            packets = 0;
            look();
        }
        return source().next(packet);
    }

    private void look() {
        if (used.getAsLong() > most) {
            collect.run();
            most = Math.max(LEAST, 2 * used.getAsLong());
        }
    }
}
