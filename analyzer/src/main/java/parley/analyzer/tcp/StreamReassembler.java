package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the octets of one direction in order. Positions count from the first octet of data; {@code next} is the one that
 * is due. A segment lies before it (seen already), across it, at it, or beyond it:
 *
 * <pre>
 *   position + length &lt;= next   nothing new
 *   position          &lt;  next   the part from next on is new
 *   position          == next   given out, with what was held behind it
 *   position          &gt;  next   held; next .. position is a hole
 * </pre>
 *
 * <p>Of octets that come twice the first ones count. A hole is a gap once the other side has acknowledged past it (it
 * received what the capture did not), or a limit is reached, or the connection ends.
 */
final class StreamReassembler {
    /** Octets held, with the segment that brought them. */
    private record Pending(byte[] bytes, Carrier carrier) {}

    private final Connection connection;
    private final Flow flow;
    private final Reassembly reassembly;
    private @Nullable TreeMap<Long, Pending> pending;
    private int pendingBytes;
    private boolean started;
    private int nextSequence;
    private long next;
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

    /** Takes a segment of this direction. */
    void segment(Segment segment) {
        int sequence = segment.header().sequenceNumber();
        if (!started) {
            started = true;
            nextSequence = segment.isSyn() ? sequence + 1 : sequence;
        }
        int first = segment.isSyn() ? sequence + 1 : sequence;
        long position = next + SequenceNumber.difference(first, nextSequence);
        int length = segment.length();
        if (length > 0 && !segment.isRst()) {
            accept(segment, position, length);
        }
        if (segment.isFin() && !finSeen) {
            finSeen = true;
            finPosition = position + length;
        }
        endIfComplete();
    }

    private void accept(Segment segment, long position, int length) {
        int captured = segment.header().capturedPayloadLength();
        if (position <= next && position + captured > next) {
            int known = (int) (next - position);
            deliver(segment.data(), segment.header().payloadOffset() + known, captured - known, Carrier.of(segment));
        } else if (position > next && captured > 0) {
            hold(segment, position, captured);
        }
        if (captured < length && position + length > next && position <= next) {
            gapTo(position + length);
        }
        deliverHeld();
    }

    private void deliver(MemorySegment data, long at, int length, Carrier carrier) {
        StreamData view = reassembly.data();
        view.set(data, at, length, next, carrier);
        advance(length);
        reassembly.listener().data(connection, flow, view);
    }

    private void advance(long length) {
        next += length;
        nextSequence += (int) length;
    }

    private void hold(Segment segment, long position, int length) {
        if (pending == null) {
            pending = new TreeMap<>();
        }
        byte[] bytes = new byte[length];
        MemorySegment.copy(
                segment.data(), ValueLayout.JAVA_BYTE, segment.header().payloadOffset(), bytes, 0, length);
        holdNew(pending, position, bytes, Carrier.of(segment));
        if (reassembly.isFull(pendingBytes)) {
            reassembly.limitReached();
            gapTo(pending.firstKey());
        }
    }

    /** Holds the parts that nothing held covers: of octets that come twice the first ones count. */
    private void holdNew(TreeMap<Long, Pending> held, long position, byte[] bytes, Carrier carrier) {
        long at = position;
        long end = position + bytes.length;
        while (at < end) {
            Map.Entry<Long, Pending> before = held.floorEntry(at);
            if (before != null && before.getKey() + before.getValue().bytes().length > at) {
                at = before.getKey() + before.getValue().bytes().length;
                continue;
            }
            Long after = held.higherKey(at);
            long until = after == null ? end : Math.min(end, after);
            byte[] part = Arrays.copyOfRange(bytes, (int) (at - position), (int) (until - position));
            held.put(at, new Pending(part, carrier));
            pendingBytes += part.length;
            reassembly.hold(part.length);
            at = until;
        }
    }

    private void deliverHeld() {
        while (pending != null && !pending.isEmpty()) {
            Map.Entry<Long, Pending> first = pending.firstEntry();
            if (first.getKey() > next) {
                return;
            }
            pending.pollFirstEntry();
            Pending part = first.getValue();
            pendingBytes -= part.bytes().length;
            reassembly.release(part.bytes().length);
            int known = (int) Math.min(next - first.getKey(), part.bytes().length);
            if (known < part.bytes().length) {
                deliver(MemorySegment.ofArray(part.bytes()), known, part.bytes().length - known, part.carrier());
            }
        }
    }

    private void gapTo(long position) {
        long missing = position - next;
        if (missing > 0) {
            long offset = next;
            advance(missing);
            reassembly.listener().gap(connection, flow, offset, missing);
        }
    }

    /** The other side acknowledges: a hole before what is held will not be filled any more once it is past it. */
    void acknowledged(int acknowledgment) {
        if (!started || pending == null || pending.isEmpty()) {
            return;
        }
        long position = next + SequenceNumber.difference(acknowledgment, nextSequence);
        while (!pending.isEmpty() && pending.firstKey() > next && position > next) {
            gapTo(Math.min(position, pending.firstKey()));
            deliverHeld();
        }
        endIfComplete();
    }

    private void endIfComplete() {
        if (finSeen && next >= finPosition) {
            end(StreamListener.End.FIN);
        }
    }

    void reset() {
        flush();
        end(StreamListener.End.RST);
    }

    /** No further segment will come. */
    void finish() {
        flush();
        if (started) {
            endIfComplete();
            end(StreamListener.End.UNFINISHED);
        }
    }

    private void flush() {
        while (pending != null && !pending.isEmpty()) {
            gapTo(pending.firstKey());
            deliverHeld();
        }
        pending = null;
    }

    private void end(StreamListener.End how) {
        if (!ended) {
            ended = true;
            reassembly.listener().end(connection, flow, how);
        }
    }
}
