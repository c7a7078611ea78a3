package parley.analyzer.report;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table: its name, what its cells are, and how one is had of a row.
 *
 * @param <R> what a row is made of
 */
public record Column<R>(String name, Type type, Cell<R> cell) {
    /** What a column's cells are; each may be without a value. */
    public enum Type {
        NUMBER,
        /** 1, or no value. */
        FLAG,
        TRUTH,
        /** Seconds with a fraction. */
        SECONDS,
        TEXT
    }

    /** Writes a row's cell. */
    public interface Cell<R> {
        void write(R row, TableWriter out);
    }

    static <R> Column<R> number(String name, ToLongFunction<R> value) {
        return new Column<>(name, Type.NUMBER, (row, out) -> out.number(value.applyAsLong(row)));
    }

    /** A number that {@code absent} stands for the want of. */
    static <R> Column<R> number(String name, long absent, ToLongFunction<R> value) {
        return new Column<>(name, Type.NUMBER, (row, out) -> out.number(value.applyAsLong(row), absent));
    }

    /** A number that may be null. */
    static <R> Column<R> maybe(String name, Function<R, @Nullable Number> value) {
        return new Column<>(name, Type.NUMBER, (row, out) -> {
            Number number = value.apply(row);
            if (number == null) {
                out.absent();
            } else {
                out.number(number.longValue());
            }
        });
    }

    static <R> Column<R> truth(String name, Predicate<R> value) {
        return new Column<>(name, Type.TRUTH, (row, out) -> out.truth(value.test(row)));
    }

    /** A truth that may be null. */
    static <R> Column<R> maybeTruth(String name, Function<R, @Nullable Boolean> value) {
        return new Column<>(name, Type.TRUTH, (row, out) -> {
            Boolean truth = value.apply(row);
            if (truth == null) {
                out.absent();
            } else {
                out.truth(truth);
            }
        });
    }

    static <R> Column<R> text(String name, Function<R, @Nullable String> value) {
        return new Column<>(name, Type.TEXT, (row, out) -> out.text(value.apply(row)));
    }

    /** Nanoseconds that something took, no value where they are negative. */
    static <R> Column<R> lasting(String name, ToLongFunction<R> nanos, ToLongFunction<R> digits) {
        return new Column<>(name, Type.SECONDS, (row, out) -> {
            long taken = nanos.applyAsLong(row);
            if (taken < 0) {
                out.absent();
            } else {
                out.seconds(taken, (int) digits.applyAsLong(row));
            }
        });
    }
}
