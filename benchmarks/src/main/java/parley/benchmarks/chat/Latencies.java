package parley.benchmarks.chat;

/** Durations, counted in steps of less than 2 % of themselves. */
final class Latencies {
    private static final int STEPS = 64;
    private static final int STEP_BITS = 6;

    private final long[] counts = new long[Long.SIZE * STEPS];
    private long count;

    void record(long nanos) {
        counts[step(Math.max(1, nanos))]++;
        count++;
    }

    long count() {
        return count;
    }

    /** Milliseconds that so large a share of the durations does not exceed; NaN where there is none. */
    double millis(double share) {
        long left = (long) Math.ceil(share * count);
        for (int i = 0; i < counts.length; i++) {
            left -= counts[i];
            if (left <= 0 && counts[i] > 0) {
                return upper(i) / 1e6;
            }
        }
        return Double.NaN;
    }

    private static int step(long nanos) {
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        int shift = Math.max(0, power - STEP_BITS);
        return power * STEPS + (int) (nanos >>> shift & (STEPS - 1));
    }

    private static long upper(int step) {
        int power = step / STEPS;
        int shift = Math.max(0, power - STEP_BITS);
        return power < STEP_BITS ? step % STEPS : (long) (STEPS + step % STEPS + 1) << shift;
    }
}
