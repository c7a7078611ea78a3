package parley.analyzer.capture.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tar, the POSIX formats (ustar and pax) and GNU's and those before: records of 512 octets, a header before each file.
 * The library that reads ZIP keeps names, extended headers and maps of sparse files however long they are; here a header
 * is at most {@value #MOST_EXTENDED} octets, and of what is longer the rest is passed over.
 */
final class TarEntries implements Entries {
    static final int RECORD = 512;

    private static final int MOST_EXTENDED = 1 << 16;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_LENGTH = 155;

    /** A line of a pax header: its length, a keyword and a value. */
    private static final Pattern PAX_LINE =
            Pattern.compile("^\\d+ (path|size|GNU\\.sparse\\.[a-z]+)=(.*)$", Pattern.MULTILINE);

    private final InputStream in;

    /** Octets of the current file that have not been read, and those that fill its last record. */
    private long left;

    private int padding;

    TarEntries(InputStream in) {
        this.in = in;
    }

    /** Whether it is a header, by its checksum. */
    static boolean isHeader(byte[] head) {
        if (head.length < RECORD || head[0] == 0) {
            return false;
        }
        long sum = 0;
        for (int i = 0; i < RECORD; i++) {
            boolean inChecksum = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
            sum += inChecksum ? ' ' : head[i] & 0xff;
        }
        return sum == octal(head, CHECKSUM_AT, CHECKSUM_LENGTH);
    }

    @Override
    public @Nullable Entry next() throws IOException {
        String longName = null;
        Long longSize = null;
        boolean sparse = false;
        while (true) {
            skip(left);
            in.readNBytes(padding);
            left = 0;
            padding = 0;
            byte[] header = new byte[RECORD];
            int there = in.readNBytes(header, 0, RECORD);
            if (there == 0 || (there == RECORD && header[0] == 0)) {
                return null;
            }
            if (there < RECORD) {
                throw new EOFException("it ends inside a header");
            }
            if (!isHeader(header)) {
                throw new IOException("a header's checksum is wrong");
            }
            begin(longSize == null ? size(header) : longSize);
            longSize = null;
            switch (header[TYPE_AT]) {
                case 'L' -> longName = cString(extended());
                case 'x' -> {
                    Matcher lines = PAX_LINE.matcher(new String(extended(), StandardCharsets.UTF_8));
                    while (lines.find()) {
                        String value = String.valueOf(lines.group(2));
                        switch (String.valueOf(lines.group(1))) {
                            case "path" -> longName = value;
                            case "size" -> longSize = number(value);
                            default -> sparse = true;
                        }
                    }
                }
                case '0', 0, '7', 'S' -> {
                    String name = longName == null ? name(header) : longName;
                    if (!name.endsWith("/")) {
                        return new Entry(name, sparse || header[TYPE_AT] == 'S' ? "a sparse file" : null);
                    }
                    longName = null;
                }
                // Links and devices have no content whatever their size says; other headers are about names alone.
                case '1', '2', '3', '4', '5', '6' -> {
                    begin(0);
                    longName = null;
                    sparse = false;
                }
                default -> {}
            }
        }
    }

    private void begin(long size) throws IOException {
        if (size < 0) {
            throw new IOException("a header's size makes no sense");
        }
        left = size;
        padding = (int) (-size & (RECORD - 1));
    }

    private byte[] extended() throws IOException {
        byte[] octets = new byte[(int) Math.min(left, MOST_EXTENDED)];
        int there = 0;
        for (int count = read(octets, 0, octets.length);
                count > 0;
                count = read(octets, there, octets.length - there)) {
            there += count;
        }
        return octets;
    }

    private static String name(byte[] header) {
        String name = cString(Arrays.copyOf(header, NAME_LENGTH));
        boolean isUstar =
                Arrays.equals(header, MAGIC_AT, MAGIC_AT + 6, "ustar\0".getBytes(StandardCharsets.US_ASCII), 0, 6);
        if (!isUstar || header[PREFIX_AT] == 0) {
            return name;
        }
        return cString(Arrays.copyOfRange(header, PREFIX_AT, PREFIX_AT + PREFIX_LENGTH)) + "/" + name;
    }

    private static String cString(byte[] octets) {
        int end = 0;
        while (end < octets.length && octets[end] != 0) {
            end++;
        }
        return new String(octets, 0, end, StandardCharsets.UTF_8);
    }

    /** Octal digits, or where the first bit is set a number of the octets after it, as GNU tar and star write large ones. */
    private static long size(byte[] header) {
        if (header[SIZE_AT] >= 0) {
            return octal(header, SIZE_AT, SIZE_LENGTH);
        }
        long value = 0;
        for (int i = SIZE_LENGTH - Long.BYTES; i < SIZE_LENGTH; i++) {
            value = value << Byte.SIZE | header[SIZE_AT + i] & 0xff;
        }
        return value;
    }

    /** -1 where it is no number. */
    private static long octal(byte[] header, int from, int length) {
        String digits = new String(header, from, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .trim();
        try {
            return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException noNumber) {
            return -1;
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int most = (int) Math.min(length, left);
        if (most == 0) {
            return left == 0 ? -1 : 0;
        }
        int count = in.read(target, offset, most);
        if (count < 0) {
            throw new EOFException("it ends inside a file");
        }
        left -= count;
        return count;
    }

    private void skip(long count) throws IOException {
        try {
            in.skipNBytes(count);
        } catch (EOFException cut) {
            throw new EOFException("it ends inside a file");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
