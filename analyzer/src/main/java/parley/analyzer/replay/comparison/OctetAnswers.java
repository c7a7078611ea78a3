package parley.analyzer.replay.comparison;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.recording.Piece;

/**
 * Compares the octets that one side should hear with those that it does. An answer is what comes between two things that
 * this side says; it is complete when as many octets have come as were captured, or as the rules let it have. Where one
 * was of another length, the next begins with what comes after it. What the capture lacks may be any octets, as many; or
 * it does not come, from who plays the same capture. Used by one thread.
 */
public final class OctetAnswers {
    private final Direction speaker;
    private final List<OctetRule> rules;
    private final List<Piece> expected;
    /** What has come and belongs to no answer yet. */
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private final List<Answer> answers = new ArrayList<>();
    private int nextId;
    private long lastNanos;
    private long offset;

    /** Of the answer that is being received. */
    private int firstPiece;

    private int awaitedPieces;
    private long awaitedOctets;
    private @Nullable OctetPattern awaited;
    private boolean gaveUp;

    /**
     * Prepares to compare.
     *
     * @param speaker who is heard
     * @param expected what it should say, in its order
     */
    public OctetAnswers(Direction speaker, List<Piece> expected, Rules rules) {
        this.speaker = speaker;
        this.expected = List.copyOf(expected);
        this.rules = rules.octets();
    }

    public void received(byte[] octets, long nanos) {
        received.writeBytes(octets);
        lastNanos = nanos;
    }

    /** From now on the next piece should have been heard. */
    public void awaitNext() {
        Piece next = expected.get(awaitedPieces++);
        awaitedOctets += next.end() - next.start();
        awaited = null;
        gaveUp = false;
    }

    private OctetPattern awaited() {
        OctetPattern pattern = awaited;
        if (pattern == null) {
            pattern = new OctetPattern(pieces(), rules);
            awaited = pattern;
        }
        return pattern;
    }

    private List<Piece> pieces() {
        return expected.subList(firstPiece, awaitedPieces);
    }

    /** Of what should have been heard and was not, the first piece; empty where nothing is waited for. */
    public Optional<Piece> outstanding() {
        if (gaveUp || firstPiece == awaitedPieces || hasCome()) {
            return Optional.empty();
        }
        boolean lacking = isLacking() && isPlayed(received.toByteArray());
        return pieces().stream()
                .filter(piece -> piece.isMissing() == lacking)
                .findFirst()
                .or(() -> Optional.of(pieces().getFirst()));
    }

    private boolean isLacking() {
        return pieces().stream().anyMatch(Piece::isMissing);
    }

    /** Whether these octets are all but what the capture lacks. */
    private boolean isPlayed(byte[] all) {
        OctetPattern.Fit fit = awaited().fitPlayed(all);
        return fit.standing() == OctetPattern.Standing.WHOLE && fit.octets() == all.length;
    }

    private boolean hasCome() {
        boolean isAsLong = received.size() >= awaitedOctets;
        return rules.isEmpty()
                ? isAsLong
                : switch (awaited().fit(received.toByteArray()).standing()) {
                    case WHOLE -> true;
                    case SHORT -> false;
                    case DIFFERENT -> isAsLong;
                };
    }

    public void giveUp() {
        gaveUp = true;
    }

    /**
     * This side goes on: what was awaited until now is one answer.
     *
     * @return it; empty where nothing was awaited
     */
    public Optional<Answer> endAnswer() {
        if (firstPiece == awaitedPieces) {
            return Optional.empty();
        }
        byte[] all = received.toByteArray();
        OctetPattern.Fit fit = awaited().fit(all);
        int taken = fit.standing() == OctetPattern.Standing.WHOLE ? fit.octets() : all.length;
        Piece should = joined(pieces());
        Answer answer = fit.standing() != OctetPattern.Standing.WHOLE && isLacking() && isPlayed(all)
                ? new Answer(
                        Verdict.ALLOWED,
                        should,
                        all.length == 0 ? null : heard(all, all.length),
                        "not compared: the capture lacks what did not come")
                : answer(should, all, fit);
        answers.add(answer);
        received.reset();
        received.write(all, taken, all.length - taken);
        firstPiece = awaitedPieces;
        awaitedOctets = 0;
        awaited = null;
        return Optional.of(answer);
    }

    private Answer answer(Piece should, byte[] all, OctetPattern.Fit fit) {
        return switch (fit.standing()) {
            case WHOLE -> {
                Piece heard = heard(all, fit.octets());
                boolean equal = should.isMissing() || Arrays.equals(should.octets(), heard.octets());
                yield new Answer(
                        equal ? Verdict.EQUAL : Verdict.ALLOWED, should, heard, equal ? "" : "a rule about octets");
            }
            case DIFFERENT ->
                new Answer(Verdict.DIFFERENT, should, heard(all, all.length), "from octet " + fit.octets() + " on");
            case SHORT ->
                all.length == 0
                        ? new Answer(Verdict.MISSING, should, null, "")
                        : new Answer(
                                Verdict.DIFFERENT,
                                should,
                                heard(all, all.length),
                                "only " + all.length + " of " + awaitedOctets + " octets came");
        };
    }

    private Piece joined(List<Piece> pieces) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        pieces.forEach(piece -> octets.writeBytes(piece.octets()));
        Piece first = pieces.getFirst();
        return new Piece(
                first.id(),
                speaker,
                first.frame(),
                pieces.getLast().timestampNanos(),
                first.start(),
                pieces.getLast().end(),
                octets.toByteArray(),
                null,
                -1);
    }

    /** The first of these octets, as a piece. */
    private Piece heard(byte[] all, int length) {
        long start = offset;
        offset += length;
        return new Piece(nextId++, speaker, 0, lastNanos, start, offset, Arrays.copyOf(all, length), null, -1);
    }

    /**
     * What has become of each answer; to be asked once.
     *
     * @param partly whether the conversation was ended before its end: what has not come until then is no difference
     */
    public List<Answer> conclude(boolean partly) {
        if (partly) {
            if (outstanding().isEmpty()) {
                endAnswer();
            }
            return List.copyOf(answers);
        }
        while (awaitedPieces < expected.size()) {
            awaitNext();
        }
        endAnswer();
        byte[] more = received.toByteArray();
        if (more.length > 0) {
            answers.add(
                    new Answer(Verdict.UNEXPECTED, null, heard(more, more.length), "more octets than were captured"));
        }
        return List.copyOf(answers);
    }
}
