package parley.analyzer.tcp;

import parley.analyzer.wire.TcpHeader;

/** One direction of a connection: who sends, and what was seen of it. Lengths are in octets. */
public final class Flow {
    /** {@link #windowScale()} where the handshake does not tell: the window field is then taken as it is. */
    public static final int SCALE_UNKNOWN = -1;

    /** {@link #windowScale()} where the handshake says that windows are not scaled. */
    public static final int SCALE_NONE = -2;

    private final int node;
    private final Endpoint endpoint;
    private final FlowAnalysis analysis = new FlowAnalysis();
    private boolean hasBase;
    private int base;
    private int windowScale = SCALE_UNKNOWN;
    private long packets;
    private long bytes;
    private long payloadBytes;
    private long retransmissions;
    private long outOfOrder;
    private long lost;
    private long lostByOrder;
    private int lostSinceFilled;
    private long duplicateAcks;
    private long zeroWindows;
    private long finFrame;
    private long finNextSequence;
    private int finLength;
    private long overtakenFrame;
    private long rstFrame;
    private boolean pushed;
    private boolean hasZeroWindow;
    private boolean hadZeroWindow;
    private boolean smallAtOnce;

    Flow(int node, Endpoint endpoint) {
        this.node = node;
        this.endpoint = endpoint;
    }

    /** 0 for whoever sent the connection's first packet, else 1. */
    public int node() {
        return node;
    }

    /** Whoever sends in this direction. */
    public Endpoint endpoint() {
        return endpoint;
    }

    FlowAnalysis analysis() {
        return analysis;
    }

    boolean hasBase() {
        return hasBase;
    }

    /** The number that relative sequence numbers count from: the ISN, or one less than the first number seen. */
    public int base() {
        return base;
    }

    void setBase(int base) {
        this.base = base;
        this.hasBase = true;
    }

    /** The shift of the sender's windows (RFC 7323 section 2), {@link #SCALE_UNKNOWN} or {@link #SCALE_NONE}. */
    public int windowScale() {
        return windowScale;
    }

    void setWindowScale(int shift) {
        windowScale = shift;
    }

    void count(Segment segment) {
        packets++;
        bytes += segment.frameLength();
        payloadBytes += segment.length();
        pushed |= segment.hasData() && segment.header().has(TcpHeader.PSH);
        SegmentAnalysis said = segment.analysis();
        smallAtOnce |= isSmallBesideSmall(segment, said.bytesInFlight() - segment.length());
        retransmissions += said.isAnyRetransmission() ? 1 : 0;
        outOfOrder += said.isOutOfOrder() ? 1 : 0;
        lost += said.isLostSegment() ? 1 : 0;
        lostSinceFilled += said.isLostSegment() ? 1 : 0;
        if (said.fills()) {
            lostByOrder += segment.isMisplaced() ? lostSinceFilled : 0;
            lostSinceFilled = 0;
        }
        duplicateAcks += said.isDuplicateAck() ? 1 : 0;
        hadZeroWindow = hasZeroWindow;
        hasZeroWindow =
                said.isZeroWindow() || (hasZeroWindow && segment.header().window() == 0);
        zeroWindows += said.isZeroWindow() ? 1 : 0;
        if (finFrame == 0 && segment.isFin()) {
            finFrame = segment.frame();
            finNextSequence = segment.nextSequence();
            finLength = segment.length();
        }
        if (finFrame > 0 && said.fills() && segment.length() > 0) {
            overtakenFrame = segment.frame();
        }
        if (rstFrame == 0 && segment.isRst()) {
            rstFrame = segment.frame();
        }
    }

    private static boolean isSmallBesideSmall(Segment segment, long othersInFlight) {
        if (othersInFlight <= 0 || !segment.analysis().isInLine() || segment.isFin()) {
            return false;
        }
        Integer mss = segment.receiversMss();
        return mss != null && othersInFlight < mss && segment.length() < mss;
    }

    public long packets() {
        return packets;
    }

    /** Of whole frames. */
    public long bytes() {
        return bytes;
    }

    /** Of TCP payload, what was sent again included. */
    public long payloadBytes() {
        return payloadBytes;
    }

    /** Segments sent again: plain, fast and spurious retransmissions. */
    public long retransmissions() {
        return retransmissions;
    }

    /** Segments that others had overtaken. */
    public long outOfOrder() {
        return outOfOrder;
    }

    /** Segments before which octets were not seen. */
    public long lost() {
        return lost;
    }

    /** Those of {@link #lost} that are so because the capture is not in order of time. */
    public long lostByOrder() {
        return lostByOrder;
    }

    public long duplicateAcks() {
        return duplicateAcks;
    }

    /** Segments that closed the sender's window. */
    public long zeroWindows() {
        return zeroWindows;
    }

    /** Segments with ACK that have neither payload nor SYN, FIN or RST. */
    public long pureAcks() {
        return analysis.pureAcks;
    }

    /** Of TCP payload, by sequence numbers: what was sent again counts once. */
    public long uniquePayloadBytes() {
        return analysis.sent.payload();
    }

    /** Segments of which the capture has some octets, SYN or FIN already, by sequence numbers. */
    public long resentSegments() {
        return analysis.sent.resentSegments();
    }

    /** Segments with octets that are new though some behind them were captured before, by sequence numbers. */
    public long lateSegments() {
        return analysis.sent.lateSegments();
    }

    /** Most payload in a segment. */
    public int longestSegment() {
        return analysis.longestSegment;
    }

    /** The widest window that the sender opened; a SYN's only where windows are not scaled. */
    public long widestWindow() {
        return windowScale >= 0 && analysis.widestWindow >= 0
                ? (long) analysis.widestWindow << windowScale
                : Math.max(analysis.widestSynWindow, Math.max(0, analysis.widestWindow));
    }

    /** The longest time between two packets in nanoseconds, {@link SegmentAnalysis#ABSENT} for fewer than two. */
    public long longestIdleNanos() {
        return analysis.longestIdle;
    }

    /** How often the way there and back was measured: by acknowledgements of what was sent once. */
    public long roundTrips() {
        RoundTripSums sums = analysis.roundTrips;
        return sums == null ? 0 : sums.count();
    }

    /** The shortest round trip in nanoseconds, {@link SegmentAnalysis#ABSENT} where none was measured. */
    public long leastRoundTripNanos() {
        RoundTripSums sums = analysis.roundTrips;
        return sums == null ? SegmentAnalysis.ABSENT : sums.least();
    }

    /** The mean round trip in nanoseconds, {@link SegmentAnalysis#ABSENT} where none was measured. */
    public long meanRoundTripNanos() {
        RoundTripSums sums = analysis.roundTrips;
        return sums == null ? SegmentAnalysis.ABSENT : sums.mean();
    }

    /** The longest round trip in nanoseconds, {@link SegmentAnalysis#ABSENT} where none was measured. */
    public long mostRoundTripNanos() {
        RoundTripSums sums = analysis.roundTrips;
        return sums == null ? SegmentAnalysis.ABSENT : sums.most();
    }

    /** The first frame with FIN, 0 where there is none. */
    public long finFrame() {
        return finFrame;
    }

    /** The relative number that acknowledges the first FIN; means nothing without one. */
    public long finNextSequence() {
        return finNextSequence;
    }

    /** Octets of data in the first segment with FIN. */
    public int finLength() {
        return finLength;
    }

    /** The last frame behind the first FIN with data that had been missing before it, 0 where there is none. */
    public long overtakenFrame() {
        return overtakenFrame;
    }

    /** Whether the sender's receive window was closed before its last segment. */
    public boolean hadZeroWindow() {
        return hadZeroWindow;
    }

    /** Whether a segment with data had PSH. */
    public boolean hasPushed() {
        return pushed;
    }

    /**
     * Whether it sent a small segment while a small one was not acknowledged, which Nagle's algorithm does not (RFC 9293
     * section 3.7.4).
     */
    public boolean sendsSmallSegmentsAtOnce() {
        return smallAtOnce;
    }

    /** Behind the last octet that was seen, relative; SYN and FIN counted as one each. Means nothing without packets. */
    public long nextSequence() {
        return SequenceNumber.relative(analysis.nextSequence, base);
    }

    /** The first frame with RST, 0 where there is none. */
    public long rstFrame() {
        return rstFrame;
    }
}
