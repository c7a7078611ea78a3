package parley.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SequenceNumber;
import parley.client.StreamRange;
import parley.client.web.LineOnWire;

/**
 * A connection's frames, with where their octets stand in each direction: positions count from the first octet behind
 * the SYN, in 64 bits, so that they do not wrap. Not safe for threads; its {@link WireRecorder} sees to that.
 */
final class RecordedConnection {
    /** {@link Entry#acknowledged} where the frame acknowledges nothing that is known. */
    private static final long NOTHING = -1;

    /** A direction's position that is due next, and the sequence number that goes with it. */
    private static final class Side {
        private boolean synSeen;
        private int sequence;
        private long position;
        private long forgotten;

        long positionOf(int number) {
            return position + SequenceNumber.difference(number, sequence);
        }

        /** A SYN sent again begins nothing; one with another number does, as long as nothing was sent. */
        void begin(int number) {
            if (!synSeen || position == 0) {
                synSeen = true;
                sequence = number + 1;
                position = 0;
            }
        }

        void advanceTo(long end) {
            if (end > position) {
                sequence += (int) (end - position);
                position = end;
            }
        }
    }

    /**
     * A frame and its place.
     *
     * @param node who sends it
     * @param start position of its first octet of data
     * @param end position behind its last; {@code start} where it has none, or they are none of the stream
     * @param acknowledged position in the other direction that it acknowledges, or {@link #NOTHING}
     */
    private record Entry(RecordedFrame frame, int node, long start, long end, long acknowledged) {}

    private final long index;
    private final Endpoint client;
    private final Endpoint server;
    private final Side[] sides = {new Side(), new Side()};
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final int clientNode;
    private long startNanos = Long.MAX_VALUE;
    private long endNanos = Long.MIN_VALUE;
    private boolean closed;

    /** @param first of the segments that will be added */
    RecordedConnection(Segment first) {
        index = first.connection().index();
        client = first.connection().client().endpoint();
        server = first.connection().server().endpoint();
        clientNode = first.connection().client().node();
    }

    void add(Segment segment) {
        int node = segment.flow().node();
        Side from = sides[node];
        Side to = sides[1 - node];
        int number = segment.header().sequenceNumber();
        if (segment.isSyn()) {
            from.begin(number);
        }
        long start = from.positionOf(segment.isSyn() ? number + 1 : number);
        // What a reset or a keep-alive probe carries is no part of the stream.
        boolean carries =
                from.synSeen && !segment.isRst() && !segment.analysis().isKeepAlive();
        long end = carries ? start + segment.length() : start;
        if (carries) {
            from.advanceTo(end);
        }
        long acknowledged =
                segment.isAck() && to.synSeen ? to.positionOf(segment.header().acknowledgmentNumber()) : NOTHING;
        entries.add(new Entry(new RecordedFrame(segment), node, start, end, acknowledged));
        startNanos = Math.min(startNanos, segment.timestampNanos());
        endNanos = Math.max(endNanos, segment.timestampNanos());
    }

    /** Forgets the oldest frame. */
    void forgetOldest() {
        Entry oldest = entries.removeFirst();
        if (oldest.end() > oldest.start()) {
            Side side = sides[oldest.node()];
            side.forgotten = Math.max(side.forgotten, oldest.end());
        }
    }

    /** No frame will be added any more. */
    void close() {
        closed = true;
    }

    /** Whether it has no frames, nor will have. */
    boolean isForgotten() {
        return closed && entries.isEmpty();
    }

    Endpoint client() {
        return client;
    }

    Endpoint server() {
        return server;
    }

    /** When its first frame was captured, in nanoseconds since the epoch. */
    long startNanos() {
        return startNanos;
    }

    /** When its last frame was captured, in nanoseconds since the epoch. */
    long endNanos() {
        return endNanos;
    }

    /**
     * The frames of some octets.
     *
     * @param sent whether the client sent them
     * @return empty unless frames for all the octets are there
     */
    Optional<LineOnWire> find(boolean sent, StreamRange octets) {
        int node = sent ? clientNode : 1 - clientNode;
        Side side = sides[node];
        if (!side.synSeen || octets.start() < side.forgotten) {
            return Optional.empty();
        }
        List<Entry> carriers = entries.stream()
                .filter(entry -> entry.node() == node && entry.end() > octets.start() && entry.start() < octets.end())
                .filter(entry -> entry.end() > entry.start())
                .toList();
        if (!cover(carriers, octets)) {
            return Optional.empty();
        }
        Entry ack = acknowledgment(node, carriers.getFirst(), octets.end());
        return Optional.of(new LineOnWire(
                index,
                carriers.stream().map(carrier -> carrier.frame().shown()).toList(),
                ack == null ? null : ack.frame().shown(),
                ack == null
                        ? null
                        : ack.frame().timestampNanos()
                                - lastBefore(ack, carriers).timestampNanos(),
                filter(carriers, ack)));
    }

    private static boolean cover(List<Entry> carriers, StreamRange octets) {
        List<Entry> sorted = new ArrayList<>(carriers);
        sorted.sort((a, b) -> Long.compare(a.start(), b.start()));
        long covered = octets.start();
        for (Entry carrier : sorted) {
            if (carrier.start() > covered) {
                return false;
            }
            covered = Math.max(covered, carrier.end());
        }
        return covered >= octets.end();
    }

    private @Nullable Entry acknowledgment(int node, Entry firstCarrier, long end) {
        for (Entry entry : entries) {
            if (entry.node() != node
                    && entry.acknowledged() >= end
                    && entry.frame().number() > firstCarrier.frame().number()) {
                return entry;
            }
        }
        return null;
    }

    /** What is sent again after it was acknowledged did not delay the acknowledgement. */
    private static RecordedFrame lastBefore(Entry ack, List<Entry> carriers) {
        RecordedFrame last = carriers.getFirst().frame();
        for (Entry carrier : carriers) {
            if (carrier.frame().number() < ack.frame().number()) {
                last = carrier.frame();
            }
        }
        return last;
    }

    private static String filter(List<Entry> carriers, @Nullable Entry ack) {
        return Stream.concat(carriers.stream(), Stream.ofNullable(ack))
                .map(entry -> Long.toString(entry.frame().number()))
                .collect(Collectors.joining(",", "frame.number in {", "}"));
    }
}
