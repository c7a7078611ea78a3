package parley.analyzer.testing;

import java.util.Random;

/** Draws lots; the same seed draws the same. */
final class Lots {
    private final Random random;

    Lots(long seed) {
        random = new Random(seed);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    boolean coin() {
        return random.nextBoolean();
    }

    /** From 0 on, the bound not included. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Any 32 bits. */
    int number() {
        return random.nextInt();
    }

    int oneOf(int... values) {
        return values[random.nextInt(values.length)];
    }
}
