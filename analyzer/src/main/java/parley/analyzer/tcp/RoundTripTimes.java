package parley.analyzer.tcp;

import java.util.Arrays;

/**
 * Round-trip times of a connection, in nanoseconds: exact quantiles of up to {@value #EXACT} of them; beyond, counts in
 * buckets of which each is at most 1/32 of its value wide. Memory is bounded by 16 KiB. Quantiles are of the nearest
 * rank: the smallest time that at least that share of all times does not exceed.
 */
public final class RoundTripTimes {
    static final int EXACT = 2_048;

    private static final int SUB_BUCKET_BITS = 5;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
    private static final int BUCKETS = (64 - SUB_BUCKET_BITS) * SUB_BUCKETS;

    private long[] samples = {};
    private int[] buckets = {};
    private long count;
    private long max = SegmentAnalysis.ABSENT;

    void add(long nanos) {
        if (count < EXACT) {
            if (count == samples.length) {
                samples = Arrays.copyOf(samples, (int) Math.max(4, 2 * count));
            }
            samples[(int) count] = nanos;
        } else {
            if (count == EXACT) {
                buckets = new int[BUCKETS];
                for (long sample : samples) {
                    buckets[bucketOf(sample)]++;
                }
                samples = new long[0];
            }
            buckets[bucketOf(nanos)]++;
        }
        count++;
        max = Math.max(max, nanos);
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** In nanoseconds; {@link SegmentAnalysis#ABSENT} where there is no time. */
    public long median() {
        return quantile(0.5);
    }

    /** The 99th percentile in nanoseconds; {@link SegmentAnalysis#ABSENT} where there is no time. */
    public long percentile99() {
        return quantile(0.99);
    }

    /** The longest in nanoseconds; {@link SegmentAnalysis#ABSENT} where there is no time. */
    public long max() {
        return max;
    }

    private long quantile(double share) {
        if (count == 0) {
            return SegmentAnalysis.ABSENT;
        }
        long rank = (long) Math.ceil(share * count);
        if (count <= EXACT) {
            long[] sorted = Arrays.copyOf(samples, (int) count);
            Arrays.sort(sorted);
            return sorted[(int) rank - 1];
        }
        int bucket = 0;
        long below = buckets[0];
        while (below < rank) {
            below += buckets[++bucket];
        }
        return Math.min(upperEdge(bucket), max);
    }

    /** Values below {@link #SUB_BUCKETS} have a bucket each; above, each power of two has {@link #SUB_BUCKETS}. */
    private static int bucketOf(long value) {
        int shift = Math.max(0, 63 - SUB_BUCKET_BITS - Long.numberOfLeadingZeros(value));
        return shift * SUB_BUCKETS + (int) (value >>> shift);
    }

    private static long upperEdge(int bucket) {
        int shift = Math.max(0, bucket / SUB_BUCKETS - 1);
        return ((bucket - (long) shift * SUB_BUCKETS + 1) << shift) - 1;
    }
}
