package parley.analyzer.replay.packets;

/**
 * How late packets were, counted in classes that are a sixteenth of their lower bound wide: what is told is at most
 * that much too large.
 */
public final class Lateness {
    private static final int EXPONENT_SHIFT = 4;
    private static final int CLASSES_A_POWER = 1 << EXPONENT_SHIFT;

    private final long[] counts = new long[CLASSES_A_POWER * (Long.SIZE - EXPONENT_SHIFT)];
    private long total;
    private long most;

    /** Counts a packet that was so many nanoseconds late, at least 0. */
    void add(long nanos) {
        counts[classOf(nanos)]++;
        total++;
        most = Math.max(most, nanos);
    }

    private static int classOf(long nanos) {
        int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - EXPONENT_SHIFT - 1);
        return (exponent << EXPONENT_SHIFT) + (int) (nanos >>> exponent);
    }

    private static long upperBound(int index) {
        int exponent = Math.max(0, (index >>> EXPONENT_SHIFT) - 1);
        return ((long) (index - (exponent << EXPONENT_SHIFT)) + 1 << exponent) - 1;
    }

    /** Packets counted. */
    public long total() {
        return total;
    }

    /**
     * What a share of the packets was late at most, in nanoseconds; 0 where there are none.
     *
     * @param share 0 to 1
     */
    public long percentile(double share) {
        long wanted = (long) Math.ceil(total * share);
        long passed = 0;
        for (int i = 0; i < counts.length; i++) {
            passed += counts[i];
            if (passed >= wanted && passed > 0) {
                return Math.min(upperBound(i), most);
            }
        }
        return 0;
    }

    /** What the latest packet was late, in nanoseconds. */
    public long most() {
        return most;
    }
}
