package parley.analyzer.replay.comparison;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.recording.Piece;

/**
 * Takes messages that cannot be compared out of the differences: where one side lacks octets, those that the other one has
 * there, and what is left of those that the missing octets have damaged.
 */
public final class Lacks {
    private static final String WHY = "not compared: octets are missing there";

    /** Octets that a side lacks: from where, and to where, by its own count. */
    private record Gap(long start, long end) {}

    private final List<Gap> ofA;
    private final List<Gap> ofB;

    /**
     * Prepares.
     *
     * @param saidA what one direction said in A, also what is missing
     * @param saidB what it said in B
     */
    public Lacks(List<Piece> saidA, List<Piece> saidB) {
        ofA = gaps(saidA);
        ofB = gaps(saidB);
    }

    private static List<Gap> gaps(List<Piece> said) {
        return said.stream()
                .filter(Piece::isMissing)
                .map(piece -> new Gap(piece.start(), piece.end()))
                .toList();
    }

    /** Where on the other side those octets would be: between what is there of their neighbours. */
    private static Gap beside(Gap gap, List<Answer> answers, boolean gapIsOfA) {
        long low = 0;
        long high = Long.MAX_VALUE;
        long nearestBefore = -1;
        long nearestBehind = Long.MAX_VALUE;
        for (Answer answer : answers) {
            Piece own = gapIsOfA ? answer.expected() : answer.actual();
            Piece other = gapIsOfA ? answer.actual() : answer.expected();
            if (own == null || other == null || answer.verdict() == Verdict.DIFFERENT) {
                continue;
            }
            if (own.end() <= gap.start() && own.end() > nearestBefore) {
                nearestBefore = own.end();
                low = other.end();
            }
            if (own.start() >= gap.end() && own.start() < nearestBehind) {
                nearestBehind = own.start();
                high = other.start();
            }
        }
        return new Gap(low, high);
    }

    /** Whether A lacks octets in that piece of it, right before it or right behind it. */
    public boolean isDamaged(Piece piece) {
        return isDamaged(piece, ofA);
    }

    /** Whether A lacks the beginning of what that piece of it was, or may do so. */
    public boolean isLeftOver(Piece piece) {
        return ofA.stream().anyMatch(gap -> piece.end() > gap.start() && piece.start() <= gap.end());
    }

    /**
     * The same answers with what cannot be compared as no difference.
     *
     * @param answers what comparing the two comes to
     */
    public List<Answer> excused(List<Answer> answers) {
        if (ofA.isEmpty() && ofB.isEmpty()) {
            return answers;
        }
        List<Gap> besideA = ofA.stream().map(gap -> beside(gap, answers, true)).toList();
        List<Gap> besideB = ofB.stream().map(gap -> beside(gap, answers, false)).toList();
        List<Answer> excused = new ArrayList<>();
        for (Answer answer : answers) {
            if (answer.verdict().isFine() || answer.verdict() == Verdict.OUT_OF_ORDER) {
                excused.add(answer);
            } else {
                excuse(answer, besideA, besideB, excused);
            }
        }
        return excused;
    }

    private void excuse(Answer answer, List<Gap> besideA, List<Gap> besideB, List<Answer> excused) {
        Piece a = answer.expected();
        Piece b = answer.actual();
        boolean withoutA = a != null && (isDamaged(a, ofA) || isWithin(a, besideB));
        boolean withoutB = b != null && (isDamaged(b, ofB) || isWithin(b, besideA));
        if (!withoutA && !withoutB) {
            excused.add(answer);
            return;
        }
        if (answer.verdict() == Verdict.LATE) {
            excused.add(uncompared(a, b));
            return;
        }
        if (a != null) {
            excused.add(withoutA ? uncompared(a, null) : new Answer(Verdict.MISSING, a, null, ""));
        }
        if (b != null) {
            excused.add(withoutB ? uncompared(null, b) : new Answer(Verdict.UNEXPECTED, null, b, ""));
        }
    }

    private static Answer uncompared(@Nullable Piece a, @Nullable Piece b) {
        return new Answer(Verdict.ALLOWED, a, b, WHY);
    }

    private static boolean isDamaged(Piece piece, List<Gap> gaps) {
        return gaps.stream().anyMatch(gap -> piece.end() >= gap.start() && piece.start() <= gap.end());
    }

    private static boolean isWithin(Piece piece, List<Gap> places) {
        return places.stream().anyMatch(place -> piece.start() >= place.start() && piece.end() <= place.end());
    }
}
