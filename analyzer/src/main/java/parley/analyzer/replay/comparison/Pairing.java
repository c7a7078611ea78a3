package parley.analyzer.replay.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.replay.recording.Piece;

/**
 * Pairs the messages that one side should hear with those that it does. Each takes the first that is like it and not
 * taken. Messages of one speaker keep their order; those of different ones have none between them. Used by one thread.
 */
public final class Pairing {
    private static final class Expected {
        private final Piece piece;
        private final DecodedMessage said;
        private final @Nullable String speaker;
        private boolean mayBeMissing;
        private boolean overdue;
        private @Nullable Actual match;
        private String allowance = "";

        Expected(Piece piece, DecodedMessage said, @Nullable String speaker, boolean mayBeMissing) {
            this.piece = piece;
            this.said = said;
            this.speaker = speaker;
            this.mayBeMissing = mayBeMissing;
        }
    }

    private record Actual(int number, Piece piece, DecodedMessage said) {}

    private final Likeness likeness;
    private final boolean oneSpeaker;
    private final List<Expected> all = new ArrayList<>();
    private final List<Expected> open = new ArrayList<>();
    private final List<Expected> awaited = new ArrayList<>();
    private final List<Actual> unpaired = new ArrayList<>();
    private final Map<Integer, List<Expected>> ofPiece = new HashMap<>();
    private int received;

    /**
     * Prepares to compare.
     *
     * @param expected in their order, each with a message
     * @param speaker who is behind a piece: of those with the same one the order counts
     * @param oneSpeaker whether one alone is heard, so that whatever comes instead of a message is in its place
     */
    public Pairing(Likeness likeness, List<Piece> expected, Function<Piece, String> speaker, boolean oneSpeaker) {
        this.likeness = likeness;
        this.oneSpeaker = oneSpeaker;
        for (Piece piece : expected) {
            DecodedMessage renamed = likeness.expected(piece.said());
            String whose = likeness.isUnordered(renamed) ? null : speaker.apply(piece);
            List<Expected> units = likeness.apart(renamed).stream()
                    .map(said -> new Expected(piece, said, whose, likeness.mayBeMissing(said)))
                    .toList();
            all.addAll(units);
            ofPiece.put(piece.id(), units);
        }
        open.addAll(all);
    }

    /**
     * Takes what was heard.
     *
     * @return whether something was expected that it is, or is allowed to be
     */
    public boolean received(Piece piece) {
        int before = unpaired.size();
        for (DecodedMessage said : likeness.apart(piece.said())) {
            Actual actual = new Actual(received++, piece, said);
            if (!pairEqual(actual) && !pairAllowed(actual)) {
                unpaired.add(actual);
            }
        }
        return unpaired.size() == before;
    }

    /** The first that was expected and has not been heard; empty where all has. */
    public Optional<Piece> next() {
        return open.stream().findFirst().map(expected -> expected.piece.saying(expected.said));
    }

    private boolean pairEqual(Actual actual) {
        Iterator<Expected> inOrder = open.iterator();
        while (inOrder.hasNext()) {
            Expected expected = inOrder.next();
            if (Likeness.areEqual(expected.said, actual.said())) {
                expected.match = actual;
                inOrder.remove();
                return true;
            }
        }
        return false;
    }

    private boolean pairAllowed(Actual actual) {
        Iterator<Expected> inOrder = open.iterator();
        while (inOrder.hasNext()) {
            Expected expected = inOrder.next();
            Optional<String> allowance = likeness.allowance(expected.said, actual.said());
            if (allowance.isPresent()) {
                expected.match = actual;
                expected.allowance = allowance.get();
                inOrder.remove();
                return true;
            }
        }
        return false;
    }

    /** From now on that piece should have been heard. */
    public void await(Piece piece) {
        awaited.addAll(ofPiece.getOrDefault(piece.id(), List.of()));
    }

    /** Where that piece is news that is gathered it may be missing: its hearer is leaving. */
    public void excuse(Piece piece) {
        for (Expected expected : ofPiece.getOrDefault(piece.id(), List.of())) {
            expected.mayBeMissing |= likeness.isGathered(expected.said);
        }
    }

    /** What should have been heard and was not; what came in its place counts for it. */
    public List<Piece> outstanding() {
        awaited.removeIf(expected -> expected.match != null || expected.mayBeMissing || expected.overdue);
        List<Actual> standIns = new ArrayList<>(unpaired);
        List<Piece> missing = new ArrayList<>();
        for (Expected expected : awaited) {
            if (standIn(expected, standIns) == null) {
                missing.add(expected.piece.saying(expected.said));
            }
        }
        return missing;
    }

    /** What is outstanding is not waited for any longer. */
    public void giveUp() {
        outstanding();
        List<Actual> standIns = new ArrayList<>(unpaired);
        awaited.forEach(expected -> expected.overdue = standIn(expected, standIns) == null);
        awaited.removeIf(expected -> expected.overdue);
    }

    private @Nullable Actual standIn(Expected expected, List<Actual> candidates) {
        Iterator<Actual> inOrder = candidates.iterator();
        while (inOrder.hasNext()) {
            Actual candidate = inOrder.next();
            if (isInPlaceOf(candidate, expected) && !likeness.mayBeAdded(candidate.said())) {
                inOrder.remove();
                return candidate;
            }
        }
        return null;
    }

    private boolean isInPlaceOf(Actual candidate, Expected expected) {
        return oneSpeaker
                ? all.stream()
                        .takeWhile(before -> before != expected)
                        .noneMatch(before -> before.match != null && before.match.number() > candidate.number())
                : Likeness.isInPlaceOf(candidate.said(), expected.said);
    }

    /**
     * What has become of each message, those expected first.
     *
     * @param leavingNanos from when on the hearer is leaving, in the time of what was heard: news that is gathered may or
     *     may not reach it; {@link Long#MAX_VALUE} where it stays
     * @param partly whether the conversation was ended before its end: what has not come until then is no difference
     */
    public List<Answer> conclude(long leavingNanos, boolean partly) {
        InOrder order = new InOrder();
        for (Expected expected : all) {
            if (expected.match != null && expected.speaker != null) {
                order.add(expected.speaker, expected.match.number());
            }
        }
        List<Answer> answers = new ArrayList<>();
        List<Actual> rest = new ArrayList<>(unpaired);
        for (Expected expected : all) {
            Answer answer = answer(expected, order, rest);
            if (!partly || expected.overdue || answer.actual() != null) {
                answers.add(answer);
            }
        }
        for (Actual actual : rest) {
            Piece piece = actual.piece().saying(actual.said());
            if (likeness.mayBeAdded(actual.said())) {
                answers.add(new Answer(Verdict.ALLOWED, null, piece, "may be added"));
            } else if (likeness.isGathered(actual.said()) && piece.timestampNanos() >= leavingNanos) {
                answers.add(new Answer(Verdict.ALLOWED, null, piece, "told to who is leaving"));
            } else {
                answers.add(new Answer(Verdict.UNEXPECTED, null, piece, ""));
            }
        }
        return answers;
    }

    private Answer answer(Expected expected, InOrder order, List<Actual> rest) {
        Piece should = expected.piece.saying(expected.said);
        Actual match = expected.match;
        if (match == null) {
            Actual instead = expected.mayBeMissing ? null : standIn(expected, rest);
            if (instead != null) {
                return new Answer(
                        Verdict.DIFFERENT,
                        should,
                        instead.piece().saying(instead.said()),
                        String.join(" and ", Likeness.differences(expected.said, instead.said())));
            }
            return expected.mayBeMissing
                    ? new Answer(Verdict.ALLOWED, should, null, "may be missing")
                    : new Answer(Verdict.MISSING, should, null, "");
        }
        Answer answer = new Answer(
                expected.allowance.isEmpty() ? Verdict.EQUAL : Verdict.ALLOWED,
                should,
                match.piece().saying(match.said()),
                expected.allowance);
        if (expected.speaker != null && order.isOut(expected.speaker, match.number())) {
            return answer.but(Verdict.OUT_OF_ORDER, "another of the same speaker's should come first");
        }
        return expected.overdue ? answer.but(Verdict.LATE, "came when it was no longer waited for") : answer;
    }
}
