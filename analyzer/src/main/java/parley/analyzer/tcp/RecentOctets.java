package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The octets given out last, of all directions together, so that what is sent again can be compared with them. They lie
 * in a ring, and each direction chains its own pieces: remembering one is a copy into memory that is there already, and
 * takes no more of it however many connections there are.
 *
 * <pre>
 *   ... [A 0+5] [B 0+9] [A 5+3] [C 0+2] [A 8+4] ...     a direction knows its latest piece,
 *          ^---------------'  ^---------------'         each piece the one before it
 * </pre>
 */
final class RecentOctets {
    /** Stands for a piece where there is none. */
    static final long NONE = -1;

    private static final int MOST_PIECES = 1 << 16;
    private static final int FIRST_PIECES = 1 << 8;
    private static final int FIRST_OCTETS = 1 << 14;

    /** What is known of a piece, side by side. */
    private static final int PREVIOUS = 0;

    private static final int POSITION = 1;
    private static final int FRAME = 2;
    private static final int START = 3;
    private static final int LENGTH = 4;
    private static final int WIDTH = 5;

    private final int capacity;
    private long[] pieces = new long[FIRST_PIECES * WIDTH];
    private byte[] octets;
    private long count;
    /** Octets that the ring has been filled with, so that remainders of it say where. */
    private long filled;

    /** @param capacity octets that are remembered */
    RecentOctets(int capacity) {
        this.capacity = capacity;
        octets = new byte[Math.min(capacity, FIRST_OCTETS)];
    }

    /**
     * Remembers octets that a direction gave out; none where they are more than all that is remembered.
     *
     * @param before the direction's piece before, or {@link #NONE}
     * @return the direction's piece now
     */
    long add(long before, long position, long frame, MemorySegment data, long from, int length) {
        if (length > capacity) {
            return before;
        }
        int at = (int) (filled % capacity);
        if (at + length > capacity) {
            // A piece stays whole: what is left of the ring is not used this time.
            filled += capacity - at;
            at = 0;
        }
        if (at + length > octets.length) {
            octets = Arrays.copyOf(octets, (int) Math.min(capacity, Math.max(2L * octets.length, at + length)));
        }
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, octets, at, length);
        int slot = slot(count);
        if (slot == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * slot);
        }
        pieces[slot + PREVIOUS] = before;
        pieces[slot + POSITION] = position;
        pieces[slot + FRAME] = frame;
        pieces[slot + START] = filled;
        pieces[slot + LENGTH] = length;
        filled += length;
        return count++;
    }

    /** Whether a piece is still there. */
    boolean has(long piece) {
        return piece >= 0 && piece >= count - MOST_PIECES && pieces[slot(piece) + START] >= filled - capacity;
    }

    private static int slot(long piece) {
        return (int) (piece % MOST_PIECES) * WIDTH;
    }

    /** The direction's piece before. */
    long previous(long piece) {
        return pieces[slot(piece) + PREVIOUS];
    }

    /** Of the first octet, counted from the start of the direction's data. */
    long position(long piece) {
        return pieces[slot(piece) + POSITION];
    }

    int length(long piece) {
        return (int) pieces[slot(piece) + LENGTH];
    }

    /** The frame that brought it. */
    long frame(long piece) {
        return pieces[slot(piece) + FRAME];
    }

    /** The octets of a piece, good until the next is added. */
    MemorySegment octets(long piece) {
        int from = (int) (pieces[slot(piece) + START] % capacity);
        return MemorySegment.ofArray(octets).asSlice(from, length(piece));
    }
}
