package parley.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the lines in one direction of a chat connection. LF ends a line, a CR before it is dropped. A sender that has
 * never sent an LF ends its line by pausing ({@link #pause}); with its first LF it has line framing for good. The end of
 * the stream ends a line.
 *
 * <p>Offsets count the bytes of the direction from 0. Used by one thread.
 */
public final class LineFramer {
    /** What ended a line. */
    public enum End {
        LF,
        PAUSE,
        CLOSE,
        /** Bytes are missing from here on: the line is what was there before. */
        GAP
    }

    /** Receives the lines in order. */
    public interface Sink {
        /**
         * A line.
         *
         * @param bytes without terminator
         * @param start offset of its first byte
         * @param end offset behind its last byte, the terminator included
         */
        void line(byte[] bytes, long start, long end, End ended);

        /** A line longer than the limit or the quota, whose bytes were dropped; offsets as in {@link #line}. */
        void tooLong(long start, long end);
    }

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EIGHT_ONES = 0x0101_0101_0101_0101L;
    private static final long EIGHT_HIGH_BITS = EIGHT_ONES << 7;
    private static final long EIGHT_LINE_FEEDS = EIGHT_ONES * '\n';

    private static final int USUAL_LINE = 128;

    private final int limit;
    private final Quota quota;
    private byte[] open = new byte[USUAL_LINE];
    private int length;
    private long start;
    private long offset;
    private boolean overflowed;
    private boolean terminates;

    /** @param limit longest line in bytes, its LF included */
    public LineFramer(int limit) {
        this(limit, new Quota(limit));
    }

    /**
     * @param limit longest line in bytes, its LF included
     * @param quota of bytes that lines of several framers may have while they are open: one for which there is none
     *     counts as too long
     */
    public LineFramer(int limit, Quota quota) {
        this.limit = limit;
        this.quota = quota;
    }

    /** Whether bytes have come that no end has followed yet. */
    public boolean hasOpenLine() {
        return offset > start;
    }

    /** Whether an LF has been seen: from then on a pause ends nothing. */
    public boolean terminates() {
        return terminates;
    }

    /** Takes the next bytes of the direction. */
    public void accept(byte[] bytes, int from, int count, Sink sink) {
        int to = from + count;
        int next = from;
        for (int lf = lineFeed(bytes, next, to); lf < to; lf = lineFeed(bytes, next, to)) {
            terminates = true;
            if (length == 0 && !overflowed && start == offset && lf - next < limit) {
                whole(bytes, next, lf, sink);
            } else {
                keep(bytes, next, lf - next);
                offset++;
                end(End.LF, sink);
            }
            next = lf + 1;
        }
        keep(bytes, next, to - next);
    }

    /** The line lies in these bytes from its first one on, and need not be kept. */
    private void whole(byte[] bytes, int from, int lf, Sink sink) {
        long first = start;
        offset += lf + 1 - from;
        start = offset;
        int end = lf > from && bytes[lf - 1] == '\r' ? lf - 1 : lf;
        sink.line(Arrays.copyOfRange(bytes, from, end), first, offset, End.LF);
    }

    /** Where the next LF is, eight bytes at a time; {@code to} where there is none. */
    private static int lineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long zeroWhereLf = (long) EIGHT_BYTES.get(bytes, i) ^ EIGHT_LINE_FEEDS;
            long found = (zeroWhereLf - EIGHT_ONES) & ~zeroWhereLf & EIGHT_HIGH_BITS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < to && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Adds to the open line what fits: its LF counts, too. */
    private void keep(byte[] bytes, int from, int count) {
        offset += count;
        overflowed = overflowed || count > limit - 1 - length || !makeRoom(length + count);
        if (overflowed) {
            forget();
        } else {
            System.arraycopy(bytes, from, open, length, count);
            length += count;
        }
    }

    private boolean makeRoom(int needed) {
        if (needed <= open.length) {
            return true;
        }
        int larger = Math.min(limit, Math.max(needed, 2 * open.length));
        if (!quota.take(larger - open.length)) {
            return false;
        }
        open = Arrays.copyOf(open, larger);
        return true;
    }

    private void forget() {
        length = 0;
        if (open.length > USUAL_LINE) {
            quota.give(open.length - USUAL_LINE);
            open = new byte[USUAL_LINE];
        }
    }

    /** The sender has paused for {@link ChatLimits#UNTERMINATED_PAUSE}. */
    public void pause(Sink sink) {
        if (!terminates && hasOpenLine()) {
            end(End.PAUSE, sink);
        }
    }

    /** The direction has ended. */
    public void close(Sink sink) {
        if (hasOpenLine()) {
            end(End.CLOSE, sink);
        }
    }

    /** That many bytes are missing; what was open is given out as it stands. */
    public void gap(long missing, Sink sink) {
        if (hasOpenLine()) {
            end(End.GAP, sink);
        }
        offset += missing;
        start = offset;
    }

    private void end(End ended, Sink sink) {
        long from = start;
        start = offset;
        if (overflowed) {
            overflowed = false;
            sink.tooLong(from, offset);
            return;
        }
        int kept = ended == End.LF && length > 0 && open[length - 1] == '\r' ? length - 1 : length;
        byte[] line = Arrays.copyOf(open, kept);
        forget();
        sink.line(line, from, offset, ended);
    }
}
