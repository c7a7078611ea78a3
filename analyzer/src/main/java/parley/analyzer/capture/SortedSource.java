package parley.analyzer.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.OutputFile;

/**
 * The packets of a capture in the order of their times, those of one time in the order of the capture, numbered anew: as
 * reordercap writes them. One without a timestamp stays after the one before it.
 *
 * <p>The first packet is given once all have been read. Until then they are in a temporary file, which is as large as the
 * capture unpacked; memory holds where those are that stand too late. Used by one thread.
 */
public final class SortedSource extends ForwardingSource {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    /** Before the octets of a packet: its time, interface, link type, captured and original length, whether it has a time. */
    private static final int HEADER = Long.BYTES + 5 * Integer.BYTES;

    /** About what memory holds for a packet that stands too late, in octets. */
    private static final int MISPLACED = 48;

    /** A packet that stands after one that is later, and where the temporary file has it. */
    private record Misplaced(long nanos, long at) {}

    private final Arena arena = Arena.ofConfined();
    private final List<Misplaced> misplaced = new ArrayList<>();
    private final Map<Long, String> comments = new HashMap<>();
    private final long mostMisplaced = Runtime.getRuntime().maxMemory() / 4 / MISPLACED;
    private @Nullable MemorySegment packets;
    private int nextMisplaced;
    private long inOrderAt;
    private long latest;
    private long number;

    /** @param source whose packets this gives */
    public SortedSource(PacketSource source) {
        super(source);
    }

    /**
     * The next packet by time.
     *
     * @throws IOException also if there is no room for the temporary file, or too many packets are out of order; the message
     *     is a whole sentence for the user
     */
    @Override
    public boolean next(Packet packet) throws IOException {
        MemorySegment all = packets;
        if (all == null) {
            all = readAll(packet);
            packets = all;
            misplaced.sort(Comparator.comparingLong(Misplaced::nanos).thenComparingLong(Misplaced::at));
            latest = Long.MIN_VALUE;
            skipMisplaced(all);
        }
        Misplaced late = nextMisplaced < misplaced.size() ? misplaced.get(nextMisplaced) : null;
        boolean hasInOrder = inOrderAt < all.byteSize();
        if (late != null && (!hasInOrder || late.nanos() < all.get(LONG, inOrderAt))) {
            nextMisplaced++;
            give(packet, all, late.at());
            return true;
        }
        if (!hasInOrder) {
            return false;
        }
        give(packet, all, inOrderAt);
        latest = all.get(LONG, inOrderAt);
        inOrderAt = after(all, inOrderAt);
        skipMisplaced(all);
        return true;
    }

    private MemorySegment readAll(Packet packet) throws IOException {
        try (FileChannel file = OutputFile.temporary()) {
            ByteBuffer record = ByteBuffer.allocate(1 << 16).order(ByteOrder.nativeOrder());
            long at = 0;
            long before = Long.MIN_VALUE;
            while (source().next(packet)) {
                long nanos = packet.hasTimestamp() || before == Long.MIN_VALUE ? packet.timestampNanos() : before;
                if (nanos < latest && at > 0) {
                    keepPlace(new Misplaced(nanos, at));
                } else {
                    latest = nanos;
                }
                before = nanos;
                record = write(file, record, packet, nanos);
                String comment = packet.comment();
                if (comment != null) {
                    comments.put(at, comment);
                }
                at += HEADER + packet.capturedLength();
            }
            drain(file, record);
            return file.map(FileChannel.MapMode.READ_ONLY, 0, at, arena);
        } catch (IOException failed) {
            throw new IOException("the packets cannot be sorted: " + failed.getMessage(), failed);
        }
    }

    private void keepPlace(Misplaced packet) throws IOException {
        if (misplaced.size() >= mostMisplaced) {
            throw new IOException("more than " + mostMisplaced
                    + " are out of order, too many for the memory; sort the file first (reordercap FILE SORTED)");
        }
        misplaced.add(packet);
    }

    private static ByteBuffer write(FileChannel file, ByteBuffer buffer, Packet packet, long nanos) throws IOException {
        int length = HEADER + packet.capturedLength();
        ByteBuffer record = buffer;
        if (record.remaining() < length) {
            drain(file, record);
            record = record.capacity() < length ? ByteBuffer.allocate(length).order(ByteOrder.nativeOrder()) : record;
        }
        record.putLong(nanos)
                .putInt(packet.interfaceId())
                .putInt(packet.linkType())
                .putInt(packet.capturedLength())
                .putInt(packet.originalLength())
                .putInt(packet.hasTimestamp() ? 1 : 0);
        record.put(
                packet.data().asSlice(packet.offset(), packet.capturedLength()).asByteBuffer());
        return record;
    }

    private static void drain(FileChannel file, ByteBuffer record) throws IOException {
        record.flip();
        while (record.hasRemaining()) {
            file.write(record);
        }
        record.clear();
    }

    private void skipMisplaced(MemorySegment all) {
        while (inOrderAt < all.byteSize() && all.get(LONG, inOrderAt) < latest) {
            inOrderAt = after(all, inOrderAt);
        }
    }

    private static long after(MemorySegment all, long at) {
        return at + HEADER + all.get(INT, at + 16);
    }

    private void give(Packet packet, MemorySegment all, long at) {
        boolean timed = all.get(INT, at + 24) != 0;
        packet.set(
                ++number,
                timed ? all.get(LONG, at) : 0,
                all.get(INT, at + 8),
                all.get(INT, at + 12),
                all,
                at + HEADER,
                all.get(INT, at + 16),
                all.get(INT, at + 20));
        packet.setComment(comments.get(at));
        if (!timed) {
            packet.setWithoutTimestamp();
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        super.close();
    }
}
