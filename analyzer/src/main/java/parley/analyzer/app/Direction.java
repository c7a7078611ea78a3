package parley.analyzer.app;

import java.util.Locale;

/** Who sent something. */
public enum Direction {
    CLIENT,
    SERVER;

    /** The other one. */
    public Direction other() {
        return this == CLIENT ? SERVER : CLIENT;
    }

    /** {@code client} or {@code server}, as reports say it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
