package parley.analyzer.tcp;

/**
 * What reassembly may hold.
 *
 * @param connections that the table keeps; beyond it half-open ones leave first, then the longest closed, then the
 *     oldest
 * @param lingering half-open connections that the table keeps, and as many closed ones: those who scan or flood open many
 * @param connectionBytes about what the connections in the table may take with all that an analysis keeps of them; beyond
 *     it they leave as beyond their number
 * @param pendingBytes octets that one direction holds out of order, with about 200 more for each piece; beyond it what
 *     is missing counts as lost
 * @param pendingBytesInAll the same for all directions together
 * @param recentOctets octets given out that are remembered, of all directions together, to compare with what is sent again
 */
public record ReassemblyLimits(
        int connections,
        int lingering,
        long connectionBytes,
        int pendingBytes,
        long pendingBytesInAll,
        int recentOctets) {
    private static final long MOST_PENDING = 512L << 20;

    /** From here on the number of connections alone decides. Of {@code -Xmx1g} a collector may leave less than 1 GiB. */
    private static final long LARGE_HEAP = 900L << 20;

    /** Of what connections may take: one segment in so many bytes may wait, so that these take a third of it at most. */
    private static final int BYTES_FOR_A_SEGMENT = 96;

    /** What suits the heap of this process. */
    public static final ReassemblyLimits DEFAULT = ofHeap(Runtime.getRuntime().maxMemory());

    /**
     * What suits a heap of so many bytes: connections may take a third of one of less than 900 MiB, what is held out of order a
     * quarter of any.
     */
    public static ReassemblyLimits ofHeap(long bytes) {
        return new ReassemblyLimits(
                1_000_000,
                100_000,
                bytes < LARGE_HEAP ? bytes / 3 : Long.MAX_VALUE,
                16 << 20,
                Math.min(MOST_PENDING, bytes / 4),
                8 << 20);
    }

    /** Segments that wait for their acknowledgement, of all connections together. */
    int unacknowledgedSegments() {
        return (int) Math.min(1 << 20, connectionBytes / BYTES_FOR_A_SEGMENT);
    }

    /** Tokens of Multipath TCP, of which a connection has two. */
    int multipathTokens() {
        return (int) Math.min(connections, connectionBytes / Connection.BYTES);
    }

    /** The same with nothing remembered of what was given out: where nobody asks whether octets sent again differ. */
    public ReassemblyLimits withoutRecentOctets() {
        return new ReassemblyLimits(connections, lingering, connectionBytes, pendingBytes, pendingBytesInAll, 0);
    }
}
