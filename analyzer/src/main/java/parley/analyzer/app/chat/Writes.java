package parley.analyzer.app.chat;

import java.time.Duration;
import java.util.Arrays;
import parley.analyzer.app.Conversation;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.wire.TcpHeader;
import parley.protocol.ChatLimits;
import parley.protocol.Quota;

/**
 * What a client that ends no line has written at once, which is a line. A sender sets PSH in the last segment of a write
 * (RFC 9293 section 3.9.1): what a segment without it brings goes on in the next one. Where that does not settle it the
 * end is guessed: a full segment with PSH may have been sent before the rest of its write was there, and a sender may
 * never set PSH.
 */
final class Writes {
    /** Octets that a sender may always send at once (RFC 9293 section 3.7.1): no shorter segment was cut for its length. */
    private static final int LEAST_FULL = 536;

    private static final long PAUSE_NANOS = ChatLimits.UNTERMINATED_PAUSE.toNanos();

    /** Within that what was lost is sent again, as a rule (RFC 6298 section 2.4). */
    private static final long TIMEOUT_NANOS = Duration.ofSeconds(1).toNanos();

    /** Receives the lines in order. */
    interface Sink {
        /**
         * A write.
         *
         * @param start offset of its first octet
         * @param end offset behind its last octet
         * @param guessed whether where it ends is
         * @param whole whether nothing is missing before its end
         */
        void written(byte[] octets, long start, long end, boolean guessed, boolean whole);

        /** A write that is longer than any line, whose octets were dropped; else as in {@link #written}. */
        void tooLong(long start, long end, boolean guessed);

        /** Whether these octets read as the beginning of a line, not as the rest of one. */
        boolean beginsLine(byte[] octets);
    }

    private enum State {
        OVER,
        /** A segment without PSH has come. */
        GOES_ON,
        /** So has one that is too short to have been cut: the rest comes soon, or this was all. */
        MAY_GO_ON,
        /** A full segment has come, with PSH. */
        MAY_BE_OVER
    }

    private static final byte[] NOTHING = {};

    private final Conversation conversation;
    private final Sink sink;
    private final int limit;
    private final Quota quota;
    private byte[] open = NOTHING;
    private int length;
    private boolean overflowed;
    private State state = State.OVER;
    private boolean guessed;
    private long start;
    private long end;
    private long lastNanos;
    /** The longest segment that its write went on behind; 0 before the first. */
    private int full;

    /**
     * @param limit octets of the longest write that is kept
     * @param quota of octets that are kept of all connections
     */
    Writes(Conversation conversation, Sink sink, int limit, Quota quota) {
        this.conversation = conversation;
        this.sink = sink;
        this.limit = limit;
        this.quota = quota;
    }

    void data(StreamData data) {
        Carrier carrier = data.carrier();
        wake(carrier.timestampNanos());
        if (state == State.MAY_BE_OVER) {
            guessed = true;
            if (sink.beginsLine(data.copy().bytes())) {
                end(true);
            }
        }
        if (state == State.OVER) {
            start = data.offset();
        }
        keep(data);
        end = data.offset() + data.length();
        lastNanos = carrier.timestampNanos();
        state = after(data, carrier);
        if (state == State.OVER) {
            end(true);
        } else if (state != State.GOES_ON) {
            conversation.wakeAt(lastNanos + patience());
        }
    }

    private State after(StreamData data, Carrier carrier) {
        int lacking = (int) (carrier.sequence() + carrier.length() - data.sequence() - data.length());
        if (lacking != 0) {
            // What the rest of the segment has was captured before, as a segment of its own.
            return State.OVER;
        }
        if ((carrier.flags() & TcpHeader.PSH) == 0) {
            if (carrier.length() < LEAST_FULL) {
                return State.MAY_GO_ON;
            }
            full = Math.max(full, carrier.length());
            return State.GOES_ON;
        }
        return full > 0 && carrier.length() >= full ? State.MAY_BE_OVER : State.OVER;
    }

    private long patience() {
        return state == State.MAY_GO_ON ? PAUSE_NANOS : TIMEOUT_NANOS;
    }

    /** The capture's time has come this far. */
    void wake(long nanos) {
        boolean waits = state == State.MAY_GO_ON || state == State.MAY_BE_OVER;
        if (waits && nanos - lastNanos >= patience()) {
            guessed = true;
            end(true);
        }
    }

    /** Octets are missing from here on. */
    void gap() {
        end(state != State.GOES_ON);
    }

    /** The client has closed its direction. */
    void close() {
        end(true);
    }

    private void keep(StreamData data) {
        int needed = length + data.length();
        overflowed = overflowed || needed > limit || !makeRoom(needed);
        if (overflowed) {
            forget();
        } else {
            System.arraycopy(data.bytes(), 0, open, length, data.length());
            length = needed;
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
        quota.give(open.length);
        open = NOTHING;
        length = 0;
    }

    private void end(boolean whole) {
        if (length == 0 && !overflowed) {
            return;
        }
        byte[] octets = Arrays.copyOf(open, length);
        boolean doubtful = guessed;
        boolean tooLong = overflowed;
        forget();
        guessed = false;
        overflowed = false;
        state = State.OVER;
        if (tooLong) {
            sink.tooLong(start, end, doubtful);
        } else {
            sink.written(octets, start, end, doubtful, whole);
        }
    }
}
