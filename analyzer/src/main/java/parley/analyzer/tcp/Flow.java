package parley.analyzer.tcp;

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
    private long duplicateAcks;
    private long zeroWindows;
    private long finFrame;
    private long rstFrame;

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
        SegmentAnalysis said = segment.analysis();
        retransmissions += said.isAnyRetransmission() ? 1 : 0;
        outOfOrder += said.isOutOfOrder() ? 1 : 0;
        lost += said.isLostSegment() ? 1 : 0;
        duplicateAcks += said.isDuplicateAck() ? 1 : 0;
        zeroWindows += said.isZeroWindow() ? 1 : 0;
        if (finFrame == 0 && segment.isFin()) {
            finFrame = segment.frame();
        }
        if (rstFrame == 0 && segment.isRst()) {
            rstFrame = segment.frame();
        }
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

    public long duplicateAcks() {
        return duplicateAcks;
    }

    /** Segments that closed the sender's window. */
    public long zeroWindows() {
        return zeroWindows;
    }

    /** The first frame with FIN, 0 where there is none. */
    public long finFrame() {
        return finFrame;
    }

    /** The first frame with RST, 0 where there is none. */
    public long rstFrame() {
        return rstFrame;
    }
}
