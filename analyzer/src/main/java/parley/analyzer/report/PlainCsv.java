package parley.analyzer.report;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.IpAddress;

/**
 * A CSV file none of whose cells needs quotes (RFC 4180 section 2): numbers, addresses, flags. It is written cell by cell
 * without a {@code String} a cell, for files with a row a packet. Used by one thread.
 */
final class PlainCsv implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_ROW = 1 << 12;
    private static final int LONGEST_NUMBER = 19;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private int end;
    private @Nullable IOException failure;

    /**
     * Begins the file with its header row.
     *
     * @param name of the file, for what is said if it cannot be written
     */
    PlainCsv(String name, OutputStream out, String... header) {
        this.name = name;
        this.out = out;
        for (String column : header) {
            cell(column);
        }
        endRow();
    }

    /** Text of ASCII without quotes, commas and ends of lines; null for an empty cell. */
    PlainCsv cell(@Nullable String plain) {
        if (plain != null) {
            for (int i = 0; i < plain.length(); i++) {
                buffer[end++] = (byte) plain.charAt(i);
            }
        }
        return endCell();
    }

    PlainCsv empty() {
        return endCell();
    }

    PlainCsv empty(int cells) {
        for (int i = 0; i < cells; i++) {
            endCell();
        }
        return this;
    }

    PlainCsv cell(long number) {
        if (number < 0) {
            return cell(Long.toString(number));
        }
        write(number);
        return endCell();
    }

    /** {@code 1}, or nothing. */
    PlainCsv flag(boolean set) {
        if (set) {
            buffer[end++] = '1';
        }
        return endCell();
    }

    /** For instance {@code 0x0012}. */
    PlainCsv hexadecimal(int sixteenBits) {
        buffer[end++] = '0';
        buffer[end++] = 'x';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[end++] = HEX[sixteenBits >>> shift & 15];
        }
        return endCell();
    }

    /** Seconds with nine digits behind the point. */
    PlainCsv seconds(long nanos) {
        if (nanos < 0) {
            return cell(Seconds.format(nanos, 9));
        }
        write(nanos / 1_000_000_000);
        buffer[end++] = '.';
        int rest = (int) (nanos % 1_000_000_000);
        for (int at = end + 8; at >= end; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        end += 9;
        return endCell();
    }

    PlainCsv address(IpAddress address) {
        if (address.version() == 6) {
            return cell(address.toString());
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            write(address.low() >>> shift & 255);
            buffer[end++] = shift == 0 ? (byte) ',' : (byte) '.';
        }
        return this;
    }

    private void write(long number) {
        int at = LONGEST_NUMBER;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        System.arraycopy(digits, at, buffer, end, LONGEST_NUMBER - at);
        end += LONGEST_NUMBER - at;
    }

    private PlainCsv endCell() {
        buffer[end++] = ',';
        return this;
    }

    /** Ends the row; a failure is kept for {@link #finish}. */
    void endRow() {
        buffer[end - 1] = '\n';
        if (end > BUFFER - LONGEST_ROW) {
            flush();
        }
    }

    private void flush() {
        try {
            if (failure == null) {
                out.write(buffer, 0, end);
            }
        } catch (IOException notWritten) {
            failure = notWritten;
        }
        end = 0;
    }

    /** @throws IOException if anything could not be written */
    void finish() throws IOException {
        flush();
        if (failure != null) {
            throw new IOException(name + " could not be written: " + failure.getMessage(), failure);
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
