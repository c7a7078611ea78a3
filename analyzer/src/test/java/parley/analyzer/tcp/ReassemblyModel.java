package parley.analyzer.tcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What reassembly is, octet by octet and with no thought of time or memory: the one to compare with. Positions count from
 * the first octet that the capture could have; what lies before it is no part of the stream.
 */
final class ReassemblyModel {
    /** Two octets for one relative sequence number. */
    record Conflict(long sequence, byte earlier, long earlierFrame, byte later, long laterFrame, boolean laterCounts) {}

    private final Overlap overlap;
    private final byte[] octets;
    private final long[] frames;
    /** Places for which there is an octet, given out or held. */
    private final BitSet known = new BitSet();

    private final List<Conflict> conflicts = new ArrayList<>();
    private int next;
    private int sent;
    private int fin = -1;
    /** Octets before the place from which sequence numbers count. */
    private int before;

    ReassemblyModel(Overlap overlap, int size) {
        this.overlap = overlap;
        octets = new byte[size];
        frames = new long[size];
    }

    /** A segment comes whose data begin at a position; {@code captured} is what the capture has of {@code length} octets. */
    void segment(long frame, int position, byte[] captured, int length, boolean withFin) {
        boolean keepAlive = length == 1 && !withFin && position + 1 == sent;
        if (length > 0 && !keepAlive) {
            data(frame, position, captured, length);
        }
        if (withFin && fin < 0) {
            fin = position + length;
        }
    }

    /** Data come from before the place that counted as the first: all that was seen yet is a FIN. */
    void beginEarlier(int octets) {
        fin += octets;
        before += octets;
    }

    boolean hasData() {
        return sent > 0;
    }

    private void data(long frame, int position, byte[] captured, int length) {
        boolean due = position <= next;
        for (int i = 0; i < captured.length; i++) {
            int at = position + i;
            if (at >= 0 && known.get(at)) {
                repeated(frame, at, captured[i]);
            } else if (at >= next) {
                set(frame, at, captured[i]);
            }
        }
        sent = Math.max(sent, position + length);
        if (due) {
            next = Math.max(next, position + length);
        }
        giveOutWhatIsHeld();
    }

    private void repeated(long frame, int at, byte octet) {
        boolean replaces = at >= next && overlap == Overlap.LAST;
        if (octets[at] != octet) {
            conflicts.add(
                    new Conflict((at + 1 - before) & 0xffff_ffffL, octets[at], frames[at], octet, frame, replaces));
        }
        if (replaces) {
            set(frame, at, octet);
        }
    }

    private void set(long frame, int at, byte octet) {
        known.set(at);
        octets[at] = octet;
        frames[at] = frame;
    }

    private void giveOutWhatIsHeld() {
        while (known.get(next)) {
            next++;
        }
    }

    /** The other side has received all before a position. */
    void acknowledged(int position) {
        int held = known.nextSetBit(next);
        while (held >= 0 && held < position) {
            next = held;
            giveOutWhatIsHeld();
            held = known.nextSetBit(next);
        }
        if (held < 0) {
            next = Math.max(next, Math.min(sent, position));
        }
    }

    /** Nothing more comes. */
    void finish() {
        next = Math.max(next, Math.max(Math.max(sent, fin), known.length()));
    }

    /** Octets given out or missing. */
    int end() {
        return next;
    }

    BitSet known() {
        return known;
    }

    byte[] octets() {
        return Arrays.copyOf(octets, next);
    }

    long frame(int position) {
        return frames[position];
    }

    List<Conflict> conflicts() {
        return conflicts;
    }

    boolean isFinished() {
        return fin >= 0;
    }
}
