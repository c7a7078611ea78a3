package parley.analyzer.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of packets.csv that a message may still change, in the order of their frames. Their text lies in one ring of
 * octets and the rows are used again: as strings they would live just long enough to be moved to where the collector
 * seldom looks, and a large capture would fill the memory with them. Used by one thread.
 *
 * <pre>
 *   ... | time,source,destination, | info | time,source,destination, | info | info of the first row, changed | ...
 * </pre>
 */
final class HeldRows {
    /** Rows that are held; {@link #isFull} from there on. */
    private static final int MOST_ROWS = 1 << 16;

    /** Octets beyond which rows are not held any longer, however few they are. */
    private static final long MOST_OCTETS = 1 << 26;

    private static final int FIRST_ROWS = 1 << 8;
    private static final int FIRST_OCTETS = 1 << 14;

    private static final class Row {
        private long frame;
        private long head;
        private int headLength;
        private String protocol = "";
        private int length;
        private long info;
        private int infoLength;
        private @Nullable String comment;
    }

    private Row[] rows = newRows(FIRST_ROWS);
    private long firstRow;
    private long endRow;
    private byte[] octets = new byte[FIRST_OCTETS];
    private long end;

    private static Row[] newRows(int count) {
        Row[] rows = new Row[count];
        Arrays.setAll(rows, i -> new Row());
        return rows;
    }

    private Row row(long number) {
        return rows[(int) (number & (rows.length - 1))];
    }

    /** Whether the oldest rows are to be written before another one is added. */
    boolean isFull() {
        return endRow - firstRow == MOST_ROWS || used() > MOST_OCTETS;
    }

    private long used() {
        return firstRow == endRow ? 0 : end - row(firstRow).head;
    }

    int count() {
        return (int) (endRow - firstRow);
    }

    /**
     * Adds a row behind the others.
     *
     * @param head the cells from time to destination with a comma behind each, which need no quotes
     * @param length of the frame in octets
     */
    void add(long frame, String head, String protocol, int length, String info, @Nullable String comment) {
        if (endRow - firstRow == rows.length) {
            Row[] more = newRows(2 * rows.length);
            for (long number = firstRow; number < endRow; number++) {
                more[(int) (number & (more.length - 1))] = row(number);
            }
            rows = more;
        }
        byte[] headOctets = head.getBytes(StandardCharsets.US_ASCII);
        long at = put(headOctets);
        Row row = row(endRow);
        row.frame = frame;
        row.head = at;
        row.headLength = headOctets.length;
        row.protocol = protocol;
        row.length = length;
        row.info = at;
        row.infoLength = 0;
        row.comment = comment;
        // Held before its info is, so that both move where the ring grows.
        endRow++;
        setInfo(row, info.getBytes(StandardCharsets.UTF_8));
    }

    private void setInfo(Row row, byte[] info) {
        row.info = put(info);
        row.infoLength = info.length;
    }

    /** A piece stays whole: what is left of the ring's end is not used this time. */
    private long put(byte[] piece) {
        int mask = octets.length - 1;
        long at = (end & mask) + piece.length > octets.length ? (end | mask) + 1 : end;
        long inUse = firstRow == endRow ? at : row(firstRow).head;
        if (at + piece.length - inUse > octets.length) {
            grow(piece.length);
            return put(piece);
        }
        System.arraycopy(piece, 0, octets, (int) (at & mask), piece.length);
        end = at + piece.length;
        return at;
    }

    private void grow(int octetsMore) {
        byte[] smaller = octets;
        octets = new byte[Math.max(2 * smaller.length, 2 * Integer.highestOneBit(Math.max(1, octetsMore)))];
        end = 0;
        for (long number = firstRow; number < endRow; number++) {
            Row row = row(number);
            row.head = move(smaller, row.head, row.headLength);
            row.info = move(smaller, row.info, row.infoLength);
        }
    }

    private long move(byte[] from, long at, int length) {
        int start = (int) (at & (from.length - 1));
        return put(Arrays.copyOfRange(from, start, start + length));
    }

    /** The protocol that a frame's row names; null where the row is not held. */
    @Nullable
    String protocol(long frame) {
        Row row = find(frame);
        return row == null ? null : row.protocol;
    }

    /** Has a row that is held say something else. */
    void change(long frame, String protocol, String info) {
        Row row = find(frame);
        if (row != null) {
            row.protocol = protocol;
            setInfo(row, info.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Has a row that is held say more. */
    void append(long frame, String more) {
        Row row = find(frame);
        if (row != null) {
            byte[] added = more.getBytes(StandardCharsets.UTF_8);
            byte[] info = new byte[row.infoLength + added.length];
            System.arraycopy(octets, (int) (row.info & (octets.length - 1)), info, 0, row.infoLength);
            System.arraycopy(added, 0, info, row.infoLength, added.length);
            setInfo(row, info);
        }
    }

    private @Nullable Row find(long frame) {
        long low = firstRow;
        long high = endRow - 1;
        while (low <= high) {
            long middle = low + high >>> 1;
            Row row = row(middle);
            if (row.frame == frame) {
                return row;
            }
            if (row.frame < frame) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** Writes the oldest rows, which are held no longer. */
    void write(int count, OctetCsv csv) {
        for (int i = 0; i < count; i++) {
            Row row = row(firstRow);
            csv.cell(row.frame);
            csv.raw(octets, (int) (row.head & (octets.length - 1)), row.headLength);
            csv.text(row.protocol);
            csv.cell(row.length);
            csv.text(octets, (int) (row.info & (octets.length - 1)), row.infoLength);
            csv.text(row.comment);
            csv.endRow();
            row.comment = null;
            firstRow++;
        }
    }
}
