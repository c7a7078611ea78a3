package parley.analyzer.replay.play;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;

/**
 * How a recording is played.
 *
 * @param server the one address that clients are played against, or where the server is played; resolved
 * @param speed by how much pauses are shortened; infinite for none
 * @param patience how long an answer is waited for
 * @param first how long a played server waits until anybody calls; null for as long as it takes
 * @param maxDelay how much later than captured an answer may come; null where that is of no interest
 * @param rules what may differ
 * @param renames names that are others in the replay
 */
public record ReplayOptions(
        InetSocketAddress server,
        double speed,
        Duration patience,
        @Nullable Duration first,
        @Nullable Duration maxDelay,
        Rules rules,
        Renames renames) {
    public static final Duration DEFAULT_WAIT = Duration.ofSeconds(5);

    /** At the captured pace, with no rules. */
    public static ReplayOptions at(InetSocketAddress server) {
        return new ReplayOptions(server, 1, DEFAULT_WAIT, null, null, Rules.NONE, Renames.NONE);
    }

    /** The same at another pace. */
    public ReplayOptions atSpeed(double times) {
        return new ReplayOptions(server, times, patience, first, maxDelay, rules, renames);
    }

    /** The same with answers waited for so long. */
    public ReplayOptions waiting(Duration longest) {
        return new ReplayOptions(server, speed, longest, first, maxDelay, rules, renames);
    }

    /** The same with the first client waited for so long. */
    public ReplayOptions waitingForFirst(@Nullable Duration longest) {
        return new ReplayOptions(server, speed, patience, longest, maxDelay, rules, renames);
    }

    /** The same with answers that come so much later than captured as differences. */
    public ReplayOptions withMaxDelay(@Nullable Duration latest) {
        return new ReplayOptions(server, speed, patience, first, latest, rules, renames);
    }

    /** The same with these rules. */
    public ReplayOptions withRules(Rules inForce) {
        return new ReplayOptions(server, speed, patience, first, maxDelay, inForce, renames);
    }

    /** The same with other names. */
    public ReplayOptions withRenames(Renames others) {
        return new ReplayOptions(server, speed, patience, first, maxDelay, rules, others);
    }
}
