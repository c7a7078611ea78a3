package parley.analyzer.replay.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.OctetAnswers;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.RecordedConversation.Event;

/**
 * Compares the octets of one direction of a connection. An answer is what comes in A between two things that the other
 * side says; where it came otherwise in B, the next begins where the other side said in B what it had said in A.
 */
final class OctetComparison {
    /**
     * Octets that came together.
     *
     * @param pieces of this direction
     * @param heard how many octets of the other direction had come before the last of them
     * @param before the last piece of the other direction before them
     */
    private record Run(
            List<Piece> pieces, long heard, @Nullable Piece before) {
        long length() {
            return pieces.getLast().end() - pieces.getFirst().start();
        }
    }

    /** Where a capture lacks more than that, as if sequence numbers had leapt, nothing is compared. */
    private static final long MOST_MISSING = 16L << 20;

    private final Direction direction;
    private final List<Run> runsA;
    private final List<Piece> saidB;
    private final List<Piece> otherB;
    private final List<Piece> inOrderB;
    private final byte[] octetsB;
    private final long openedA;
    private final long openedB;
    private final List<Answer> answers = new ArrayList<>();
    private final List<Delay> delays = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param openedA when the connection was opened in A, in nanoseconds since the epoch
     */
    private OctetComparison(
            Direction direction, List<Piece> inOrderA, List<Piece> inOrderB, long openedA, long openedB) {
        this.direction = direction;
        this.inOrderB = inOrderB;
        this.openedA = openedA;
        this.openedB = openedB;
        runsA = runs(inOrderA, direction);
        saidB = inOrderB.stream()
                .filter(piece -> piece.direction() == direction)
                .toList();
        otherB = inOrderB.stream()
                .filter(piece -> piece.direction() != direction)
                .toList();
        octetsB = octets(
                saidB,
                octets(runsA.stream().flatMap(run -> run.pieces().stream()).toList(), new byte[0]));
    }

    /** Compares what the connection of A said in a direction with what that of B did. */
    static OctetComparison of(
            Direction direction, List<Event> a, List<Event> b, long openedA, long openedB, Rules rules) {
        boolean comparable = !lacksTooMuch(pieces(a), direction) && !lacksTooMuch(pieces(b), direction);
        OctetComparison comparison = new OctetComparison(
                direction, comparable ? pieces(a) : List.of(), comparable ? pieces(b) : List.of(), openedA, openedB);
        comparison.compare(rules);
        return comparison;
    }

    /** Whether so much is missing of a direction that it is not compared. */
    static boolean lacksTooMuch(List<Piece> pieces, Direction direction) {
        long missing = 0;
        for (Piece piece : pieces) {
            missing += piece.direction() == direction && piece.isMissing() ? piece.end() - piece.start() : 0;
        }
        return missing > MOST_MISSING;
    }

    /** What has become of each answer. */
    List<Answer> answers() {
        return answers;
    }

    /** How long those took that came in both, from what the other side had said last. */
    List<Delay> delays() {
        return delays;
    }

    private static List<Piece> pieces(List<Event> events) {
        List<Piece> pieces = new ArrayList<>();
        for (Event event : events) {
            if (event.piece() != null) {
                pieces.add(event.piece());
            }
        }
        return pieces;
    }

    private static List<Run> runs(List<Piece> inOrder, Direction direction) {
        List<Run> runs = new ArrayList<>();
        List<Piece> pieces = new ArrayList<>();
        Piece before = null;
        for (Piece piece : inOrder) {
            if (piece.direction() == direction) {
                pieces.add(piece);
            } else {
                if (!pieces.isEmpty()) {
                    runs.add(new Run(List.copyOf(pieces), before == null ? 0 : before.end(), before));
                    pieces.clear();
                }
                before = piece;
            }
        }
        if (!pieces.isEmpty()) {
            runs.add(new Run(List.copyOf(pieces), before == null ? 0 : before.end(), before));
        }
        return runs;
    }

    /** All octets in their places; where they are missing, those of the other capture: they are not compared. */
    private static byte[] octets(List<Piece> said, byte[] inPlaceOfMissing) {
        long length = said.isEmpty() ? 0 : said.getLast().end();
        byte[] octets = Arrays.copyOf(inPlaceOfMissing, Math.toIntExact(length));
        for (Piece piece : said) {
            if (!piece.isMissing()) {
                System.arraycopy(piece.octets(), 0, octets, (int) piece.start(), piece.octets().length);
            }
        }
        return octets;
    }

    private void compare(Rules rules) {
        OctetAnswers compared = new OctetAnswers(
                direction, runsA.stream().flatMap(run -> run.pieces().stream()).toList(), rules);
        int given = 0;
        int taken = 0;
        for (int i = 0; i < runsA.size(); i++) {
            Run run = runsA.get(i);
            run.pieces().forEach(piece -> compared.awaitNext());
            int to = isNext(run, taken)
                    ? taken + (int) run.length()
                    : i == runsA.size() - 1 ? octetsB.length : endInB(run.heard());
            given = give(compared, given, to);
            Piece heard = compared.endAnswer().map(Answer::actual).orElse(null);
            taken = heard == null ? taken : (int) heard.end();
        }
        give(compared, given, octetsB.length);
        List<Answer> all = compared.conclude(false);
        for (int i = 0; i < all.size(); i++) {
            take(all.get(i), i < runsA.size() ? runsA.get(i) : null);
        }
    }

    /** @return how many of B's octets have been given to be compared */
    private int give(OctetAnswers compared, int given, int to) {
        int end = Math.max(given, to);
        compared.received(Arrays.copyOfRange(octetsB, given, end), 0);
        return end;
    }

    private boolean isNext(Run run, int from) {
        int at = from;
        for (Piece piece : run.pieces()) {
            int length = (int) (piece.end() - piece.start());
            if (at + length > octetsB.length
                    || (!piece.isMissing()
                            && Arrays.mismatch(piece.octets(), 0, length, octetsB, at, at + length) >= 0)) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** How far this direction had come in B when the other one went on from there. */
    private int endInB(long heard) {
        long end = 0;
        for (Piece piece : inOrderB) {
            if (piece.direction() == direction) {
                end = piece.end();
            } else if (piece.start() >= heard) {
                return (int) end;
            }
        }
        return (int) end;
    }

    private void take(Answer answer, @Nullable Run run) {
        Piece then = answer.expected();
        Piece now = answer.actual();
        Piece last = now == null ? null : lastOf(saidB, now.end());
        Piece a =
                then == null || run == null ? null : carried(then, run.pieces().getLast());
        Piece b = now == null || last == null ? null : carried(now, last);
        String why = answer.verdict() == Verdict.UNEXPECTED ? "more octets than in A" : answer.why();
        answers.add(new Answer(answer.verdict(), a, b, why));
        if (a != null && b != null && run != null && direction == Direction.SERVER) {
            Piece before = run.before();
            Piece beforeB = before == null ? null : lastOf(otherB, before.end());
            if ((before == null) == (beforeB == null)) {
                long nanosA = a.timestampNanos() - (before == null ? openedA : before.timestampNanos());
                long nanosB = b.timestampNanos() - (beforeB == null ? openedB : beforeB.timestampNanos());
                if (nanosA >= 0 && nanosB >= 0) {
                    delays.add(new Delay(a, b, nanosA, nanosB));
                }
            }
        }
    }

    /** The piece that has the octet before that place; null where none has. */
    private static @Nullable Piece lastOf(List<Piece> said, long end) {
        int low = 0;
        int high = said.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (said.get(middle).end() < end) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < said.size() ? said.get(low) : null;
    }

    /** An answer with the frame that made it whole. */
    private Piece carried(Piece answer, Piece last) {
        return new Piece(
                answer.id(),
                direction,
                last.frame(),
                last.timestampNanos(),
                answer.start(),
                answer.end(),
                answer.octets(),
                null,
                -1);
    }
}
