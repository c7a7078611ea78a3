package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what a segment brings with what was there before for the same places. */
final class OverlapComparison {
    /** How many of a direction's pieces the search for what was given out goes back. */
    private static final int FARTHEST = 1 << 10;

    private final Segment segment;
    private final MemorySegment octets;
    private final long position;
    private final long end;
    private final long origin;
    private final Deque<OverlapConflict> conflicts = new ArrayDeque<>();

    /**
     * Compares nothing yet.
     *
     * @param position of the segment's first octet
     * @param captured octets from there on that the capture has
     * @param origin what to add to a position for its relative sequence number
     */
    OverlapComparison(Segment segment, long position, int captured, long origin) {
        this.segment = segment;
        this.octets = segment.data().asSlice(segment.header().payloadOffset(), captured);
        this.position = position;
        this.end = position + captured;
        this.origin = origin;
    }

    /** With octets given out, as far as they are remembered; {@code latest} is the direction's latest piece. */
    void withGiven(RecentOctets recent, long latest) {
        long piece = latest;
        for (int back = 0; back < FARTHEST && recent.has(piece); back++) {
            long start = recent.position(piece);
            if (start + recent.length(piece) <= position) {
                return;
            }
            if (start < end) {
                OverlapConflict conflict = conflict(recent.octets(piece), start, recent.frame(piece), false);
                if (conflict != null) {
                    conflicts.addFirst(conflict);
                }
            }
            piece = recent.previous(piece);
        }
    }

    /** With octets that are held, which the segment's replace where the last ones count. */
    void withHeld(HeldOctets held, Overlap overlap) {
        for (Map.Entry<Long, HeldOctets.Piece> entry :
                held.touching(position, end).entrySet()) {
            HeldOctets.Piece piece = entry.getValue();
            OverlapConflict conflict = conflict(
                    MemorySegment.ofArray(piece.bytes()),
                    entry.getKey(),
                    piece.carrier().frame(),
                    overlap == Overlap.LAST);
            if (conflict != null) {
                conflicts.addLast(conflict);
            }
        }
    }

    private @Nullable OverlapConflict conflict(
            MemorySegment earlier, long start, long earlierFrame, boolean laterCounts) {
        long from = Math.max(start, position);
        long to = Math.min(start + earlier.byteSize(), end);
        long first = MemorySegment.mismatch(earlier, from - start, to - start, octets, from - position, to - position);
        if (first < 0) {
            return null;
        }
        from += first;
        while (earlier.get(ValueLayout.JAVA_BYTE, to - 1 - start)
                == octets.get(ValueLayout.JAVA_BYTE, to - 1 - position)) {
            to--;
        }
        return new OverlapConflict(
                (from + origin) & 0xffff_ffffL,
                from,
                earlier.asSlice(from - start, to - from).toArray(ValueLayout.JAVA_BYTE),
                earlierFrame,
                octets.asSlice(from - position, to - from).toArray(ValueLayout.JAVA_BYTE),
                segment.frame(),
                laterCounts);
    }

    /** What differs, in the order of positions. */
    Iterable<OverlapConflict> conflicts() {
        return conflicts;
    }
}
