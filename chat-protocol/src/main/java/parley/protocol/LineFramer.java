package parley.protocol;

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

        /** A line longer than the limit, whose bytes were dropped; offsets as in {@link #line}. */
        void tooLong(long start, long end);
    }

    private final int limit;
    private byte[] open = new byte[128];
    private int length;
    private long start;
    private long offset;
    private boolean overflowed;
    private boolean terminates;

    /** @param limit longest line in bytes, its LF included */
    public LineFramer(int limit) {
        this.limit = limit;
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
        for (int i = from; i < from + count; i++) {
            byte b = bytes[i];
            offset++;
            if (b == '\n') {
                terminates = true;
                end(End.LF, sink);
            } else if (length + 1 < limit) {
                if (length == open.length) {
                    open = Arrays.copyOf(open, Math.min(limit, 2 * length));
                }
                open[length++] = b;
            } else {
                overflowed = true;
            }
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
        int kept = length;
        boolean dropped = overflowed;
        start = offset;
        length = 0;
        overflowed = false;
        if (dropped) {
            sink.tooLong(from, offset);
            return;
        }
        if (ended == End.LF && kept > 0 && open[kept - 1] == '\r') {
            kept--;
        }
        sink.line(Arrays.copyOf(open, kept), from, offset, ended);
    }
}
