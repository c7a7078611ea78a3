package parley.analyzer.tcp;

import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.TcpHeader;

/**
 * A TCP header that is no segment, because it was cut when it was captured, its length cannot be, or an ICMP error quotes
 * it: what Wireshark 4.0 shows of it all the same. Good until the next one.
 */
public final class PartialSegment {
    /** Why it is no segment. */
    enum Kind {
        /** Its length field says less than a header has: what follows is payload to Wireshark. */
        MEASURED,
        /** It is longer than what was sent or captured. */
        UNMEASURED,
        /** It is in a first fragment that was cut. */
        FRAGMENT,
        /** An ICMP error quotes it. */
        QUOTED
    }

    private final TcpHeader header;
    private final @Nullable Connection connection;
    private final @Nullable Flow flow;
    private final SegmentAnalysis analysis;
    private final Kind kind;
    private final boolean countsCongestion;

    /** Where there is not even the window: ports, which belong to no connection. */
    PartialSegment(TcpHeader header, SegmentAnalysis analysis, Kind kind) {
        this.header = header;
        this.connection = null;
        this.flow = null;
        this.analysis = analysis;
        this.kind = kind;
        this.countsCongestion = false;
    }

    /** Of a connection that has not taken it in yet. */
    PartialSegment(TcpHeader header, Connection connection, Flow flow, SegmentAnalysis analysis, Kind kind) {
        this.header = header;
        this.connection = connection;
        this.flow = flow;
        this.analysis = analysis;
        this.kind = kind;
        this.countsCongestion = !header.has(TcpHeader.SYN) && connection.countsCongestion();
    }

    /** The ports, and where there is a {@link #connection} everything up to the window. */
    public TcpHeader header() {
        return header;
    }

    /** What it belongs to; null where there is too little to tell. */
    public @Nullable Connection connection() {
        return connection;
    }

    /** The direction that it goes; null where there is no {@link #connection}. */
    @Nullable
    Flow flow() {
        return flow;
    }

    /** What is said of it: of SYN alone, that ports are reused. */
    public SegmentAnalysis analysis() {
        return analysis;
    }

    /** Whether its length field says less than a header has. */
    public boolean isBelowMinimum() {
        return header.isBelowMinimum();
    }

    /** Whether it {@link #isBelowMinimum} and has a length all the same: what follows is payload to Wireshark. */
    public boolean isMeasured() {
        return kind == Kind.MEASURED;
    }

    /** {@code tcp.seq}; without a length Wireshark leaves it as it is on the wire. */
    public long sequence() {
        return relative(header.sequenceNumber(), flow);
    }

    /** {@code tcp.ack}, likewise. */
    public long acknowledgment() {
        Flow acknowledged = connection == null || flow == null ? null : connection.reverse(flow);
        return relative(header.acknowledgmentNumber(), header.has(TcpHeader.ACK) ? acknowledged : null);
    }

    private long relative(int number, @Nullable Flow numbered) {
        return isMeasured() && numbered != null
                ? SequenceNumber.relative(number, numbered.base())
                : Integer.toUnsignedLong(number);
    }

    /** {@code tcp.window_size}, likewise. */
    public long window() {
        int scale = flow == null || !isMeasured() || header.has(TcpHeader.SYN) ? 0 : flow.windowScale();
        return (long) header.window() << Math.max(scale, 0);
    }

    /** {@code tcp.len} where it {@link #isMeasured}. */
    public int length() {
        return header.payloadLength();
    }

    boolean isFragment() {
        return kind == Kind.FRAGMENT;
    }

    boolean isQuoted() {
        return kind == Kind.QUOTED;
    }

    boolean countsCongestion() {
        return countsCongestion;
    }
}
