package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Puts the octets of one direction in order. Positions count from the first octet of data; {@code next} is the one that
 * is due, {@code sent} is after all data seen to be sent, captured whole or not: a FIN tells where data end, and shows
 * none. A segment lies before {@code next} (seen already), across it, at it, or beyond it:
 *
 * <pre>
 *   position + length &lt;= next   nothing new
 *   position          &lt;  next   the part from next on is new
 *   position          == next   given out, with what was held behind it
 *   position          &gt;  next   held; next .. position is a hole
 * </pre>
 *
 * <p>Of octets that come twice those given out count; of those held the first or the last, by the {@link Overlap}. Where
 * the two differ, that is told ({@link OverlapComparison}). A hole is a gap once the other side has
 * acknowledged data after it (it received what the capture did not), or a limit is reached, or the connection leaves the
 * table; a hole with nothing but a FIN after it only then, for what fills it may have been captured late. Octets that a
 * snapped packet lacks are a gap when they are due.
 */
final class StreamReassembler {
    private final Connection connection;
    private final Flow flow;
    private final Reassembly reassembly;
    private @Nullable HeldOctets held;
    private long latestGiven = RecentOctets.NONE;
    private boolean started;
    private boolean synSeen;
    private int nextSequence;
    private long next;
    private long sent;
    private boolean lossPassed;
    private boolean wasReset;
    private boolean finSeen;
    private long finPosition;
    private boolean ended;

    StreamReassembler(Connection connection, Flow flow, Reassembly reassembly) {
        this.connection = connection;
        this.flow = flow;
        this.reassembly = reassembly;
    }

    /** Octets given out or known to be missing. */
    long position() {
        return next;
    }

    /** Whether all up to a FIN has come. */
    boolean isWhole() {
        return finSeen && next >= finPosition;
    }

    /** Takes a segment of this direction. */
    void segment(Segment segment) {
        int sequence = segment.header().sequenceNumber();
        int first = segment.isSyn() ? sequence + 1 : sequence;
        if (!started && segment.isRst()) {
            // A refusal may be numbered 0 (RFC 9293 section 3.5.2): it says nothing about what will be sent.
            return;
        }
        if (!started || (sent == 0 && !segment.isRst() && (segment.isSyn() || nextSequence == flow.base()))) {
            // Before any data, a keep-alive has the number of the SYN (RFC 9293 section 3.8.4).
            started = true;
            nextSequence = first;
            finSeen = false;
            synSeen = segment.isSyn();
        } else if (isBeforeTheStart(segment, first)) {
            finPosition += SequenceNumber.difference(nextSequence, first);
            nextSequence = first;
        }
        long position = next + SequenceNumber.difference(first, nextSequence);
        // What a reset carries explains it (RFC 9293 section 3.5.3) and is no part of the stream.
        int length = segment.isRst() ? 0 : segment.length();
        if (length > 0 && !isKeepAlive(segment, position, length)) {
            accept(segment, position, length);
        }
        if (segment.isFin() && !finSeen) {
            finSeen = true;
            finPosition = position + length;
        }
        endIfComplete();
    }

    /** Whether it brings data from before the FIN with which a capture begins amid the connection: the FIN overtook them. */
    private boolean isBeforeTheStart(Segment segment, int first) {
        return finSeen
                && sent == 0
                && !synSeen
                && segment.length() > 0
                && !segment.isRst()
                && SequenceNumber.difference(first, nextSequence) < 0;
    }

    /**
     * Whether it is a keep-alive, whose one octet may be garbage: it has the number before the next one (RFC 9293 section
     * 3.8.4). After a FIN, which takes a number too, that is the FIN's, and an octet before it is data.
     */
    private boolean isKeepAlive(Segment segment, long position, int length) {
        return length == 1 && position == sent - 1 && !segment.isFin() && !segment.isSyn();
    }

    private void accept(Segment segment, long position, int length) {
        int captured = segment.header().capturedPayloadLength();
        sent = Math.max(sent, position + length);
        if (captured > 0 && (position < next || holds())) {
            compare(segment, position, captured);
        }
        if (position <= next) {
            deliverDue(segment, position, captured);
            passTo(position + length);
        } else if (captured > 0) {
            hold(segment, position, captured);
        }
    }

    private void compare(Segment segment, long position, int length) {
        OverlapComparison comparison = new OverlapComparison(
                segment, position, length, SequenceNumber.relative(nextSequence, flow.base()) - next);
        if (position < next) {
            comparison.withGiven(reassembly.recent(), latestGiven);
        }
        if (held != null) {
            comparison.withHeld(held, reassembly.overlap());
        }
        for (OverlapConflict conflict : comparison.conflicts()) {
            reassembly.listener().conflict(connection, flow, conflict);
        }
    }

    /** Gives out what is due of a segment, and what is held where that counts. */
    private void deliverDue(Segment segment, long position, int length) {
        long end = position + length;
        if (end <= next) {
            return;
        }
        if (held != null && reassembly.overlap() == Overlap.LAST) {
            held.drop(next, end);
        }
        while (next < end) {
            long at = segment.header().payloadOffset() + (next - position);
            int count = (int) (Math.min(end, firstHeld()) - next);
            StreamData view = due(segment.data(), at, count, segment.frame());
            view.carriedBy(segment);
            deliver(view);
            deliverHeld();
        }
    }

    private boolean holds() {
        return held != null && !held.isEmpty();
    }

    private long firstHeld() {
        return held == null ? Long.MAX_VALUE : held.first();
    }

    private StreamData due(MemorySegment data, long at, int length, long frame) {
        latestGiven = reassembly.recent().add(latestGiven, next, frame, data, at, length);
        StreamData view = reassembly.data();
        view.set(data, at, length, next, SequenceNumber.relative(nextSequence, flow.base()), lossPassed);
        return view;
    }

    private void deliver(StreamData view) {
        advance(view.length());
        reassembly.listener().data(connection, flow, view);
    }

    private void advance(long length) {
        next += length;
        nextSequence += (int) length;
    }

    private void hold(Segment segment, long position, int length) {
        if (held == null) {
            held = new HeldOctets(reassembly);
        }
        byte[] bytes = new byte[length];
        MemorySegment.copy(
                segment.data(), ValueLayout.JAVA_BYTE, segment.header().payloadOffset(), bytes, 0, length);
        if (reassembly.overlap() == Overlap.LAST) {
            held.drop(position, position + length);
        }
        held.add(position, bytes, Carrier.of(segment));
        if (reassembly.isFull(held.cost())) {
            reassembly.limitReached();
        }
        while (reassembly.isFull(held.cost()) && !held.isEmpty()) {
            passTo(held.first());
        }
    }

    private void deliverHeld() {
        while (held != null && held.first() == next) {
            HeldOctets.Piece piece = held.poll();
            byte[] bytes = piece.bytes();
            StreamData view = due(
                    MemorySegment.ofArray(bytes),
                    0,
                    bytes.length,
                    piece.carrier().frame());
            view.carriedBy(piece.carrier());
            deliver(view);
        }
    }

    /** Goes on to a position: what is held is given out, the rest is missing. */
    private void passTo(long position) {
        while (next < position) {
            long offset = next;
            long missing = Math.min(position, firstHeld()) - next;
            advance(missing);
            connection.state().sawGap(flow.node());
            reassembly.listener().gap(connection, flow, offset, missing);
            deliverHeld();
        }
    }

    /**
     * The other side acknowledges: a hole is not filled any more once it has received what is after it (packet-tcp.c,
     * check_follow_fragments). What was never seen to be sent is no hole yet: it may come later, and the last octet may
     * be a FIN.
     */
    void acknowledged(int acknowledgment) {
        if (!started || next == sent) {
            return;
        }
        long received = next + SequenceNumber.difference(acknowledgment, nextSequence);
        while (firstHeld() < received) {
            passTo(firstHeld());
        }
        if (!holds()) {
            passTo(Math.min(sent, received));
        }
        endIfComplete();
    }

    private void endIfComplete() {
        if (wasReset && !holds()) {
            end(StreamListener.End.RST);
        } else if (isWhole()) {
            end(StreamListener.End.FIN);
        }
    }

    /** The connection was reset. What is missing before the octets held may still come: captures reorder, too. */
    void reset() {
        wasReset = true;
        endIfComplete();
    }

    /** No further segment will come. */
    void finish() {
        flush();
        passTo(finSeen ? Math.max(sent, finPosition) : sent);
        if (started) {
            endIfComplete();
            end(StreamListener.End.UNFINISHED);
        }
    }

    private void flush() {
        while (holds()) {
            lossPassed = true;
            passTo(firstHeld());
        }
        held = null;
    }

    private void end(StreamListener.End how) {
        if (!ended) {
            ended = true;
            reassembly.listener().end(connection, flow, how);
        }
    }
}
