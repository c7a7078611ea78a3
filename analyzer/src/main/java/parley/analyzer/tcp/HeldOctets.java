package parley.analyzer.tcp;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Octets of one direction that wait for those before them, each once. */
final class HeldOctets {
    /** Octets held, with the segment that brought them. */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    record Piece(byte[] bytes, Carrier carrier) {}

    private final TreeMap<Long, Piece> pieces = new TreeMap<>();
    private final Reassembly reassembly;
    private int cost;

    HeldOctets(Reassembly reassembly) {
        this.reassembly = reassembly;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** The position of the first octets held; no position is as high where none are held. */
    long first() {
        return pieces.isEmpty() ? Long.MAX_VALUE : pieces.firstKey();
    }

    /** What holding them takes: {@link Reassembly#costOf}. */
    int cost() {
        return cost;
    }

    /** Takes out the first piece, which must be there. */
    Piece poll() {
        return release(pieces.pollFirstEntry().getValue());
    }

    private void put(long position, byte[] bytes, Carrier carrier) {
        pieces.put(position, new Piece(bytes, carrier));
        cost += Reassembly.costOf(bytes);
        reassembly.hold(bytes);
    }

    private Piece release(Piece piece) {
        cost -= Reassembly.costOf(piece.bytes());
        reassembly.release(piece.bytes());
        return piece;
    }

    /** Holds the parts of a segment's octets for whose places none are held yet. */
    void add(long position, byte[] bytes, Carrier carrier) {
        long at = position;
        long end = position + bytes.length;
        while (at < end) {
            Map.Entry<Long, Piece> before = pieces.floorEntry(at);
            if (before != null && endOf(before) > at) {
                at = endOf(before);
                continue;
            }
            Long after = pieces.higherKey(at);
            long until = after == null ? end : Math.min(end, after);
            put(at, Arrays.copyOfRange(bytes, (int) (at - position), (int) (until - position)), carrier);
            at = until;
        }
    }

    /** Lets go of what is held from one position to before another. */
    void drop(long from, long to) {
        NavigableMap<Long, Piece> touched = touching(from, to);
        while (!touched.isEmpty()) {
            Map.Entry<Long, Piece> entry = touched.firstEntry();
            long start = entry.getKey();
            Piece piece = release(entry.getValue());
            pieces.remove(start);
            long end = start + piece.bytes().length;
            if (start < from) {
                put(start, Arrays.copyOf(piece.bytes(), (int) (from - start)), piece.carrier());
                touched = pieces.subMap(from, true, to, false);
            }
            if (end > to) {
                put(to, Arrays.copyOfRange(piece.bytes(), (int) (to - start), piece.bytes().length), piece.carrier());
            }
        }
    }

    /** The pieces that have octets from one position to before another, by where they begin. */
    NavigableMap<Long, Piece> touching(long from, long to) {
        Map.Entry<Long, Piece> across = pieces.lowerEntry(from);
        long start = across != null && endOf(across) > from ? across.getKey() : from;
        return pieces.subMap(start, true, to, false);
    }

    private static long endOf(Map.Entry<Long, Piece> entry) {
        return entry.getKey() + entry.getValue().bytes().length;
    }
}
