package parley.analyzer.replay.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;

/**
 * How a recording is played.
 *
 * @param target the one address that anything is sent to; resolved
 * @param speed by how much pauses are shortened; infinite for none
 * @param patience how long an answer is waited for
 * @param maxDelay how much later than captured an answer may come; null where that is of no interest
 * @param rules what may differ
 * @param renames names that are others in the replay
 */
public record ReplayOptions(
        InetSocketAddress target,
        double speed,
        Duration patience,
        @Nullable Duration maxDelay,
        Rules rules,
        Renames renames) {
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

    /** At the captured pace, with no rules. */
    public static ReplayOptions to(InetSocketAddress target) {
        return new ReplayOptions(target, 1, DEFAULT_WAIT, null, Rules.NONE, Renames.NONE);
    }

    /** The same at another pace. */
    public ReplayOptions atSpeed(double times) {
        return new ReplayOptions(target, times, patience, maxDelay, rules, renames);
    }

    /** The same with answers waited for so long. */
    public ReplayOptions waiting(Duration longest) {
        return new ReplayOptions(target, speed, longest, maxDelay, rules, renames);
    }

    /** The same with answers that come so much later than captured as differences. */
    public ReplayOptions withMaxDelay(@Nullable Duration latest) {
        return new ReplayOptions(target, speed, patience, latest, rules, renames);
    }

    /** The same with these rules. */
    public ReplayOptions withRules(Rules inForce) {
        return new ReplayOptions(target, speed, patience, maxDelay, inForce, renames);
    }

    /** The same with other names. */
    public ReplayOptions withRenames(Renames others) {
        return new ReplayOptions(target, speed, patience, maxDelay, rules, others);
    }
}
