package parley.analyzer.tcp;

import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.TcpHeader;

/**
 * A TCP header that is no segment, because it was cut when it was captured or its length cannot be: what Wireshark 4.0
 * shows of it all the same. Its connection takes nothing else from it.
 */
public final class PartialSegment {
    private final TcpHeader header;
    private final @Nullable Connection connection;
    private final @Nullable Flow flow;

    /** Where there is not even the window: ports, which belong to no connection. */
    PartialSegment(TcpHeader header) {
        this.header = header;
        this.connection = null;
        this.flow = null;
    }

    PartialSegment(TcpHeader header, Connection connection, Flow flow) {
        this.header = header;
        this.connection = connection;
        this.flow = flow;
    }

    /** The ports, and where there is a {@link #connection} everything up to the window. */
    public TcpHeader header() {
        return header;
    }

    /** What it belongs to; null where there is too little to tell. */
    public @Nullable Connection connection() {
        return connection;
    }

    /** Whether its length field says less than a header has; else it says more than the packet has. */
    public boolean isBelowMinimum() {
        return header.claimedLength() < TcpHeader.MINIMUM;
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
        return isBelowMinimum() && numbered != null
                ? SequenceNumber.relative(number, numbered.base())
                : Integer.toUnsignedLong(number);
    }

    /** {@code tcp.window_size}, likewise. */
    public long window() {
        int scale = flow == null || !isBelowMinimum() || header.has(TcpHeader.SYN) ? 0 : flow.windowScale();
        return (long) header.window() << Math.max(scale, 0);
    }

    /** {@code tcp.len}: what is behind a header that {@link #isBelowMinimum}. */
    public int length() {
        return header.carriedLength() - header.claimedLength();
    }

    /** The number that edges of a selective acknowledgement count from. */
    int reverseBase() {
        return connection == null || flow == null ? 0 : connection.reverse(flow).base();
    }

    boolean countsCongestion() {
        return connection != null && !header.has(TcpHeader.SYN) && connection.countsCongestion();
    }
}
