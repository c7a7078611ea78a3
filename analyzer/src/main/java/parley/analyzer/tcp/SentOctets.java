package parley.analyzer.tcp;

import static parley.analyzer.tcp.SequenceNumber.isBefore;

import java.util.Arrays;

/**
 * Which sequence numbers of one direction were captured, SYN and FIN counted as one each: what is sent again is told from
 * what is new by the numbers alone. As long as each segment follows on the one before, that is one comparison.
 *
 * <p>Numbers more than 2^30 behind the highest, and holes beyond {@value #MOST_HOLES}, are taken for captured.
 */
final class SentOctets {
    private static final int MOST_HOLES = 256;
    private static final int REACH = 1 << 30;
    private static final int[] NONE = {};

    private boolean any;
    private int lowest;
    private boolean lowestIsFirst = true;
    private int behind;
    /** Numbers not captured, from below each even place to below the odd one after it, ascending. */
    private int[] holes = NONE;

    private int edges;
    private long payload;
    private long resentSegments;
    private long lateSegments;
    private int repeated;
    private boolean fills;
    private boolean leaves;

    /** What a segment was to those before it. */
    enum Place {
        /** Behind all that was captured. */
        AHEAD,
        /** Not ahead, but its last octet is new. */
        FILLING,
        /** Its last octet was captured before. */
        AGAIN
    }

    /** Takes a segment that has payload, SYN or FIN. */
    Place see(int start, boolean syn, int length, boolean fin) {
        int end = start + length + (syn ? 1 : 0) + (fin ? 1 : 0);
        repeated = 0;
        fills = false;
        leaves = false;
        if (any && isBefore(start, behind)) {
            return seeOld(start, syn, length, fin);
        }
        if (!any) {
            any = true;
            lowest = start;
        } else if (start != behind) {
            leaves = true;
            leaveHole(behind, start);
        }
        payload += length;
        advance(end);
        return Place.AHEAD;
    }

    private void advance(int end) {
        behind = end;
        if (end - lowest > REACH || isBefore(end, lowest)) {
            lowest = end - REACH;
            lowestIsFirst = false;
        }
    }

    private void leaveHole(int from, int to) {
        while (edges > 0 && (edges == 2 * MOST_HOLES || to - holes[0] > REACH || isBefore(to, holes[0]))) {
            remove(0);
        }
        insert(edges, from, to);
    }

    private Place seeOld(int start, boolean syn, int length, boolean fin) {
        int highest = behind;
        int data = start + (syn ? 1 : 0);
        int end = data + length + (fin ? 1 : 0);
        boolean lastIsNew = !isCaptured(end - 1);
        int again = take(data, data + length);
        payload += length - again;
        again += syn ? take(start, data) : 0;
        again += fin ? take(end - 1, end) : 0;
        boolean late = again < end - start && isBefore(end, highest);
        repeated = again;
        fills = late;
        resentSegments += again > 0 ? 1 : 0;
        lateSegments += late ? 1 : 0;
        return lastIsNew ? Place.FILLING : Place.AGAIN;
    }

    private boolean isCaptured(int number) {
        if (isBefore(number, lowest)) {
            return !lowestIsFirst;
        }
        boolean captured = isBefore(number, behind);
        for (int i = 0; captured && i < edges; i += 2) {
            captured = isBefore(number, holes[i]) || !isBefore(number, holes[i + 1]);
        }
        return captured;
    }

    /** Marks numbers as captured; says how many of them were already. */
    private int take(int from, int to) {
        int fresh = 0;
        int start = from;
        if (isBefore(start, lowest) && lowestIsFirst && from != to) {
            start = isBefore(to, lowest) ? to : lowest;
            fresh = start - from;
            if (start != lowest) {
                insert(0, start, lowest);
            }
            lowest = from;
        }
        for (int i = 0; i < edges && isBefore(holes[i], to); i += 2) {
            int left = isBefore(start, holes[i]) ? holes[i] : start;
            int right = isBefore(to, holes[i + 1]) ? to : holes[i + 1];
            if (isBefore(left, right)) {
                fresh += right - left;
                i += fill(i, left, right);
            }
        }
        if (isBefore(behind, to)) {
            fresh += to - behind;
            advance(to);
        }
        return to - from - fresh;
    }

    /** Takes a part out of a hole; says by how many edges the following hole has moved. */
    private int fill(int at, int left, int right) {
        boolean keepsLeft = holes[at] != left;
        boolean keepsRight = holes[at + 1] != right;
        if (keepsLeft && keepsRight) {
            insert(at + 2, right, holes[at + 1]);
            holes[at + 1] = left;
            return 2;
        }
        if (keepsLeft) {
            holes[at + 1] = left;
        } else if (keepsRight) {
            holes[at] = right;
        } else {
            remove(at);
            return -2;
        }
        return 0;
    }

    private void insert(int at, int from, int to) {
        if (edges == 2 * MOST_HOLES) {
            return;
        }
        if (edges == holes.length) {
            holes = Arrays.copyOf(holes, Math.max(4, 2 * edges));
        }
        System.arraycopy(holes, at, holes, at + 2, edges - at);
        holes[at] = from;
        holes[at + 1] = to;
        edges += 2;
    }

    private void remove(int at) {
        System.arraycopy(holes, at + 2, holes, at, edges - at - 2);
        edges -= 2;
    }

    /** Forgets what was captured, not what was counted: the numbers begin anew. */
    void restart() {
        any = false;
        lowestIsFirst = true;
        edges = 0;
    }

    /** How many of the last segment's numbers were captured before. */
    int repeated() {
        return repeated;
    }

    /** Whether numbers before the last segment's had not been captured when it came ahead of all others. */
    boolean leavesHole() {
        return leaves;
    }

    /** Whether the last segment brought what is new, though octets behind it were captured before. */
    boolean fills() {
        return fills;
    }

    /** Payload, each octet once. */
    long payload() {
        return payload;
    }

    /** Segments that brought again what was captured before. */
    long resentSegments() {
        return resentSegments;
    }

    /** Segments that brought what is new, though octets behind it were captured before. */
    long lateSegments() {
        return lateSegments;
    }
}
