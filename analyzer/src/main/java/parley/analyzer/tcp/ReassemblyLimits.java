package parley.analyzer.tcp;

/**
 * What reassembly may hold.
 *
 * @param connections that the table keeps; beyond it half-open ones leave first, then the longest closed, then the
 *     oldest
 * @param lingering half-open connections that the table keeps, and as many closed ones: those who scan or flood open many
 * @param pendingBytes octets that one direction holds out of order, with about 200 more for each piece; beyond it what
 *     is missing counts as lost
 * @param pendingBytesInAll the same for all directions together
 * @param recentOctets octets given out that are remembered, of all directions together, to compare with what is sent again
 */
public record ReassemblyLimits(
        int connections, int lingering, int pendingBytes, long pendingBytesInAll, int recentOctets) {
    private static final long MOST_PENDING = 512L << 20;

    /** What is held out of order may take a quarter of the heap. */
    public static final ReassemblyLimits DEFAULT = new ReassemblyLimits(
            1_000_000,
            100_000,
            16 << 20,
            Math.min(MOST_PENDING, Runtime.getRuntime().maxMemory() / 4),
            8 << 20);

    /** The same with nothing remembered of what was given out: where nobody asks whether octets sent again differ. */
    public ReassemblyLimits withoutRecentOctets() {
        return new ReassemblyLimits(connections, lingering, pendingBytes, pendingBytesInAll, 0);
    }
}
