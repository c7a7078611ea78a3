package parley.analyzer.replay.diff;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.analyzer.findings.Words;

/**
 * From when on something counts as slower: where it takes more than so many times as long as in A, and so much longer.
 *
 * @param times at least 1
 * @param by not negative
 */
public record Slower(double times, Duration by) {
    public static final Slower DEFAULT = new Slower(3, Duration.ofMillis(50));

    private static final Pattern TIMES = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)x");
    private static final Pattern MILLIS = Pattern.compile("(\\d{1,9})ms");

    /**
     * Reads {@code 3x,50ms}, {@code 3x} or {@code 50ms}.
     *
     * @throws IllegalArgumentException if it is none of these; the message says so
     */
    public static Slower parse(String text) {
        double times = 1;
        Duration by = Duration.ZERO;
        for (String part : text.split(",", -1)) {
            Matcher factor = TIMES.matcher(part);
            Matcher millis = MILLIS.matcher(part);
            if (factor.matches() && Double.parseDouble(factor.group(1)) >= 1) {
                times = Double.parseDouble(factor.group(1));
            } else if (millis.matches()) {
                by = Duration.ofMillis(Long.parseLong(millis.group(1)));
            } else {
                throw new IllegalArgumentException(
                        "takes times from 1x on, milliseconds, or both: 3x, 50ms or 3x,50ms; not '" + text + "'");
            }
        }
        return new Slower(times, by);
    }

    boolean test(long nanosA, long nanosB) {
        return nanosB > nanosA * times && nanosB - nanosA > by.toNanos();
    }

    /** For instance {@code more than 3 times and 50 ms later}. */
    @Override
    public String toString() {
        String factor = times == Math.rint(times) ? Words.number((long) times) : Double.toString(times);
        if (times == 1) {
            return by.isZero() ? "later" : "more than " + by.toMillis() + " ms later";
        }
        return "more than " + factor + " times" + (by.isZero() ? "" : " and " + by.toMillis() + " ms") + " later";
    }
}
