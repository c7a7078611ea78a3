package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import parley.analyzer.wire.Octets;
import parley.analyzer.wire.TcpHeader;

/** The option of accurate ECN (RFC 9768 section 3.2.3): up to three counters, in one order or the other. */
final class AccurateEcn {
    static final int COUNTER = 3;

    /** What its drafts used: an experiment's number. */
    private static final int EXPERIMENT_0 = 0xacc0;

    private static final int EXPERIMENT_1 = 0xacc1;
    private static final int MOST_OCTETS = 3 * COUNTER;
    private static final int EXPERIMENT_NUMBER = 2;

    private AccurateEcn() {}

    /**
     * Where in an option's value the counters begin; -1 where it has none.
     *
     * @param at offset of the value
     * @param length octets of the value
     * @param captured octets of those that are there
     */
    static int counters(int kind, MemorySegment data, long at, int length, int captured) {
        if (kind == TcpHeader.OPTION_ACCURATE_ECN_0 || kind == TcpHeader.OPTION_ACCURATE_ECN_1) {
            return isLength(length) ? 0 : -1;
        }
        return OptionKind.isExperiment(kind)
                        && captured >= EXPERIMENT_NUMBER
                        && isExperiment(Octets.u16(data, at))
                        && isLength(length - EXPERIMENT_NUMBER)
                ? EXPERIMENT_NUMBER
                : -1;
    }

    /** Whether the first counter is that of ECT(0). */
    static boolean beginsWithEct0(int kind, MemorySegment data, long at) {
        return kind == TcpHeader.OPTION_ACCURATE_ECN_0
                || (OptionKind.isExperiment(kind) && Octets.u16(data, at) == EXPERIMENT_0);
    }

    static boolean isExperiment(int number) {
        return number == EXPERIMENT_0 || number == EXPERIMENT_1;
    }

    private static boolean isLength(int octets) {
        return octets >= 0 && octets <= MOST_OCTETS && octets % COUNTER == 0;
    }
}
