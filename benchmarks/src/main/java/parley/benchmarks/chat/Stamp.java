package parley.benchmarks.chat;

import java.util.HexFormat;

/** The beginning of a message's text: who sent it, as which of its messages, and when. */
final class Stamp {
    static final byte MARK = '^';

    private static final HexFormat HEX = HexFormat.of();
    private static final int INDEX = 1;
    private static final int NUMBER = INDEX + Integer.BYTES * 2;
    private static final int NANOS = NUMBER + Integer.BYTES * 2;
    private static final int END = NANOS + Long.BYTES * 2;

    private Stamp() {}

    /** The stamp, filled up to a length with x. */
    static String text(int sender, int number, long nanos, int length) {
        String stamp = (char) MARK + HEX.toHexDigits(sender) + HEX.toHexDigits(number) + HEX.toHexDigits(nanos);
        return stamp + "x".repeat(Math.max(0, length - END));
    }

    static int sender(byte[] line, int at) {
        return (int) number(line, at + INDEX, at + NUMBER);
    }

    static int number(byte[] line, int at) {
        return (int) number(line, at + NUMBER, at + NANOS);
    }

    static long nanos(byte[] line, int at) {
        return number(line, at + NANOS, at + END);
    }

    private static long number(byte[] line, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 4 | HexFormat.fromHexDigit(line[i]);
        }
        return value;
    }
}
