package parley.analyzer.replay.diff;

import java.util.List;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;

/**
 * How captures are compared.
 *
 * @param rules what may differ
 * @param renames who is called otherwise in B
 * @param slower from when on a message counts as slower
 * @param streams which connections are compared, of A and of B; all where there are none
 */
public record DiffOptions(Rules rules, Renames renames, Slower slower, List<Streams> streams) {
    /** A connection's number in A and in B. */
    public record Streams(long a, long b) {}

    public static final DiffOptions DEFAULT = new DiffOptions(Rules.NONE, Renames.NONE, Slower.DEFAULT, List.of());

    public DiffOptions {
        streams = List.copyOf(streams);
    }
}
