package parley.analyzer.replay.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Lacks;
import parley.analyzer.replay.comparison.Likeness;
import parley.analyzer.replay.comparison.Pairing;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;

/**
 * Compares the messages of connections. What clients said has to be compared before what servers did: it is by that that
 * times of the two captures are compared.
 */
final class MessageComparison {
    private final Timeline a;
    private final Timeline b;
    private final DiffOptions options;
    private final Map<Integer, String> speakers = new HashMap<>();
    private final Map<Integer, Piece> counterpartsInA = new HashMap<>();
    private final Map<Integer, Piece> counterpartsInB = new HashMap<>();

    MessageComparison(Timeline a, Timeline b, DiffOptions options) {
        this.a = a;
        this.b = b;
        this.options = options;
        for (Track track : a.recording().tracks()) {
            track.pieces().forEach(piece -> speakers.put(piece.id(), "stream " + track.stream()));
        }
    }

    /** Compares what the clients of a connection said. */
    List<Answer> ofClient(Track trackA, Track trackB) {
        List<Answer> answers = compared(trackA, trackB, Direction.CLIENT, piece -> "client");
        for (Answer answer : answers) {
            if (answer.expected() != null && answer.actual() != null) {
                counterpartsInB.put(answer.expected().id(), answer.actual());
                counterpartsInA.put(answer.actual().id(), answer.expected());
            }
        }
        return answers;
    }

    /** Compares what the servers said. */
    List<Answer> ofServer(Track trackA, Track trackB) {
        List<Answer> answers = compared(
                trackA,
                trackB,
                Direction.SERVER,
                piece -> piece.cause() < 0
                        ? piece.said().sender()
                        : speakers.getOrDefault(piece.cause(), piece.said().sender()));
        Likeness likeness = likeness(trackA);
        return answers.stream()
                .map(answer -> excusedIfLeaving(answer, likeness, trackA, trackB))
                .toList();
    }

    private Likeness likeness(Track track) {
        return new Likeness(Rules.of(track.protocol()).and(options.rules()), options.renames());
    }

    private List<Answer> compared(Track trackA, Track trackB, Direction direction, Function<Piece, String> speaker) {
        List<Piece> saidA = trackA.said(direction);
        List<Piece> saidB = trackB.said(direction);
        Pairing pairing = new Pairing(likeness(trackA), messages(saidA), speaker, direction == Direction.CLIENT);
        messages(saidB).forEach(pairing::received);
        return new Lacks(saidA, saidB).excused(pairing.conclude(Long.MAX_VALUE, false));
    }

    private static List<Piece> messages(List<Piece> said) {
        return said.stream().filter(piece -> piece.message() != null).toList();
    }

    /** News that is gathered reaches who is just leaving, or not. */
    private Answer excusedIfLeaving(Answer answer, Likeness likeness, Track trackA, Track trackB) {
        Piece then = answer.expected();
        Piece now = answer.actual();
        if (answer.verdict() == Verdict.MISSING && then != null && likeness.isGathered(then.said())) {
            Piece cause = a.sentByAnyBefore(then);
            return isLeaving(then, a, trackA, cause, cause == null ? null : counterpartsInB.get(cause.id()), b, trackB)
                    ? answer.but(Verdict.ALLOWED, "its client was leaving")
                    : answer;
        }
        if (answer.verdict() == Verdict.UNEXPECTED && now != null && likeness.isGathered(now.said())) {
            Piece cause = b.sentByAnyBefore(now);
            return isLeaving(now, b, trackB, cause, cause == null ? null : counterpartsInA.get(cause.id()), a, trackA)
                    ? answer.but(Verdict.ALLOWED, "its client was leaving")
                    : answer;
        }
        return answer;
    }

    /**
     * Whether its hearer was leaving there, or would have left on the other side before it would have come.
     *
     * @param cause what came last before the news
     * @param otherCause the same on the other side
     */
    private static boolean isLeaving(
            Piece news,
            Timeline own,
            Track track,
            @Nullable Piece cause,
            @Nullable Piece otherCause,
            Timeline other,
            Track otherTrack) {
        if (news.frame() > own.leavingFrame(track)) {
            return true;
        }
        if (cause == null || otherCause == null) {
            return false;
        }
        long delay = news.timestampNanos() - cause.timestampNanos();
        return other.leavingNanos(otherTrack) < otherCause.timestampNanos() + delay;
    }

    /** How long the server took for the messages that came in both captures. */
    List<Delay> delays(Track trackA, Track trackB, List<Answer> answers) {
        Likeness likeness = likeness(trackA);
        List<Delay> delays = new ArrayList<>();
        int last = -1;
        for (Answer answer : answers) {
            Piece then = answer.expected();
            Piece now = answer.actual();
            // Of news told together one time counts.
            if (then != null && now != null && then.id() != last && now.direction() == Direction.SERVER) {
                last = then.id();
                Delay delay = delay(then, now, likeness.isGathered(then.said()), trackA, trackB);
                if (delay.nanosA() >= 0 && delay.nanosB() >= 0) {
                    delays.add(delay);
                }
            }
        }
        return delays;
    }

    private Delay delay(Piece then, Piece now, boolean gathered, Track trackA, Track trackB) {
        Piece causeA = cause(a, then, gathered);
        Piece counterpart = causeA == null ? null : counterpartsInB.get(causeA.id());
        Piece causeB = causeInB(then, now, counterpart, gathered);
        long fromA = causeA == null ? a.openedNanos(trackA) : causeA.timestampNanos();
        long fromB = causeB == null ? b.openedNanos(trackB) : causeB.timestampNanos();
        return (causeA == null) != (causeB == null)
                ? new Delay(then, now, -1, -1)
                : new Delay(then, now, then.timestampNanos() - fromA, now.timestampNanos() - fromB);
    }

    /** What it passes on is known for certain on each side; what came before it counts only where both have that. */
    private @Nullable Piece causeInB(Piece then, Piece now, @Nullable Piece counterpart, boolean gathered) {
        if (then.cause() >= 0) {
            return now.cause() >= 0 ? b.piece(now.cause()) : counterpart;
        }
        return counterpart == null ? cause(b, now, gathered) : counterpart;
    }

    private static @Nullable Piece cause(Timeline timeline, Piece piece, boolean gathered) {
        if (piece.cause() >= 0) {
            return timeline.piece(piece.cause());
        }
        return gathered ? timeline.sentByAnyBefore(piece) : timeline.sentBefore(piece);
    }
}
