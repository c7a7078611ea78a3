package parley.analyzer.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.IpAddress;

/**
 * A table as it is written in some format: the cells of a row in the order of the columns, each by the method of its type,
 * then {@link #endRow}. What cannot be written is kept for {@link #finish}. Used by one thread.
 */
public interface TableWriter extends Closeable {
    /** A cell without a value. */
    void absent();

    void number(long number);

    /** {@code 1}, or no value. */
    void flag(boolean set);

    void truth(boolean truth);

    /** Nanoseconds as seconds with so many digits after the point. */
    void seconds(long nanos, int digits);

    /** Sixteen bits, for instance {@code 0x0012}. */
    void hexadecimal(int sixteenBits);

    void address(IpAddress address);

    /** Text; null or nothing for no value. */
    void text(@Nullable String text);

    /** Text in UTF-8. */
    default void text(byte[] octets, int from, int count) {
        text(new String(octets, from, count, StandardCharsets.UTF_8));
    }

    /** Short text of ASCII without quotes, commas and ends of lines; null or nothing for no value. */
    default void word(@Nullable String plain) {
        text(plain);
    }

    /** Likewise, as octets. */
    default void word(byte[] octets, int from, int count) {
        text(octets, from, count);
    }

    /** A number that one value stands for the want of. */
    default void number(long number, long absent) {
        if (number == absent) {
            absent();
        } else {
            number(number);
        }
    }

    /** A frame or message number, 0 where there is none. */
    default void known(long number) {
        number(number, 0);
    }

    void endRow();

    /**
     * Ends the table with the last row that is whole.
     *
     * @throws IOException if anything could not be written
     */
    void finish() throws IOException;
}
