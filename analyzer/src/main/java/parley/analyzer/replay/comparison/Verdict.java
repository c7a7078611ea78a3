package parley.analyzer.replay.comparison;

import java.util.Locale;

/** How an answer to a replay stands to the captured one. */
public enum Verdict {
    EQUAL,
    /** Equal but for what may differ. */
    ALLOWED,
    DIFFERENT,
    MISSING,
    UNEXPECTED,
    OUT_OF_ORDER,
    LATE;

    /** Whether it is no difference. */
    public boolean isFine() {
        return this == EQUAL || this == ALLOWED;
    }

    /** {@code out of order}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
