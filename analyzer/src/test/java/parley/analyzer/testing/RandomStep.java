package parley.analyzer.testing;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What a side may do next, and how often. */
enum RandomStep {
    DATA(25),
    ACK(14),
    REPEATED_ACK(7),
    WINDOW(4),
    LOSS(5),
    AGAIN(9),
    ACK_OF_UNSEEN(3),
    OLD_ACK(2),
    KEEP_ALIVE(3),
    STALL(5),
    FILL_WINDOW(5),
    FIN(3),
    RESET(2),
    SYN_AGAIN(2),
    SYN_ACK_AGAIN(1),
    REUSE(2),
    URGENT(1),
    ACK_OF_ZERO(1),
    DUPLICATE(1),
    NONSENSE(5);

    final int weight;

    RandomStep(int weight) {
        this.weight = weight;
    }

    private static final List<RandomStep> LOTS = Arrays.stream(values())
            .flatMap(step -> Collections.nCopies(step.weight, step).stream())
            .toList();

    static RandomStep draw(Lots lots) {
        return LOTS.get(lots.below(LOTS.size()));
    }
}
