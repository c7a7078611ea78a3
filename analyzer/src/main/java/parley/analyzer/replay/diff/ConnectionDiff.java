package parley.analyzer.replay.diff;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Track;

/**
 * A connection in both captures, or in one of them.
 *
 * @param a null where A has none like it; not both
 * @param b null where B has none like it
 * @param messages what was said in A, beside what was said in B; nothing where there is but one
 * @param delays how long the server's messages took
 * @param notes what could not be compared, and why, for people
 */
public record ConnectionDiff(
        @Nullable Track a,
        @Nullable Track b,
        List<Answer> messages,
        List<Delay> delays,
        List<TransportDifference> transport,
        List<String> notes) {
    public ConnectionDiff {
        messages = List.copyOf(messages);
        delays = List.copyOf(delays);
        transport = List.copyOf(transport);
        notes = List.copyOf(notes);
    }

    /** Whether there is such a connection in both. */
    public boolean isInBoth() {
        return a != null && b != null;
    }

    /** How many messages have that verdict. */
    public long count(Verdict verdict) {
        return messages.stream().filter(answer -> answer.verdict() == verdict).count();
    }

    /** How many messages A has. */
    public long expected() {
        return messages.stream().filter(answer -> answer.expected() != null).count();
    }

    /** How many messages B has. */
    public long actual() {
        return messages.stream().filter(answer -> answer.actual() != null).count();
    }

    /** Messages that are differences. */
    public List<Answer> differences() {
        return messages.stream().filter(answer -> !answer.verdict().isFine()).toList();
    }

    /** Who its client is, as in {@code Ofir} or, renamed, {@code Ofir → Dana}; its address where that is not known. */
    public String who() {
        String then = a == null ? "" : name(a);
        String now = b == null ? "" : name(b);
        boolean same = a != null
                && b != null
                && (then.equals(now) || a.user().isEmpty() && b.user().isEmpty());
        return then.isEmpty() ? now : now.isEmpty() || same ? then : then + " → " + now;
    }

    private static String name(Track track) {
        return track.user().isEmpty() ? track.client().toString() : track.user();
    }
}
