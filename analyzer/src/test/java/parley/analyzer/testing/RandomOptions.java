package parley.analyzer.testing;

import java.util.ArrayList;
import java.util.List;

/** TCP options drawn by lot, those that a side with a certain habit sends. */
final class RandomOptions {
    /** How many habits there are: no options, MSS, with window scale and SACK, with timestamps. */
    static final int HABITS = 4;

    private static final int SCALES_WINDOWS = 2;
    private static final int SENDS_TIMESTAMPS = 3;
    private static final int MOST_OCTETS = 40;
    private static final int[] RARE_KINDS = {6, 7, 11, 12, 13, 19, 28, 29, 34, 172, 174, 200, 253, 254};
    private static final int[] RARE_LENGTHS = {2, 3, 4, 5, 6};

    private final Lots lots;
    private final RandomSegments.Kind kind;
    private final OddOptions odd;

    RandomOptions(Lots lots, RandomSegments.Kind kind) {
        this.lots = lots;
        this.kind = kind;
        odd = new OddOptions(lots);
    }

    /** Whole options, not padded; where {@link RandomSegments.Kind#OPTIONS} are drawn the last one may be broken. */
    int[] draw(boolean syn, RandomSide side, int clock) {
        List<Integer> octets = new ArrayList<>();
        if (side.multipath && side.opened) {
            odd.multipath(octets, syn);
        }
        if (syn && side.habit > 0) {
            add(octets, 2, 4, 0x05, 0xb4);
        }
        if (syn && side.habit >= SCALES_WINDOWS) {
            add(octets, 3, 3, side.scale, 1, 4, 2);
        }
        boolean mayBeOdd = kind == RandomSegments.Kind.OPTIONS || (kind == RandomSegments.Kind.WIRE && lots.chance(20));
        if (mayBeOdd && lots.coin()) {
            odd.block(octets, side.acknowledged);
        } else {
            usual(octets, syn, side, clock);
        }
        return octets.stream().limit(MOST_OCTETS).mapToInt(Integer::intValue).toArray();
    }

    private void usual(List<Integer> octets, boolean syn, RandomSide side, int clock) {
        boolean timestamps = side.habit == SENDS_TIMESTAMPS && octets.size() <= MOST_OCTETS - 12;
        if (timestamps) {
            add(octets, 1, 1, 8, 10);
            number(octets, clock);
            number(octets, clock - 7);
        }
        if (!syn && octets.size() <= 12 && lots.below(20) == 0) {
            sack(octets, 1 + lots.below(timestamps ? 3 : 4), side.acknowledged);
        }
        if (octets.size() < MOST_OCTETS - 6 && lots.below(50) == 0) {
            add(octets, lots.oneOf(RARE_KINDS), lots.oneOf(RARE_LENGTHS), 1, 2, 3, 4);
        }
    }

    /** Blocks ahead of what is acknowledged, some behind it. */
    private void sack(List<Integer> octets, int blocks, int acknowledged) {
        add(octets, 1, 1, 5, 2 + 8 * blocks);
        for (int i = 0; i < blocks; i++) {
            int left = acknowledged + lots.below(2000) - (lots.below(10) == 0 ? 1000 : 0);
            number(octets, left);
            number(octets, left + 1 + lots.below(1000));
        }
    }

    static void add(List<Integer> octets, int... more) {
        for (int octet : more) {
            octets.add(octet);
        }
    }

    static void number(List<Integer> octets, int value) {
        add(octets, value >>> 24, value >> 16 & 0xff, value >> 8 & 0xff, value & 0xff);
    }
}
