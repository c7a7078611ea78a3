package parley.analyzer.tcp;

/**
 * What the numbers of a segment say in the light of those before it, judged as Wireshark 4.0 judges its
 * {@code tcp.analysis.*} fields (User's Guide, section "TCP Analysis"). A view that {@link ConnectionTable#track} sets
 * anew for each segment; used by the thread that owns the analysis.
 */
public final class SegmentAnalysis {
    /** What a number says where Wireshark shows none. */
    public static final long ABSENT = -1;

    static final int RETRANSMISSION = 1;
    static final int FAST_RETRANSMISSION = 1 << 1;
    static final int SPURIOUS_RETRANSMISSION = 1 << 2;
    static final int OUT_OF_ORDER = 1 << 3;
    static final int LOST_SEGMENT = 1 << 4;
    static final int ACK_LOST_SEGMENT = 1 << 5;
    static final int DUPLICATE_ACK = 1 << 6;
    static final int KEEP_ALIVE = 1 << 7;
    static final int KEEP_ALIVE_ACK = 1 << 8;
    static final int WINDOW_UPDATE = 1 << 9;
    static final int WINDOW_FULL = 1 << 10;
    static final int ZERO_WINDOW = 1 << 11;
    static final int ZERO_WINDOW_PROBE = 1 << 12;
    static final int ZERO_WINDOW_PROBE_ACK = 1 << 13;
    static final int REUSED_PORTS = 1 << 14;

    private static final int ANY_RETRANSMISSION = RETRANSMISSION | FAST_RETRANSMISSION | SPURIOUS_RETRANSMISSION;

    private int flags;
    private boolean noteworthy;
    private boolean inLine;
    private boolean repeatsSome;
    private boolean repeats;
    private boolean fills;
    private boolean leavesHole;
    private long sinceLastNanos;
    private long ackRttNanos;
    private long initialRttNanos;
    private long bytesInFlight;
    private long duplicateAckNumber;
    private long duplicateAckFrame;

    SegmentAnalysis() {
        clear();
    }

    void clear() {
        flags = 0;
        noteworthy = false;
        inLine = true;
        repeatsSome = false;
        repeats = false;
        fills = false;
        leavesHole = false;
        sinceLastNanos = ABSENT;
        ackRttNanos = ABSENT;
        initialRttNanos = ABSENT;
        bytesInFlight = ABSENT;
        duplicateAckNumber = ABSENT;
        duplicateAckFrame = ABSENT;
    }

    void set(int flag) {
        flags |= flag;
        noteworthy = true;
    }

    void setPlace(boolean repeatsSome, boolean repeatsAll, boolean fills, boolean leavesHole) {
        inLine = false;
        this.repeatsSome = repeatsSome;
        this.repeats = repeatsAll;
        this.fills = fills;
        this.leavesHole = leavesHole;
    }

    void setSinceLast(long nanos) {
        sinceLastNanos = nanos;
    }

    /** Wireshark shows the initial RTT only in segments of which it has something else to say. */
    void setNoteworthy() {
        noteworthy = true;
    }

    boolean isNoteworthy() {
        return noteworthy;
    }

    void setAckRtt(long nanos) {
        noteworthy = true;
        ackRttNanos = nanos == 0 ? ABSENT : nanos;
    }

    void setInitialRtt(long nanos) {
        initialRttNanos = nanos;
    }

    void setBytesInFlight(long octets) {
        bytesInFlight = octets;
    }

    void setDuplicateAck(long number, long frame) {
        set(DUPLICATE_ACK);
        duplicateAckNumber = number;
        duplicateAckFrame = frame;
    }

    /** Whether Wireshark has {@code tcp.analysis.flags}: any of what this tells but numbers. */
    public boolean hasFlags() {
        return flags != 0;
    }

    int flags() {
        return flags;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** {@code tcp.analysis.retransmission} as a filter has it: sent again, of whichever kind. */
    public boolean isAnyRetransmission() {
        return has(ANY_RETRANSMISSION);
    }

    /** Sent again, and neither fast nor spurious: a retransmission timeout, most likely. */
    public boolean isRetransmission() {
        return has(RETRANSMISSION);
    }

    /** Sent again within 20 ms of the second or a later duplicate ACK that asked for it. */
    public boolean isFastRetransmission() {
        return has(FAST_RETRANSMISSION);
    }

    /** Sent again though it had been acknowledged. */
    public boolean isSpuriousRetransmission() {
        return has(SPURIOUS_RETRANSMISSION);
    }

    /** Behind what was seen already, but within the initial RTT (3 ms where unknown): overtaken, not sent again. */
    public boolean isOutOfOrder() {
        return has(OUT_OF_ORDER);
    }

    /** Whether it brings what follows on all that was captured before, or nothing. So is said below by numbers alone. */
    public boolean isInLine() {
        return inLine;
    }

    /** Whether some of what it brings was captured before. */
    public boolean repeatsSome() {
        return repeatsSome;
    }

    /** Whether it comes ahead of what had not been captured. */
    public boolean leavesHole() {
        return leavesHole;
    }

    /**
     * Whether all that it brings, SYN and FIN included, was captured before. By its numbers alone: Wireshark, which goes
     * by time as well, may call the same segment retransmitted or overtaken.
     */
    public boolean repeats() {
        return repeats;
    }

    /** Whether it brings what was not captured before, though octets behind it were: likewise by its numbers alone. */
    public boolean fills() {
        return fills;
    }

    /** Nanoseconds since its sender's segment before it, {@link #ABSENT} for the first. */
    public long sinceLastNanos() {
        return sinceLastNanos;
    }

    /** Octets before it were not seen. */
    public boolean isLostSegment() {
        return has(LOST_SEGMENT);
    }

    /** Acknowledges octets that were not seen. */
    public boolean isAckLostSegment() {
        return has(ACK_LOST_SEGMENT);
    }

    /** Says nothing that the segment before it in this direction did not say. */
    public boolean isDuplicateAck() {
        return has(DUPLICATE_ACK);
    }

    public boolean isKeepAlive() {
        return has(KEEP_ALIVE);
    }

    public boolean isKeepAliveAck() {
        return has(KEEP_ALIVE_ACK);
    }

    public boolean isWindowUpdate() {
        return has(WINDOW_UPDATE);
    }

    /** Fills the receiver's window to its edge. */
    public boolean isWindowFull() {
        return has(WINDOW_FULL);
    }

    /** Closes the sender's own receive window. */
    public boolean isZeroWindow() {
        return has(ZERO_WINDOW);
    }

    public boolean isZeroWindowProbe() {
        return has(ZERO_WINDOW_PROBE);
    }

    public boolean isZeroWindowProbeAck() {
        return has(ZERO_WINDOW_PROBE_ACK);
    }

    /** Opens a connection between ports of which an earlier connection is known. */
    public boolean isReusedPorts() {
        return has(REUSED_PORTS);
    }

    /**
     * Nanoseconds from the segment that this one acknowledges to this one, {@link #ABSENT} where it acknowledges none
     * to its end or in no time; another negative number where the capture's clock stepped back.
     */
    public long ackRttNanos() {
        return ackRttNanos;
    }

    /**
     * Nanoseconds from the connection's last SYN to the first ACK after it, or {@link #ABSENT}. As in Wireshark,
     * present only in segments of which something else is said as well; {@link Connection#initialRttNanos} has it
     * always.
     */
    public long initialRttNanos() {
        return initialRttNanos;
    }

    /** Octets sent in this direction and not acknowledged, this segment's included, or {@link #ABSENT}. */
    public long bytesInFlight() {
        return bytesInFlight;
    }

    /** Counts duplicate ACKs of one number from 1, or {@link #ABSENT}. */
    public long duplicateAckNumber() {
        return duplicateAckNumber;
    }

    /** The frame that acknowledged the number first, or {@link #ABSENT}. */
    public long duplicateAckFrame() {
        return duplicateAckFrame;
    }
}
