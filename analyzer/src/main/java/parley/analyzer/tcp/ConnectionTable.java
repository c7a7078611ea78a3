package parley.analyzer.tcp;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.Packet;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;

/**
 * All connections of an analysis. A segment is handled in two steps, so that who listens to packets hears of a segment
 * before what it completes: {@link #track} finds its connection and numbers, {@link #reassemble} gives its octets on.
 *
 * <p>Connections leave by count, never by time: half-open ones first, then the longest closed, then the oldest.
 */
public final class ConnectionTable {
    private final Map<ConnectionKey, Connection> connections = new HashMap<>();
    private final SequencedMap<Connection, ConnectionKey> keys = new LinkedHashMap<>();
    private final SequencedSet<Connection> halfOpen = new LinkedHashSet<>();
    private final SequencedSet<Connection> closed = new LinkedHashSet<>();
    private final ConnectionKey lookup = new ConnectionKey();
    private final SegmentAnalyzer analyzer;
    private final Reassembly reassembly;
    private final ReassemblyLimits limits;
    private final ConnectionListener listener;
    private @Nullable Segment segment;
    private boolean senderIsLower;
    private boolean portsReused;
    private long bytesKept;
    private long count;
    private long evicted;
    private long closedEvicted;

    /** A table without connections. */
    public ConnectionTable(
            ReassemblyLimits limits, Overlap overlap, ConnectionListener listener, StreamListener streams) {
        this.limits = limits;
        this.listener = listener;
        this.reassembly = new Reassembly(streams, limits, overlap);
        this.analyzer = new SegmentAnalyzer(
                new OptionEffects(new MultipathTable(limits.multipathTokens())), limits.unacknowledgedSegments());
    }

    /** Finds the segment's connection and place in it. The packet has TCP; the view is good until the next call. */
    public Segment track(DecodedPacket packet) {
        TcpHeader tcp = packet.tcp();
        portsReused = false;
        Connection connection = find(packet.packet(), packet.ip(), tcp);
        Flow flow = connection.flowOf(senderIsLower);
        boolean wasHalfOpen = connection.isHalfOpen();
        boolean wasClosed = connection.isClosed();
        int bytesBefore = connection.bytesKept();
        Reopening reopening = connection.prepare(tcp, flow);
        Segment view = segment;
        if (view == null) {
            view = new Segment(packet, connection, analyzer.result());
            segment = view;
        }
        view.set(packet, connection, flow);
        boolean synAgain =
                reopening == Reopening.SAME_NUMBER && connection.handshake().synFrame() > 0;
        if (synAgain && connection.isOver() && !view.isArtefact()) {
            connection.reopen(view.frame());
            listener.reopened(connection);
        }
        analyzer.analyze(view, portsReused ? Reopening.REUSED_PORTS : reopening);
        connection.see(view);
        noteProgress(connection, wasHalfOpen, wasClosed);
        if (connection.bytesKept() > bytesBefore) {
            bytesKept += connection.bytesKept() - bytesBefore;
            makeRoomFor(connection);
        }
        return view;
    }

    /**
     * The connection that an ICMP error is about. It is opened where it is new, and of the quote only SYN and ACK count,
     * for the round trip: so Wireshark has it.
     *
     * @param error quotes everything up to the window
     */
    public Connection trackQuoted(DecodedPacket packet, IcmpError error) {
        Connection connection = find(packet.packet(), error.quotedIp(), error.quotedTcp());
        if (error.isQuoteSound()) {
            connection.noteRoundTrip(error.quotedTcp(), packet.packet().timestampNanos());
        }
        return connection;
    }

    /**
     * Finds what a header with a fault belongs to. Its connection is opened where it is new, as in {@link #trackQuoted}.
     *
     * @param tcp the packet's
     */
    public PartialSegment trackPartial(DecodedPacket packet, TcpHeader tcp) {
        if (!tcp.hasWindow()) {
            return new PartialSegment(tcp);
        }
        Connection connection = find(packet.packet(), packet.ip(), tcp);
        Flow flow = connection.flowOf(senderIsLower);
        PartialSegment view = new PartialSegment(tcp, connection, flow);
        if (view.isBelowMinimum()) {
            connection.number(tcp, flow);
        } else {
            connection.noteRoundTrip(tcp, packet.packet().timestampNanos());
        }
        return view;
    }

    private Connection find(Packet packet, IpHeader ip, TcpHeader tcp) {
        senderIsLower = lookup.set(ip, tcp);
        Connection connection = connections.get(lookup);
        portsReused = connection != null && isPortReuse(connection, tcp);
        if (connection != null && portsReused) {
            leave(connection);
            connection = null;
        }
        if (connection != null) {
            return connection;
        }
        Connection opened = open(packet, ip, tcp);
        if (portsReused) {
            opened.beginWithReusedPorts();
        }
        return opened;
    }

    private void noteProgress(Connection connection, boolean wasHalfOpen, boolean wasClosed) {
        if (!wasHalfOpen && connection.isHalfOpen()) {
            halfOpen.add(connection);
        } else if (wasHalfOpen && !connection.isHalfOpen()) {
            halfOpen.remove(connection);
        }
        if (!wasClosed && connection.isClosed()) {
            closed.add(connection);
            connection.trim();
        }
        if (halfOpen.size() > limits.lingering()) {
            evicted++;
            leave(halfOpen.getFirst());
        }
        if (closed.size() > limits.lingering()) {
            closedEvicted++;
            leave(closed.getFirst());
        }
    }

    /** Wireshark: a SYN with another number than the direction began with starts a new stream (packet-tcp.c). */
    private boolean isPortReuse(Connection connection, TcpHeader tcp) {
        if (!tcp.has(TcpHeader.SYN) || tcp.has(TcpHeader.ACK)) {
            return false;
        }
        Flow flow = connection.flowOf(senderIsLower);
        return flow.hasBase() && flow.base() != tcp.sequenceNumber();
    }

    private Connection open(Packet packet, IpHeader ip, TcpHeader tcp) {
        if (connections.size() >= limits.connections() || bytesKept >= limits.connectionBytes()) {
            evict();
        }
        Endpoint source = new Endpoint(ip.source(), tcp.sourcePort());
        Endpoint destination = new Endpoint(ip.destination(), tcp.destinationPort());
        boolean senderIsServer = tcp.has(TcpHeader.SYN) ? tcp.has(TcpHeader.ACK) : source.port() < destination.port();
        Connection connection = new Connection(
                count++,
                packet.number(),
                source,
                destination,
                senderIsServer ? 1 : 0,
                senderIsLower,
                packet.timestampNanos(),
                reassembly);
        ConnectionKey key = lookup.copy();
        connections.put(key, connection);
        keys.put(connection, key);
        bytesKept += connection.bytesKept();
        listener.opened(connection);
        return connection;
    }

    /** Gives on what the segment brings. */
    public void reassemble(Segment segment) {
        Connection connection = segment.connection();
        Flow flow = segment.flow();
        Flow reverse = connection.reverse(flow);
        connection.reassembler(flow).segment(segment);
        if (segment.isAck()) {
            connection.reassembler(reverse).acknowledged(segment.header().acknowledgmentNumber());
        }
        if (segment.isRst()) {
            connection.reassembler(flow).reset();
            connection.reassembler(reverse).reset();
        }
    }

    /** The one whose segment is handled stays. */
    private void makeRoomFor(Connection connection) {
        while (bytesKept > limits.connectionBytes() && !dispensable().getFirst().equals(connection)) {
            evict();
        }
    }

    private SequencedCollection<Connection> dispensable() {
        if (!halfOpen.isEmpty()) {
            return halfOpen;
        }
        return closed.isEmpty() ? keys.sequencedKeySet() : closed;
    }

    private void evict() {
        if (connections.isEmpty()) {
            return;
        }
        if (halfOpen.isEmpty() && !closed.isEmpty()) {
            closedEvicted++;
        } else {
            evicted++;
        }
        leave(dispensable().getFirst());
    }

    private void leave(Connection connection) {
        ConnectionKey key = keys.remove(connection);
        connections.remove(key);
        halfOpen.remove(connection);
        closed.remove(connection);
        bytesKept -= connection.bytesKept();
        analyzer.forget(connection);
        connection.reassembler(connection.flow(0)).finish();
        connection.reassembler(connection.flow(1)).finish();
        listener.closed(connection);
    }

    /** Ends every connection, in the order of their numbers: nothing more will come. */
    public void finish() {
        List.copyOf(keys.keySet()).forEach(this::leave);
    }

    /** Connections seen so far. */
    public long count() {
        return count;
    }

    /** Connections that left because there were too many. */
    public long evicted() {
        return evicted;
    }

    /** Connections that left because too many were over: what still came of them would count as new ones. */
    public long closedEvicted() {
        return closedEvicted;
    }

    /** Segments whose acknowledgement is not looked for, because too many waited for theirs. */
    public long segmentsNotRemembered() {
        return analyzer.notRemembered();
    }

    /** How often octets were given up because too many were held out of order. */
    public long reassemblyLimitsReached() {
        return reassembly.limitsReached();
    }
}
