package parley.analyzer.tcp;

/** What all reassemblers of an analysis share: where octets go, and how many are held. */
final class Reassembly {
    /** About what the heap takes for a piece beside its octets: array header, tree entry, boxed position, carrier. */
    private static final int PIECE_OVERHEAD = 192;

    private final StreamListener listener;
    private final ReassemblyLimits limits;
    private final Overlap overlap;
    private final RecentOctets recent;
    private final StreamData data = new StreamData();
    private long pendingBytes;
    private long limitsReached;

    Reassembly(StreamListener listener, ReassemblyLimits limits, Overlap overlap) {
        this.listener = listener;
        this.limits = limits;
        this.overlap = overlap;
        this.recent = new RecentOctets(limits.recentOctets());
    }

    StreamListener listener() {
        return listener;
    }

    Overlap overlap() {
        return overlap;
    }

    /** What all directions gave out last. */
    RecentOctets recent() {
        return recent;
    }

    StreamData data() {
        return data;
    }

    /** What holding octets takes, so that many small pieces reach the limit as few large ones do. */
    static int costOf(byte[] piece) {
        return piece.length + PIECE_OVERHEAD;
    }

    void hold(byte[] piece) {
        pendingBytes += costOf(piece);
    }

    void release(byte[] piece) {
        pendingBytes -= costOf(piece);
    }

    boolean isFull(int pendingOfDirection) {
        return pendingOfDirection > limits.pendingBytes() || pendingBytes > limits.pendingBytesInAll();
    }

    void limitReached() {
        limitsReached++;
    }

    /** How often octets were given up because too many were held out of order. */
    long limitsReached() {
        return limitsReached;
    }
}
