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
 */
public record ReassemblyLimits(int connections, int lingering, int pendingBytes, long pendingBytesInAll) {
    public static final ReassemblyLimits DEFAULT = new ReassemblyLimits(1_000_000, 100_000, 16 << 20, 512L << 20);
}
