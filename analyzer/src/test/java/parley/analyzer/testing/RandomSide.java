package parley.analyzer.testing;

import parley.analyzer.tcp.Endpoint;

/** One side of a conversation that is drawn by lot: what it has sent and what it would send next. */
final class RandomSide {
    static final int[] WINDOWS = {0, 0, 1, 2, 100, 200, 1000, 1000, 1000, 2000, 65_535};

    final Endpoint endpoint;
    final RandomPath path;
    final int habit;
    final int scale;
    /** Whether it sends options of Multipath TCP: from its first SYN on, or the other side's. */
    boolean multipath;

    boolean opened;
    int first;
    int next;
    int acknowledged;
    int window;

    private final Lots lots;

    RandomSide(Endpoint endpoint, RandomPath path, Lots lots) {
        this.endpoint = endpoint;
        this.path = path;
        this.lots = lots;
        habit = lots.below(RandomOptions.HABITS);
        scale = lots.chance(10) ? lots.oneOf(0, 14, 15, 200) : lots.below(8);
        window = lots.oneOf(WINDOWS);
        renumber();
    }

    /** Begins with another number. */
    void renumber() {
        first = lots.chance(20) ? -lots.below(1200) : lots.number();
        next = first + 1;
    }
}
