package parley.analyzer.tcp;

/**
 * Arithmetic on 32-bit TCP sequence numbers, which wrap (RFC 9293 section 3.4). Two numbers compare by the sign of
 * their difference, which is right while they are less than 2^31 apart.
 */
public final class SequenceNumber {
    private SequenceNumber() {}

    /** How far {@code a} is ahead of {@code b}, in octets; negative where it is behind. */
    public static int difference(int a, int b) {
        return a - b;
    }

    public static boolean isBefore(int a, int b) {
        return a - b < 0;
    }

    /** Of two numbers that are 2^31 apart each is before the other, as Wireshark's LE_SEQ has it. */
    static boolean isAtOrBefore(int a, int b) {
        return a - b <= 0;
    }

    public static boolean isAfter(int a, int b) {
        return a - b > 0;
    }

    /** The number as Wireshark shows it relative to the one that a direction started with: 0 to 2^32 - 1. */
    public static long relative(int number, int base) {
        return (number - base) & 0xffff_ffffL;
    }
}
