package parley.analyzer.replay.comparison;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.recording.Piece;

/**
 * Compares the octets that a client should hear with those that it does. An answer is what comes between two things that
 * the client says; it is complete when as many octets have come as were captured. Where one was of another length, the
 * next begins with what comes after it. Used by one thread.
 */
public final class OctetAnswers {
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
    private boolean gaveUp;

    /** @param expected what the server should say, in its order */
    public OctetAnswers(List<Piece> expected) {
        this.expected = List.copyOf(expected);
    }

    public void received(byte[] octets, long nanos) {
        received.writeBytes(octets);
        lastNanos = nanos;
    }

    /** From now on the next piece should have been heard. */
    public void awaitNext() {
        Piece next = expected.get(awaitedPieces++);
        awaitedOctets += next.end() - next.start();
        gaveUp = false;
    }

    public boolean isOutstanding() {
        return !gaveUp && received.size() < awaitedOctets;
    }

    public void giveUp() {
        gaveUp = true;
    }

    /** The client goes on: what was awaited until now is one answer. */
    public void endAnswer() {
        if (firstPiece == awaitedPieces) {
            return;
        }
        byte[] all = received.toByteArray();
        List<Piece> pieces = expected.subList(firstPiece, awaitedPieces);
        Piece should = joined(pieces);
        int differsAt = differsAt(all, pieces);
        int taken = differsAt < 0 ? (int) awaitedOctets : all.length;
        if (differsAt < 0) {
            answers.add(new Answer(Verdict.EQUAL, should, heard(all, taken), ""));
        } else if (all.length == 0) {
            answers.add(new Answer(Verdict.MISSING, should, null, ""));
        } else {
            String why = differsAt < all.length
                    ? "from octet " + differsAt + " on"
                    : "only " + all.length + " of " + awaitedOctets + " octets came";
            answers.add(new Answer(Verdict.DIFFERENT, should, heard(all, taken), why));
        }
        received.reset();
        received.write(all, taken, all.length - taken);
        firstPiece = awaitedPieces;
        awaitedOctets = 0;
    }

    /** Of the first octet of the answer that is another one or has not come; -1 where all are as expected. */
    private static int differsAt(byte[] all, List<Piece> pieces) {
        int at = 0;
        for (Piece piece : pieces) {
            int length = (int) (piece.end() - piece.start());
            for (int i = 0; i < length; i++) {
                int place = at + i;
                if (place >= all.length || (!piece.isMissing() && all[place] != piece.octets()[i])) {
                    return place;
                }
            }
            at += length;
        }
        return -1;
    }

    private static Piece joined(List<Piece> pieces) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        pieces.forEach(piece -> octets.writeBytes(piece.octets()));
        Piece first = pieces.getFirst();
        return new Piece(
                first.id(),
                Direction.SERVER,
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
        return new Piece(nextId++, Direction.SERVER, 0, lastNanos, start, offset, Arrays.copyOf(all, length), null, -1);
    }

    /** What has become of each answer; to be asked once. */
    public List<Answer> conclude() {
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
