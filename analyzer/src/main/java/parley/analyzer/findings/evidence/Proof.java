package parley.analyzer.findings.evidence;

import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FrameSet;

/**
 * Frames and the display filter that selects exactly these.
 *
 * @param filter empty where there are no frames
 */
public record Proof(FrameSet frames, String filter) {
    /** Of what is absent, or cannot be shown by frames. */
    public static final Proof NONE = new Proof(new FrameSet(), "");

    /** Out of the ordinary or not: what happened. */
    public Finding info(Finding.Layer layer, String id, String statement, Object value) {
        return state(layer, id, Finding.Severity.INFO, statement, value);
    }

    /** Out of the ordinary. */
    public Finding note(Finding.Layer layer, String id, String statement, Object value) {
        return state(layer, id, Finding.Severity.NOTE, statement, value);
    }

    /** Something went wrong. */
    public Finding warning(Finding.Layer layer, String id, String statement, Object value) {
        return state(layer, id, Finding.Severity.WARNING, statement, value);
    }

    /** A finding that rests on these frames; its value is their count where there are more than are listed. */
    private Finding state(Finding.Layer layer, String id, Finding.Severity severity, String statement, Object value) {
        Object told = frames.count() > FrameSet.KEPT ? frames.count() : value;
        return new Finding(layer, id, severity, statement, told.toString(), frames, filter);
    }
}
