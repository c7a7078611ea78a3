package parley.analyzer.findings.evidence;

import java.util.Arrays;
import java.util.stream.Collectors;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Sentence;
import parley.analyzer.findings.Subject;

/**
 * Frames and the display filter that selects exactly these.
 *
 * @param filter empty where there are no frames
 */
public record Proof(FrameSet frames, String filter) {
    /** Of what is absent, or cannot be shown by frames. */
    public static final Proof NONE = new Proof(new FrameSet(), "");

    /** Frames that no trait of theirs selects, by their numbers. */
    public static Proof of(FrameSet frames) {
        String numbers = Arrays.stream(frames.kept()).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return frames.isEmpty() ? NONE : new Proof(frames, "frame.number in {" + numbers + "}");
    }

    /** A finding that rests on these frames; its value is their count where there are more than are listed. */
    public Finding state(FindingKind kind, String statement, Object value) {
        return state(kind, Subject.CAPTURE, statement, value);
    }

    /** Likewise, about one thing. */
    public Finding state(FindingKind kind, Subject subject, String statement, Object value) {
        return state(kind, kind.severity(), subject, new Sentence.Statement(statement), value);
    }

    /** Likewise, where how severe it is depends on what was found. */
    public Finding state(
            FindingKind kind, Finding.Severity severity, Subject subject, Sentence sentence, Object value) {
        Object told = frames.count() > FrameSet.KEPT ? frames.count() : value;
        return new Finding(kind, 0, severity, subject, sentence, told.toString(), frames, filter);
    }

    /** How many there are of a kind of which not all are listed. */
    public static Finding rest(FindingKind kind, String statement, long count) {
        return new Finding(
                kind,
                count,
                kind.severity(),
                Subject.CAPTURE,
                new Sentence.Statement(statement),
                Long.toString(count),
                NONE.frames(),
                NONE.filter());
    }

    /** That what the kind tells of did not happen: information, whatever the kind's severity, value 0. */
    public static Finding absent(FindingKind kind, String statement) {
        return absent(kind, new Sentence.Absence(statement));
    }

    /** Likewise, of something that has a name: without an article, for instance {@code retransmission}. */
    public static Finding noneSeen(FindingKind kind, String noun) {
        return absent(kind, new Sentence.NoneSeen(noun));
    }

    private static Finding absent(FindingKind kind, Sentence sentence) {
        return new Finding(
                kind, 0, Finding.Severity.INFO, Subject.CAPTURE, sentence, "0", NONE.frames(), NONE.filter());
    }
}
