package parley.analyzer.findings.evidence;

import java.util.Arrays;
import java.util.stream.Collectors;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;

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
        return state(kind, kind.severity(), statement, value);
    }

    /** Likewise, where how severe it is depends on what was found. */
    public Finding state(FindingKind kind, Finding.Severity severity, String statement, Object value) {
        Object told = frames.count() > FrameSet.KEPT ? frames.count() : value;
        return new Finding(kind.layer(), kind.id(), severity, statement, told.toString(), frames, filter);
    }

    /** A finding that what the kind tells of did not happen: information, whatever the kind's severity, value 0. */
    public static Finding absent(FindingKind kind, String statement) {
        return new Finding(
                kind.layer(), kind.id(), Finding.Severity.INFO, statement, "0", NONE.frames(), NONE.filter());
    }
}
