package parley.analyzer.tcp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Segments of one direction that the other has not acknowledged yet, oldest first. Grows as needed up to
 * {@link #LIMIT}, so that adding allocates nothing once a connection has found its depth, and shrinks after
 * a depth that it does not come back to.
 */
final class UnacknowledgedSegments {
    /** Wireshark's TCP_MAX_UNACKED_SEGMENTS: what comes beyond is not remembered. */
    static final int LIMIT = 10_000;

    private static final int LOOK_BACK = 1_024;

    /** Segments for which there may always be room. */
    private static final int SMALL = 64;

    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private int[] starts = NO_INTS;
    private int[] ends = NO_INTS;
    private long[] nanos = NO_LONGS;
    /** Segments whose acknowledgement measures no round trip; null while there was none. */
    private boolean @Nullable [] ambiguous;

    private boolean measures;
    private int count;
    private int lastAcknowledgment;
    private int judged;
    private boolean boundsKnown;
    private int boundsBase;
    private int lowest;
    private int highest;

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return count;
    }

    boolean isFull() {
        return count >= LIMIT;
    }

    void add(int start, int end, long timestampNanos) {
        if (count == starts.length) {
            resize(Math.max(4, 2 * count));
        }
        if (ambiguous != null) {
            ambiguous[count] = false;
        }
        starts[count] = start;
        ends[count] = end;
        nanos[count] = timestampNanos;
        count++;
        if (boundsKnown) {
            widen(start, end);
        }
    }

    /**
     * Forgets what the number acknowledges; of a segment acknowledged in part, that part.
     *
     * @return when the oldest segment that ends right at the number was captured, {@link Long#MIN_VALUE} if none does
     */
    long acknowledge(int acknowledgment) {
        long exact = Long.MIN_VALUE;
        // An ACK that repeats the last one has nothing to say of segments that were there already.
        int kept = acknowledgment == lastAcknowledgment ? judged : 0;
        for (int i = kept; i < count; i++) {
            int end = ends[i];
            if (acknowledgment == end) {
                if (exact == Long.MIN_VALUE) {
                    exact = nanos[i];
                    measures = ambiguous == null || !ambiguous[i];
                }
            } else if (SequenceNumber.isBefore(acknowledgment, end)) {
                boolean partly = SequenceNumber.isBefore(starts[i], acknowledgment);
                boundsKnown &= !partly;
                starts[kept] = partly ? acknowledgment : starts[i];
                ends[kept] = end;
                nanos[kept] = nanos[i];
                if (partly || ambiguous != null) {
                    ambiguous()[kept] = partly || ambiguous()[i];
                }
                kept++;
            }
        }
        boundsKnown &= kept == count;
        count = kept;
        if (starts.length > SMALL && count < starts.length / 8) {
            resize(Math.max(SMALL, 2 * count));
        }
        judged = kept;
        lastAcknowledgment = acknowledgment;
        return exact;
    }

    /**
     * Whether the acknowledgement that {@link #acknowledge} found to end right behind a segment measures a round trip, by
     * Karn's algorithm (RFC 6298 section 3): neither the segment nor anything before it was sent again since.
     */
    boolean measures() {
        return measures;
    }

    /**
     * A segment is sent again, or late: those that were sent before it and end behind its start measure nothing. Looks
     * back at the last {@value #LOOK_BACK}.
     */
    void disturb(int start, int end, long timestampNanos) {
        for (int i = Math.max(0, count - LOOK_BACK); i < count; i++) {
            boolean overlaps = SequenceNumber.isBefore(starts[i], end);
            if (SequenceNumber.isBefore(start, ends[i]) && (overlaps || nanos[i] < timestampNanos)) {
                ambiguous()[i] = true;
            }
        }
    }

    /** The last segment measures nothing: its end was sent before. */
    void disturbLast() {
        ambiguous()[count - 1] = true;
    }

    private boolean[] ambiguous() {
        boolean[] known = ambiguous;
        if (known == null) {
            known = new boolean[starts.length];
            ambiguous = known;
        }
        return known;
    }

    /** From the lowest octet to the highest, in octets relative to {@code base}; there is at least one segment. */
    int span(int base) {
        if (!boundsKnown || boundsBase != base) {
            boundsBase = base;
            lowest = starts[0] - base;
            highest = ends[0] - base;
            boundsKnown = true;
            for (int i = 1; i < count; i++) {
                widen(starts[i], ends[i]);
            }
        }
        return highest - lowest;
    }

    private void widen(int start, int end) {
        if (Integer.compareUnsigned(start - boundsBase, lowest) < 0) {
            lowest = start - boundsBase;
        }
        if (Integer.compareUnsigned(end - boundsBase, highest) > 0) {
            highest = end - boundsBase;
        }
    }

    /** Gives back the room that is not in use. */
    void trim() {
        ambiguous = count == 0 ? null : ambiguous;
        resize(count);
    }

    private void resize(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        nanos = Arrays.copyOf(nanos, capacity);
        ambiguous = ambiguous == null ? null : Arrays.copyOf(ambiguous, capacity);
    }
}
