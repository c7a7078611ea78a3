package parley.analyzer.testing;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * TCP options drawn by lot of which few stacks know, of lengths that are right, wrong and impossible. Left out are
 * orders of Multipath TCP's at which Wireshark 4.0 stops with a failed assertion.
 */
final class OddOptions {
    private static final int SACK = 5;
    private static final int MULTIPATH = 30;
    private static final int MOST_OCTETS = 40;

    private static final int[] KINDS = {
        2, 3, 4, 5, 5, 6, 7, 8, 11, 12, 13, 19, 20, 21, 22, 23, 27, 28, 29, 34, 69, 76, 78, 172, 174, 200, 252, 253, 254
    };
    /** The length of each that has one, by kind; 0 of the others. */
    private static final int[] LENGTHS = new int[256];

    static {
        int[][] known = {
            {2, 4}, {3, 3}, {4, 2}, {6, 6}, {7, 6}, {8, 10}, {11, 6}, {12, 6}, {13, 6}, {19, 18}, {20, 4}, {21, 6},
            {22, 2}, {23, 3}, {27, 8}, {28, 4}, {76, 18}, {78, 16}
        };
        for (int[] pair : known) {
            LENGTHS[pair[0]] = pair[1];
        }
    }

    private static final int[] ANY_LENGTHS = {2, 4, 5, 7, 8, 10, 11, 6, 13, 18};
    private static final int[] EXPERIMENTS = {0xf989, 0xacc0, 0xacc1, 0x00ac, 0xe2d4};
    private static final int JOIN = 1;
    private static final int[] MULTIPATH_LENGTHS = {3, 4, 5, 8, 10, 12, 16, 18, 20, 22, 26, 28, 30};
    private static final int[] JOINS = {16, 24, 3, 8};
    private static final int[] FLAGS_OF_NUMBERS = {0, 1, 4, 5, 7, 0x1f, 0x14, 0x11};
    private static final int[] IMPOSSIBLE_LENGTHS = {0, 1, 41, 60, 255};
    private static final int KEYS = 6;

    private final Lots lots;

    OddOptions(Lots lots) {
        this.lots = lots;
    }

    /** Whole options, and at the end one that is broken, or the end of options with something behind it. */
    void block(List<Integer> octets, int acknowledged) {
        while (octets.size() < MOST_OCTETS && lots.chance(70)) {
            if (lots.chance(10)) {
                octets.add(1);
            } else {
                option(octets, acknowledged);
            }
        }
        switch (lots.below(12)) {
            case 0 -> RandomOptions.add(octets, lots.oneOf(KINDS), lots.oneOf(IMPOSSIBLE_LENGTHS));
            case 1 -> octets.add(lots.oneOf(KINDS));
            case 2 -> RandomOptions.add(octets, 0, 0, 0, 0, lots.oneOf(KINDS), 4);
            default -> {}
        }
    }

    private void option(List<Integer> octets, int acknowledged) {
        int kind = lots.oneOf(KINDS);
        int length = LENGTHS[kind] == 0 ? lots.oneOf(ANY_LENGTHS) : LENGTHS[kind];
        if (kind == SACK) {
            length = lots.chance(70) ? 2 + 8 * lots.below(5) : 2 + lots.below(34);
        } else if (lots.chance(25)) {
            length = 2 + lots.below(18);
        }
        RandomOptions.add(octets, kind, length);
        int end = octets.size() + length - 2;
        if (kind > 252 && length > 3 && lots.coin()) {
            int experiment = lots.oneOf(EXPERIMENTS);
            RandomOptions.add(octets, experiment >> 8, experiment & 0xff);
        }
        while (octets.size() < end) {
            if (kind == SACK && end - octets.size() >= 4) {
                RandomOptions.number(octets, acknowledged + lots.below(6000) - 2000);
            } else {
                octets.add(lots.below(256));
            }
        }
    }

    /** A SYN has a key or a token, other segments have whatever comes later. */
    void multipath(List<Integer> octets, boolean syn) {
        if (syn) {
            byte[] key = ByteBuffer.allocate(8).putInt(lots.below(KEYS)).array();
            int version = lots.below(2);
            if (lots.coin()) {
                RandomOptions.add(octets, MULTIPATH, 12, version, 0x81);
                append(octets, key, 8);
            } else {
                RandomOptions.add(octets, MULTIPATH, 12, 0x10, 1);
                append(octets, token(version, key), 4);
                RandomOptions.number(octets, lots.number());
            }
        } else if (lots.chance(40)) {
            later(octets);
        }
    }

    private void later(List<Integer> octets) {
        int subtype = lots.oneOf(1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9, 15);
        int length = lots.oneOf(subtype == JOIN ? JOINS : MULTIPATH_LENGTHS);
        RandomOptions.add(octets, MULTIPATH, length, subtype << 4 | lots.below(16));
        int end = octets.size() + length - 3;
        if (length > 3 && subtype == 2) {
            octets.add(lots.oneOf(FLAGS_OF_NUMBERS));
        }
        while (octets.size() < end) {
            octets.add(lots.below(256));
        }
    }

    private static void append(List<Integer> octets, byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            octets.add(bytes[i] & 0xff);
        }
    }

    /** RFC 6824 and RFC 8684, section 3.2. */
    private static byte[] token(int version, byte[] key) {
        try {
            return MessageDigest.getInstance(version == 0 ? "SHA-1" : "SHA-256").digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
