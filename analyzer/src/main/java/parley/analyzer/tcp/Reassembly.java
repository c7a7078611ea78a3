package parley.analyzer.tcp;

/** What all reassemblers of an analysis share: where octets go, and how many are held. */
final class Reassembly {
    private final StreamListener listener;
    private final ReassemblyLimits limits;
    private final StreamData data = new StreamData();
    private long pendingBytes;
    private long limitsReached;

    Reassembly(StreamListener listener, ReassemblyLimits limits) {
        this.listener = listener;
        this.limits = limits;
    }

    StreamListener listener() {
        return listener;
    }

    StreamData data() {
        return data;
    }

    void hold(int bytes) {
        pendingBytes += bytes;
    }

    void release(int bytes) {
        pendingBytes -= bytes;
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
