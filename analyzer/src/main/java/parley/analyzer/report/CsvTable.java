package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.IpAddress;

/**
 * A CSV file (RFC 4180), UTF-8, LF: cells of numbers, addresses and flags, which need no quotes (section 2), are written
 * without a {@code String} each.
 */
final class CsvTable implements TableWriter {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_ROW = 1 << 12;
    private static final int LONGEST_NUMBER = 19;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private int end;
    /** Where in the buffer the rows that are whole end. */
    private int wholeRows;

    private @Nullable IOException failure;

    /**
     * Begins the file with its header row.
     *
     * @param name of the file, for what is said if it cannot be written
     */
    CsvTable(String name, OutputStream out, List<String> header) {
        this.name = name;
        this.out = out;
        header.forEach(this::word);
        endRow();
    }

    @Override
    public void word(@Nullable String plain) {
        if (plain != null) {
            for (int i = 0; i < plain.length(); i++) {
                buffer[end++] = (byte) plain.charAt(i);
            }
        }
        absent();
    }

    @Override
    public void word(byte[] octets, int from, int count) {
        System.arraycopy(octets, from, buffer, end, count);
        end += count;
        absent();
    }

    @Override
    public void text(@Nullable String text) {
        if (text == null) {
            absent();
            return;
        }
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        text(octets, 0, octets.length);
    }

    @Override
    public void text(byte[] octets, int from, int count) {
        if (needsQuotes(octets, from, count)) {
            put('"');
            for (int i = from; i < from + count; i++) {
                if (octets[i] == '"') {
                    put('"');
                }
                put((char) octets[i]);
            }
            put('"');
        } else {
            for (int done = 0; done < count; done += LONGEST_ROW) {
                makeRoom();
                int length = Math.min(count - done, LONGEST_ROW);
                System.arraycopy(octets, from + done, buffer, end, length);
                end += length;
            }
        }
        makeRoom();
        absent();
    }

    private static boolean needsQuotes(byte[] octets, int from, int count) {
        for (int i = from; i < from + count; i++) {
            switch (octets[i]) {
                case ',', '"', '\n', '\r' -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    private void put(char octet) {
        makeRoom();
        buffer[end++] = (byte) octet;
    }

    @Override
    public void number(long number) {
        if (number < 0) {
            word(Long.toString(number));
        } else {
            write(number);
            absent();
        }
    }

    @Override
    public void truth(boolean truth) {
        word(truth ? "true" : "false");
    }

    @Override
    public void flag(boolean set) {
        if (set) {
            buffer[end++] = '1';
        }
        absent();
    }

    @Override
    public void hexadecimal(int sixteenBits) {
        buffer[end++] = '0';
        buffer[end++] = 'x';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[end++] = HEX[sixteenBits >>> shift & 15];
        }
        absent();
    }

    @Override
    public void seconds(long nanos, int digits) {
        if (nanos < 0) {
            word(Seconds.format(nanos, digits));
            return;
        }
        write(nanos / 1_000_000_000);
        if (digits > 0) {
            buffer[end++] = '.';
            int rest = (int) (nanos % 1_000_000_000);
            for (int i = digits; i < 9; i++) {
                rest /= 10;
            }
            for (int at = end + digits - 1; at >= end; at--) {
                buffer[at] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            end += digits;
        }
        absent();
    }

    @Override
    public void address(IpAddress address) {
        if (address.version() == 6) {
            word(address.toString());
            return;
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            write(address.low() >>> shift & 255);
            buffer[end++] = shift == 0 ? (byte) ',' : (byte) '.';
        }
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

    @Override
    public void absent() {
        buffer[end++] = ',';
    }

    @Override
    public void endRow() {
        buffer[end - 1] = '\n';
        makeRoom();
        wholeRows = end;
    }

    /** Keeps room for a row without text; what was written last stays, so that its comma can become the row's end. */
    private void makeRoom() {
        if (end > BUFFER - LONGEST_ROW) {
            byte last = buffer[end - 1];
            end--;
            flush();
            buffer[end++] = last;
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
        wholeRows = 0;
    }

    @Override
    public void finish() throws IOException {
        end = wholeRows;
        flush();
        try {
            if (failure == null) {
                out.flush();
            }
        } catch (IOException notWritten) {
            failure = notWritten;
        }
        if (failure != null) {
            throw new IOException(name + " could not be written: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
