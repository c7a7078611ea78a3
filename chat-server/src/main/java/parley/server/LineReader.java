package parley.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import parley.protocol.ChatLimits;
import parley.protocol.LineFramer;

/**
 * Finds the lines in what a client sends and hands them on no faster than its rate.
 *
 * <p>If the client ends its lines, the reading thread waits for the rate, and TCP has the client wait. If it does not, only
 * the time at which bytes arrive tells where a line ends: reading goes on, and lines wait here. A line that finds too many
 * waiting is refused. So is what arrived while the thread could not read for as long as a pause takes: nobody knows
 * whether that is one line or several.
 *
 * <p>Used by one thread. Times are {@link System#nanoTime}s.
 */
final class LineReader implements LineFramer.Sink {
    /** Takes the lines. */
    interface Sink {
        /** @param terminated whether a line end has ended it */
        void line(byte[] bytes, boolean terminated);

        void tooLong();

        /** Something was not read as lines: without line ends it came too fast. */
        void tooFast();

        /** Waits so long; false if no more lines are wanted by then. */
        boolean await(long nanos);
    }

    /** @param bytes null for a line that was too long */
    private record WaitingLine(byte @Nullable [] bytes, long due) {
        int cost() {
            return Encoded.OVERHEAD + (bytes == null ? 0 : bytes.length);
        }
    }

    private static final long PAUSE_NANOS = ChatLimits.UNTERMINATED_PAUSE.toNanos();
    private static final int WAITING_BYTES = 16 * 1024;

    private static final LineFramer.Sink NOWHERE = new LineFramer.Sink() {
        @Override
        public void line(byte[] bytes, long start, long end, LineFramer.End ended) {}

        @Override
        public void tooLong(long start, long end) {}
    };

    private final LineFramer framer = new LineFramer(ChatLimits.LINE_BYTES);
    private final RateLimit rate;
    private final Sink sink;
    private final Deque<WaitingLine> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long lastRead;

    /** When what is being taken was read. */
    private long reading;

    /** When a read returned last; 0 before the first. */
    private long lastLook;

    /** Whether what comes until the next pause is not read as lines. */
    private boolean isBlurred;

    LineReader(RateLimit rate, Sink sink) {
        this.rate = rate;
        this.sink = sink;
    }

    /** Whether it has been so long since the last read that nobody can tell when what is there by now arrived. */
    boolean hasBeenAway(long now) {
        return lastLook != 0 && !framer.terminates() && now - lastLook >= PAUSE_NANOS;
    }

    /** What is read next had arrived while the thread was away: so nobody knows where the open line ended, either. */
    void blur(long now) {
        isBlurred = true;
        lastRead = now;
    }

    /** Takes what a read has brought, which may be nothing. */
    void accept(byte[] buffer, int count, long now) {
        reading = now;
        if (now - lastRead >= PAUSE_NANOS) {
            framer.pause(this);
        }
        if (count > 0) {
            lastRead = now;
            read(buffer, count);
        }
        lastLook = now;
        while (!waiting.isEmpty() && waiting.getFirst().due() - now <= 0) {
            handOnFirst();
        }
    }

    private void read(byte[] buffer, int count) {
        if (isBlurred && !hasLineFeed(buffer, count)) {
            framer.accept(buffer, 0, count, NOWHERE);
            return;
        }
        isBlurred = false;
        framer.accept(buffer, 0, count, this);
    }

    /** The client sends no more. */
    void close() {
        framer.close(this);
        handOnWaiting();
    }

    /** Nanoseconds until something is due although nothing comes; {@link Long#MAX_VALUE} if nothing is. */
    long untilDue(long now) {
        long pause = framer.hasOpenLine() && !framer.terminates() ? lastRead + PAUSE_NANOS - now : Long.MAX_VALUE;
        return waiting.isEmpty() ? pause : Math.min(pause, waiting.getFirst().due() - now);
    }

    @Override
    public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
        take(bytes);
    }

    @Override
    public void tooLong(long start, long end) {
        take(null);
    }

    private void take(byte @Nullable [] bytes) {
        if (isBlurred) {
            isBlurred = false;
            sink.tooFast();
            return;
        }
        if (framer.terminates()) {
            handOnWaiting();
            handOn(bytes, rate.reserve(System.nanoTime()), true);
            return;
        }
        int cost = new WaitingLine(bytes, reading).cost();
        if (!waiting.isEmpty() && waitingBytes + cost > WAITING_BYTES) {
            sink.tooFast();
            return;
        }
        waitingBytes += cost;
        waiting.add(new WaitingLine(bytes, reading + rate.reserve(reading)));
    }

    private void handOnWaiting() {
        while (!waiting.isEmpty()) {
            handOnFirst();
        }
    }

    private void handOnFirst() {
        WaitingLine line = waiting.removeFirst();
        waitingBytes -= line.cost();
        handOn(line.bytes(), line.due() - System.nanoTime(), false);
    }

    private void handOn(byte @Nullable [] bytes, long wait, boolean terminated) {
        if (!sink.await(Math.max(0, wait))) {
            return;
        }
        if (bytes == null) {
            sink.tooLong();
        } else {
            sink.line(bytes, terminated);
        }
    }

    private static boolean hasLineFeed(byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}
