package parley.analyzer.report;

/** Nanoseconds as decimal seconds. */
public final class Seconds {
    private static final long NANOS = 1_000_000_000L;

    private Seconds() {}

    /** For instance {@code 2.890} for 2,889,713,496 with 3 digits, 0 to 8: to the nearest. */
    public static String rounded(long nanos, int digits) {
        long unit = NANOS;
        for (int i = 0; i < digits; i++) {
            unit /= 10;
        }
        return format(nanos + (nanos < 0 ? -unit / 2 : unit / 2), digits);
    }

    /**
     * For instance {@code 0.032328} for 32,328,000 with 6 digits.
     *
     * @param digits behind the point, 0 to 9; what is finer is cut off
     */
    public static String format(long nanos, int digits) {
        // Of Long.MIN_VALUE the absolute value is right when read as unsigned.
        long magnitude = Math.abs(nanos);
        long whole = Long.divideUnsigned(magnitude, NANOS);
        String fraction =
                Long.toString(NANOS + Long.remainderUnsigned(magnitude, NANOS)).substring(1, 1 + digits);
        boolean isZero = whole == 0 && fraction.chars().allMatch(c -> c == '0');
        String sign = nanos < 0 && !isZero ? "-" : "";
        return sign + whole + (digits > 0 ? "." + fraction : "");
    }
}
