package parley.analyzer.report.html;

import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.TcpHeader;

/**
 * A segment as plots show it. Numbers are relative and in octets; {@link SegmentAnalysis#ABSENT} where there is none.
 *
 * @param marks what is noteworthy, as bits
 */
record Point(
        long frame,
        long nanos,
        boolean fromClient,
        int flags,
        long sequence,
        long acknowledgment,
        int length,
        long window,
        long inFlight,
        long ackRttNanos,
        int marks) {
    private static final int RETRANSMISSION = 1;
    private static final int FAST = 1 << 1;
    private static final int SPURIOUS = 1 << 2;
    private static final int OUT_OF_ORDER = 1 << 3;
    private static final int LOST = 1 << 4;
    private static final int DUPLICATE_ACK = 1 << 5;
    private static final int ZERO_WINDOW = 1 << 6;
    private static final int KEEP_ALIVE = 1 << 7;
    private static final int WINDOW_FULL = 1 << 8;
    private static final int UNSEEN_ACKED = 1 << 9;
    private static final int REUSED_PORTS = 1 << 10;

    static Point of(Segment segment) {
        SegmentAnalysis said = segment.analysis();
        return new Point(
                segment.frame(),
                segment.timestampNanos(),
                segment.isFromClient(),
                segment.header().flags(),
                segment.sequence(),
                segment.isAck() ? segment.acknowledgment() : 0,
                segment.length(),
                segment.window(),
                said.bytesInFlight(),
                said.ackRttNanos(),
                marks(said));
    }

    static int marks(SegmentAnalysis said) {
        return said.hasFlags()
                ? bit(said.isAnyRetransmission(), RETRANSMISSION)
                        | bit(said.isFastRetransmission(), FAST)
                        | bit(said.isSpuriousRetransmission(), SPURIOUS)
                        | bit(said.isOutOfOrder(), OUT_OF_ORDER)
                        | bit(said.isLostSegment(), LOST)
                        | bit(said.isDuplicateAck(), DUPLICATE_ACK)
                        | bit(said.isZeroWindow(), ZERO_WINDOW)
                        | bit(said.isKeepAlive(), KEEP_ALIVE)
                        | bit(said.isWindowFull(), WINDOW_FULL)
                        | bit(said.isAckLostSegment(), UNSEEN_ACKED)
                        | bit(said.isReusedPorts(), REUSED_PORTS)
                : 0;
    }

    private static int bit(boolean set, int bit) {
        return set ? bit : 0;
    }

    /** Sent again, out of its order or behind a loss, or of the opening or the end: not to be left out of a plot. */
    boolean isMarked() {
        return (marks & (RETRANSMISSION | OUT_OF_ORDER | LOST | ZERO_WINDOW)) != 0
                || (flags & (TcpHeader.SYN | TcpHeader.FIN | TcpHeader.RST)) != 0;
    }
}
