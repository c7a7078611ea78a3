package parley.analyzer.report;

/** Nanoseconds as decimal seconds. */
public final class Seconds {
    private static final long NANOS = 1_000_000_000L;

    private Seconds() {}

    /**
     * For instance {@code 0.032328} for 32,328,000 with 6 digits.
     *
     * @param digits behind the point, 0 to 9; what is finer is cut off
     */
    public static String format(long nanos, int digits) {
        StringBuilder text = new StringBuilder(20);
        if (nanos < 0) {
            text.append('-');
        }
        long magnitude = Math.abs(nanos);
        text.append(magnitude / NANOS);
        if (digits > 0) {
            text.append('.');
            String fraction = Long.toString(NANOS + magnitude % NANOS);
            text.append(fraction, 1, 1 + digits);
        }
        return text.toString();
    }
}
