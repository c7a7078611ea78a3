package parley.analyzer.report.html;

/**
 * Times as whole numbers in the capture's own resolution, which the page shows with the digits of the CSV files.
 *
 * @param firstNanos when the first packet was captured, in nanoseconds since the epoch
 * @param digits behind the point of a second, 0 to 9
 */
record Ticks(long firstNanos, int digits) {
    /** What is not known. */
    static final long ABSENT = -1;

    /** Since the first packet; negative for what the capture has from before it. */
    long at(long nanos) {
        return (nanos - firstNanos) / nanosEach();
    }

    /** How long something took, {@link #ABSENT} where that is negative. */
    long lasting(long nanos) {
        return nanos < 0 ? ABSENT : nanos / nanosEach();
    }

    private long nanosEach() {
        long each = 1;
        for (int i = digits; i < 9; i++) {
            each *= 10;
        }
        return each;
    }
}
