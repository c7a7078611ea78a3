package parley.analyzer.tcp;

import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.TcpHeader;

/** A TCP connection as far as the capture shows it. Belongs to the thread that owns the analysis. */
public final class Connection {
    private static final int COMPLETENESS_SYN = 1;
    private static final int COMPLETENESS_SYN_ACK = 2;
    private static final int COMPLETENESS_ACK = 4;
    private static final int COMPLETENESS_DATA = 8;
    private static final int COMPLETENESS_FIN = 16;
    private static final int COMPLETENESS_RST = 32;

    /** What an analysis with all reports keeps of it. */
    static final int BYTES = 2 << 10;

    /** Of fewer packets of one end alone the other end's may lie before the capture or after it. */
    private static final int LEAST_OF_ONE_DIRECTION = 3;

    private static final int BYTES_WITH_DATA = 8 << 10;

    private final long index;
    private final long firstFrame;
    // Fields and not arrays: these are followed for each segment, mostly out of a cold cache.
    private final Flow first;
    private final Flow second;
    private final Handshake handshake = new Handshake();
    private final StreamReassembler firstReassembler;
    private final StreamReassembler secondReassembler;
    private final RoundTripTimes roundTrips = new RoundTripTimes();
    private final ConnectionState state = new ConnectionState();
    private final boolean firstIsLower;
    private int clientNode;
    private long startNanos;
    private long endNanos;
    private boolean seenSyn;
    private boolean isClosed;
    private int completeness;
    private boolean accurateEcnOffered;
    private boolean accurateEcnTaken;
    private boolean accurateEcnSeen;
    private long lastSynNanos;
    private long initialRttNanos = SegmentAnalysis.ABSENT;
    private @Nullable Flow followed;
    private @Nullable Multipath multipath;
    private int multipathFirstSide;

    /**
     * A connection of which nothing is known but its ends.
     *
     * @param firstFrame number of the frame that opens it
     * @param clientNode which of the two is taken for the client until a SYN says better
     * @param firstIsLower whether the first is the lower of the two in a {@link ConnectionKey}
     */
    Connection(
            long index,
            long firstFrame,
            Endpoint first,
            Endpoint second,
            int clientNode,
            boolean firstIsLower,
            long nanos,
            Reassembly reassembly) {
        this.index = index;
        this.firstFrame = firstFrame;
        this.first = new Flow(0, first);
        this.second = new Flow(1, second);
        this.clientNode = clientNode;
        this.firstIsLower = firstIsLower;
        this.startNanos = nanos;
        this.endNanos = nanos;
        firstReassembler = new StreamReassembler(this, this.first, reassembly);
        secondReassembler = new StreamReassembler(this, this.second, reassembly);
    }

    /** By its number: connections of one table lie side by side in a hash table. Each equals itself alone. */
    @Override
    public int hashCode() {
        return Long.hashCode(index);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    /** {@code tcp.stream}: counted from 0 in the order of first packets. */
    public long index() {
        return index;
    }

    /** Number of the frame that opened it: none before it belongs to it. */
    public long firstFrame() {
        return firstFrame;
    }

    /** The direction of node 0, who sent the first packet, or of node 1. */
    public Flow flow(int node) {
        return node == 0 ? first : second;
    }

    /** The direction that Wireshark follows as node 0: of the first segment that it reads to the end. */
    public Flow followed() {
        return followed == null ? first : followed;
    }

    /** Port 0 is to Wireshark as if nobody had been seen yet. */
    void follow(Flow flow) {
        if (followed == null || followed.endpoint().port() == 0) {
            followed = flow;
        }
    }

    /** The direction of the lower or the upper end in a {@link ConnectionKey}. */
    Flow flowOf(boolean lower) {
        return lower == firstIsLower ? first : second;
    }

    /**
     * The direction of whoever opened the connection, by its SYN or the SYN-ACK that answers it; where neither was seen, of
     * the higher port until {@link #turn}.
     */
    public Flow client() {
        return flow(clientNode);
    }

    public Flow server() {
        return flow(1 - clientNode);
    }

    /** Whether its two ends are one: a simultaneous open with itself (RFC 9293 section 3.5). */
    public boolean isToItself() {
        return first.endpoint().equals(second.endpoint());
    }

    /** Whether one end acknowledges what the other sends, of which the capture has nothing. */
    public boolean hasOneDirection() {
        Flow present = first.packets() > 0 ? first : second;
        return !isToItself()
                && reverse(present).packets() == 0
                && present.packets() >= LEAST_OF_ONE_DIRECTION
                && present.analysis().acknowledges;
    }

    /** Whether neither a SYN nor a SYN-ACK was seen, so that who is the client is a guess by the ports. */
    public boolean rolesAreOpen() {
        return !seenSyn && handshake.synAckFrame() == 0;
    }

    /** What they say, or the user, tells that the client is the server and the other way round. */
    public void turn() {
        clientNode = 1 - clientNode;
        state.turn();
    }

    public Flow reverse(Flow flow) {
        return flow == first ? second : first;
    }

    /**
     * Up to which relative number the other side has acknowledged what the direction sent, {@link SegmentAnalysis#ABSENT}
     * for none.
     */
    public long acknowledged(Flow sent) {
        FlowAnalysis other = reverse(sent).analysis();
        return other.acknowledges
                ? SequenceNumber.relative(other.highestAcknowledgment, sent.base())
                : SegmentAnalysis.ABSENT;
    }

    public Handshake handshake() {
        return handshake;
    }

    /** When its first packet was captured, in nanoseconds since the epoch. */
    public long startNanos() {
        return startNanos;
    }

    /** When its last packet was captured, in nanoseconds since the epoch. */
    public long endNanos() {
        return endNanos;
    }

    /** {@code tcp.completeness} with its last packet: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST. */
    public int completeness() {
        return completeness;
    }

    /** Times from a segment to its acknowledgement ({@code tcp.analysis.ack_rtt}), of both directions. */
    public RoundTripTimes roundTrips() {
        return roundTrips;
    }

    /** {@code tcp.analysis.initial_rtt} in nanoseconds, or {@link SegmentAnalysis#ABSENT}. */
    public long initialRttNanos() {
        return initialRttNanos;
    }

    /** How it was opened and closed, in Zeek's terms. */
    public ConnectionState state() {
        return state;
    }

    /** Whether a reset or a FIN of each side was seen. */
    public boolean isClosed() {
        return isClosed;
    }

    /** Whether it never got past a SYN. */
    boolean isHalfOpen() {
        return seenSyn && (completeness & COMPLETENESS_DATA) == 0 && !handshake.isComplete();
    }

    /** Wireshark counts a SYN that reuses ports before it looks at it, as if it were a later packet. */
    void beginWithReusedPorts() {
        completeness = COMPLETENESS_SYN;
    }

    StreamReassembler reassembler(Flow flow) {
        return flow == first ? firstReassembler : secondReassembler;
    }

    /**
     * Takes in a segment's numbers and roles, before {@link Segment#set} makes them relative.
     *
     * @return what it does to the direction; where it reuses ports, relative numbers count from it henceforth
     */
    Reopening prepare(TcpHeader tcp, Flow flow) {
        boolean ack = tcp.has(TcpHeader.ACK);
        Reopening reopening = reopen(tcp, flow);
        number(tcp, flow);
        if (tcp.has(TcpHeader.SYN) && !seenSyn && (!ack || rolesAreOpen())) {
            clientNode = ack ? 1 - flow.node() : flow.node();
            seenSyn = !ack;
        }
        return reopening;
    }

    /** What even a SYN says that is not whole. */
    Reopening reopen(TcpHeader tcp, Flow flow) {
        if (!tcp.has(TcpHeader.SYN)) {
            return Reopening.NONE;
        }
        Reopening reopening = reopening(tcp, flow);
        if (reopening == Reopening.REUSED_PORTS) {
            flow.setBase(tcp.sequenceNumber());
        }
        learnAccurateEcn(tcp);
        return reopening;
    }

    /** Decides what relative numbers count from, where that is open. */
    void number(TcpHeader tcp, Flow flow) {
        if (!flow.hasBase()) {
            // Wireshark starts relative numbers at 1 where the SYN is missing (packet-tcp.c, base_seq).
            flow.setBase(tcp.has(TcpHeader.SYN) ? tcp.sequenceNumber() : tcp.sequenceNumber() - 1);
        }
        Flow reverse = reverse(flow);
        if (!reverse.hasBase() && tcp.has(TcpHeader.ACK)) {
            reverse.setBase(tcp.acknowledgmentNumber() - 1);
        }
    }

    private static Reopening reopening(TcpHeader tcp, Flow flow) {
        if (!flow.hasBase()) {
            return Reopening.NONE;
        }
        if (flow.base() != tcp.sequenceNumber()) {
            return Reopening.REUSED_PORTS;
        }
        return tcp.has(TcpHeader.ACK) ? Reopening.NONE : Reopening.SAME_NUMBER;
    }

    /** RFC 7323 section 2.2: windows are scaled only where both SYNs offer it. Called behind the options of a SYN. */
    void settleWindowScale(Flow flow, boolean answers) {
        if (flow.windowScale() == Flow.SCALE_UNKNOWN) {
            flow.setWindowScale(Flow.SCALE_NONE);
            reverse(flow).setWindowScale(Flow.SCALE_NONE);
        } else if (answers && reverse(flow).windowScale() == Flow.SCALE_NONE) {
            flow.setWindowScale(Flow.SCALE_NONE);
        }
    }

    /** SCPS is spoken only where both ends offer it. Called behind the options of a SYN-ACK. */
    void settleScps() {
        FlowAnalysis one = first.analysis();
        FlowAnalysis another = second.analysis();
        one.scpsCapable &= another.scpsCapable;
        another.scpsCapable = one.scpsCapable;
    }

    /** RFC 9768 section 3.1: the last SYN of each kind counts. */
    private void learnAccurateEcn(TcpHeader tcp) {
        boolean ece = tcp.has(TcpHeader.ECE);
        boolean cwr = tcp.has(TcpHeader.CWR);
        boolean ae = tcp.has(TcpHeader.AE);
        if (tcp.has(TcpHeader.ACK)) {
            accurateEcnTaken = ae ? !ece : cwr;
        } else {
            accurateEcnOffered = ece && cwr && ae;
        }
    }

    void sawAccurateEcn() {
        accurateEcnSeen = true;
    }

    /** Whether ECE, CWR and AE are a counter henceforth (RFC 9768), as far as was seen. */
    boolean countsCongestion() {
        return accurateEcnSeen || (accurateEcnOffered && accurateEcnTaken);
    }

    /** The Multipath TCP connection that this is a subflow of; null where none is known. */
    @Nullable
    Multipath multipath() {
        return multipath;
    }

    /** Which side of {@link #multipath} sends in a direction: 0 or 1. */
    int multipathSide(Flow flow) {
        return flow.node() == 0 ? multipathFirstSide : 1 - multipathFirstSide;
    }

    void setMultipath(Multipath owner, Flow flow, int side) {
        multipath = owner;
        multipathFirstSide = flow.node() == 0 ? side : 1 - side;
    }

    /**
     * Takes in a segment whose view is set.
     *
     * @param opens whether it is the first that is seen of ports that are new
     */
    void see(Segment segment, boolean opens) {
        startNanos = Math.min(startNanos, segment.timestampNanos());
        endNanos = Math.max(endNanos, segment.timestampNanos());
        segment.flow().count(segment);
        handshake.see(segment);
        isClosed |= segment.isRst() || (segment.isFin() && first.finFrame() > 0 && second.finFrame() > 0);
        complete(segment.header(), segment.length(), opens);
        state.see(segment);
        if (segment.analysis().ackRttNanos() > 0) {
            roundTrips.add(segment.analysis().ackRttNanos());
        }
    }

    /** Wireshark's ts_first_rtt: from the last SYN to the first ACK after it, whoever sent or quoted them. */
    void noteRoundTrip(TcpHeader tcp, long nanos) {
        if (tcp.has(TcpHeader.SYN)) {
            if (!tcp.has(TcpHeader.ACK)) {
                lastSynNanos = nanos;
            }
        } else if (tcp.has(TcpHeader.ACK) && lastSynNanos != 0 && initialRttNanos == SegmentAnalysis.ABSENT) {
            long taken = nanos - lastSynNanos;
            initialRttNanos = taken == 0 ? SegmentAnalysis.ABSENT : taken;
        }
    }

    /** About what an analysis keeps of it, in bytes: more once it has carried data, which may have been decoded. */
    int bytesKept() {
        return first.payloadBytes() + second.payloadBytes() > 0 ? BYTES_WITH_DATA : BYTES;
    }

    /** Shrinks to what late segments need. */
    void trim() {
        first.analysis().unacknowledged.trim();
        second.analysis().unacknowledged.trim();
    }

    /**
     * Adds to {@link #completeness} as Wireshark 4.0 counts: of the packet that opens a stream only a SYN and its data; of
     * later ones all but SYN; FIN only with ACK.
     */
    void complete(TcpHeader tcp, int length, boolean opens) {
        boolean syn = tcp.has(TcpHeader.SYN);
        boolean ack = tcp.has(TcpHeader.ACK);
        if (opens) {
            completeness |= syn && !ack ? COMPLETENESS_SYN | (length > 0 ? COMPLETENESS_DATA : 0) : 0;
            return;
        }
        if (ack && syn) {
            completeness |= COMPLETENESS_SYN_ACK;
        } else if (ack) {
            completeness |= length > 0 ? COMPLETENESS_DATA : COMPLETENESS_ACK;
        }
        completeness |= ack && tcp.has(TcpHeader.FIN) ? COMPLETENESS_FIN : 0;
        completeness |= tcp.has(TcpHeader.RST) ? COMPLETENESS_RST : 0;
    }
}
