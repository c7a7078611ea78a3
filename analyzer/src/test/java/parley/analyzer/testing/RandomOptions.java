package parley.analyzer.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** TCP options drawn by lot, those that a side with a certain habit sends. */
final class RandomOptions {
    /** How many habits there are: no options, MSS, with window scale and SACK, with timestamps. */
    static final int HABITS = 4;

    private static final int SCALES_WINDOWS = 2;
    private static final int SENDS_TIMESTAMPS = 3;
    private static final int MOST_OCTETS = 40;
    private static final int[] RARE_KINDS = {6, 7, 11, 12, 13, 19, 28, 29, 34, 172, 174, 200, 253, 254};
    private static final int[] RARE_LENGTHS = {2, 3, 4, 5, 6};

    private final Random random;

    RandomOptions(Random random) {
        this.random = random;
    }

    /** Whole options, not padded. */
    int[] draw(boolean syn, int habit, int scale, int acknowledged, int clock) {
        List<Integer> octets = new ArrayList<>();
        if (syn && habit > 0) {
            add(octets, 2, 4, 0x05, 0xb4);
        }
        if (syn && habit >= SCALES_WINDOWS) {
            add(octets, 3, 3, scale, 1, 4, 2);
        }
        if (habit == SENDS_TIMESTAMPS) {
            add(octets, 1, 1, 8, 10);
            number(octets, clock);
            number(octets, clock - 7);
        }
        if (!syn && random.nextInt(20) == 0) {
            sack(octets, 1 + random.nextInt(habit == SENDS_TIMESTAMPS ? 3 : 4), acknowledged);
        }
        if (octets.size() < MOST_OCTETS - 6 && random.nextInt(50) == 0) {
            add(octets, oneOf(RARE_KINDS), oneOf(RARE_LENGTHS), 1, 2, 3, 4);
        }
        return octets.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Blocks ahead of what is acknowledged, some behind it. */
    private void sack(List<Integer> octets, int blocks, int acknowledged) {
        add(octets, 1, 1, 5, 2 + 8 * blocks);
        for (int i = 0; i < blocks; i++) {
            int left = acknowledged + random.nextInt(2000) - (random.nextInt(10) == 0 ? 1000 : 0);
            number(octets, left);
            number(octets, left + 1 + random.nextInt(1000));
        }
    }

    private int oneOf(int[] values) {
        return values[random.nextInt(values.length)];
    }

    private static void add(List<Integer> octets, int... more) {
        for (int octet : more) {
            octets.add(octet);
        }
    }

    private static void number(List<Integer> octets, int value) {
        add(octets, value >>> 24, value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff);
    }
}
