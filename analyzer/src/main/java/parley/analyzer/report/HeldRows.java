package parley.analyzer.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Words;

/**
 * Rows of packets.csv that a message may still change, in the order of their frames. Their text lies in one ring of
 * octets and the rows are used again: as strings they would live just long enough to be moved to where the collector
 * seldom looks, and a large capture would fill the memory with them. Used by one thread.
 *
 * <pre>
 *   ... | source, destination | info | source, destination | info | info of the first row, changed | ...
 * </pre>
 */
final class HeldRows {
    /** Rows that are held; {@link #isFull} from there on. */
    private static final int MOST_ROWS = 1 << 16;

    /** Octets beyond which rows are not held any longer, however few they are. */
    private static final long MOST_OCTETS = 1 << 23;

    /** Octets of the info cell of a row: half of what a spreadsheet takes in a cell, and more than any line of the chat has. */
    static final int LONGEST_INFO = 1 << 14;

    /** Digits of a packet without a time. */
    static final int NO_TIME = -1;

    private static final byte[] NOTHING = {};
    private static final byte[] CUT = "…".getBytes(StandardCharsets.UTF_8);

    private static final int FIRST_ROWS = 1 << 8;
    private static final int FIRST_OCTETS = 1 << 14;

    /** A row, as long as it is held. */
    final class Row {
        private long frame;
        private long sinceFirst;
        private int digits;
        private long head;
        private int sourceLength;
        private int headLength;
        private String protocol = "";
        private int length;
        private long info;
        private int infoLength;

        /** What it was to say besides, and has no room for. */
        private long leftOut;

        private @Nullable String comment;

        long frame() {
            return frame;
        }

        void writeTime(TableWriter out) {
            if (digits == NO_TIME) {
                out.absent();
            } else {
                out.seconds(sinceFirst, digits);
            }
        }

        void writeSource(TableWriter out) {
            out.word(octets, at(head), sourceLength);
        }

        void writeDestination(TableWriter out) {
            out.word(octets, at(head) + sourceLength, headLength - sourceLength);
        }

        String protocol() {
            return protocol;
        }

        int length() {
            return length;
        }

        void writeInfo(TableWriter out) {
            if (leftOut == 0) {
                out.text(octets, at(info), infoLength);
            } else {
                String said = new String(octets, at(info), infoLength, StandardCharsets.UTF_8);
                out.text(said + " | … and " + Words.count(leftOut, "more message"));
            }
        }

        @Nullable
        String comment() {
            return comment;
        }
    }

    private Row[] rows = newRows(FIRST_ROWS);
    private long firstRow;
    private long endRow;
    private byte[] octets = new byte[FIRST_OCTETS];
    private long end;
    private long commentOctets;

    private Row[] newRows(int count) {
        Row[] rows = new Row[count];
        Arrays.setAll(rows, i -> new Row());
        return rows;
    }

    private Row row(long number) {
        return rows[(int) (number & (rows.length - 1))];
    }

    /** Whether the oldest rows are to be written before another one is added or changed. */
    boolean isFull() {
        return endRow - firstRow == MOST_ROWS || used() + commentOctets > MOST_OCTETS;
    }

    private long used() {
        return firstRow == endRow ? 0 : end - row(firstRow).head;
    }

    int count() {
        return (int) (endRow - firstRow);
    }

    /**
     * Adds a row after the others.
     *
     * @param sinceFirst nanoseconds since the first packet
     * @param digits of that after the point, or {@link #NO_TIME}
     * @param length of the frame in octets
     */
    void add(
            long frame,
            long sinceFirst,
            int digits,
            String source,
            String destination,
            String protocol,
            int length,
            String info,
            @Nullable String comment) {
        if (endRow - firstRow == rows.length) {
            Row[] more = newRows(2 * rows.length);
            for (long number = firstRow; number < endRow; number++) {
                more[(int) (number & (more.length - 1))] = row(number);
            }
            rows = more;
        }
        byte[] headOctets = (source + destination).getBytes(StandardCharsets.US_ASCII);
        long at = put(headOctets);
        Row row = row(endRow);
        row.frame = frame;
        row.sinceFirst = sinceFirst;
        row.digits = digits;
        row.sourceLength = source.length();
        row.head = at;
        row.headLength = headOctets.length;
        row.protocol = protocol;
        row.length = length;
        row.info = at;
        row.infoLength = 0;
        row.comment = comment;
        commentOctets += octetsOf(comment);
        // Held before its info is, so that both move where the ring grows.
        endRow++;
        setInfo(row, info.getBytes(StandardCharsets.UTF_8));
    }

    private static long octetsOf(@Nullable String comment) {
        return comment == null ? 0 : (long) comment.length() * Character.BYTES;
    }

    private void setInfo(Row row, byte[] info) {
        byte[] fitting = info.length <= LONGEST_INFO ? info : cut(info);
        row.info = put(fitting);
        row.infoLength = fitting.length;
        row.leftOut = 0;
    }

    /** The beginning of a text that is too long, with a sign that there was more. */
    private static byte[] cut(byte[] text) {
        int length = LONGEST_INFO - CUT.length;
        while ((text[length] & 0xc0) == 0x80) {
            length--;
        }
        byte[] cut = Arrays.copyOf(text, length + CUT.length);
        System.arraycopy(CUT, 0, cut, length, CUT.length);
        return cut;
    }

    /** A piece stays whole: what is left of the ring's end is not used this time. */
    private long put(byte[] piece) {
        long place = at(end) + piece.length > octets.length ? (end | (octets.length - 1)) + 1 : end;
        long inUse = firstRow == endRow ? place : row(firstRow).head;
        if (place + piece.length - inUse > octets.length) {
            grow(piece.length);
            return put(piece);
        }
        System.arraycopy(piece, 0, octets, at(place), piece.length);
        end = place + piece.length;
        return place;
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

    /** Has a row that is held say more, or how much more there was when it has no room for that. */
    void append(long frame, String more) {
        Row row = find(frame);
        if (row == null) {
            return;
        }
        byte[] added = row.leftOut > 0 ? NOTHING : more.getBytes(StandardCharsets.UTF_8);
        if (row.leftOut > 0 || row.infoLength + added.length > LONGEST_INFO) {
            row.leftOut++;
        } else if (!extend(row, added)) {
            byte[] info = Arrays.copyOfRange(octets, at(row.info), at(row.info) + row.infoLength + added.length);
            System.arraycopy(added, 0, info, row.infoLength, added.length);
            setInfo(row, info);
        }
    }

    /** Puts more right after the info, if that is the last piece and the ring has room after it. */
    private boolean extend(Row row, byte[] added) {
        long grown = row.info + row.infoLength + added.length;
        boolean fits = row.info + row.infoLength == end
                && at(row.info) + row.infoLength + added.length <= octets.length
                && grown - row(firstRow).head <= octets.length;
        if (fits) {
            System.arraycopy(added, 0, octets, at(row.info) + row.infoLength, added.length);
            row.infoLength += added.length;
            end = grown;
        }
        return fits;
    }

    private int at(long position) {
        return (int) (position & (octets.length - 1));
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

    /** Gives out the oldest rows, which are held no longer. */
    void release(int count, Consumer<Row> writer) {
        for (int i = 0; i < count; i++) {
            Row row = row(firstRow);
            writer.accept(row);
            commentOctets -= octetsOf(row.comment);
            row.comment = null;
            firstRow++;
        }
    }
}
