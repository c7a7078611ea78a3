package parley.analyzer.findings.evidence;

import parley.analyzer.findings.FrameSet;

/** The least or the greatest of the values that frames have, and all the frames that have it. */
public final class Extreme {
    private final boolean greatest;
    private long value;
    private FrameSet frames = new FrameSet();

    private Extreme(boolean greatest) {
        this.greatest = greatest;
    }

    public static Extreme least() {
        return new Extreme(false);
    }

    public static Extreme greatest() {
        return new Extreme(true);
    }

    /** A frame's value; frames come in ascending order. */
    public void offer(long candidate, long frame) {
        if (frames.isEmpty() || (greatest ? candidate > value : candidate < value)) {
            frames = new FrameSet();
            value = candidate;
        }
        if (candidate == value) {
            frames.add(frame);
        }
    }

    /** Means nothing while there are no {@link #frames}. */
    public long value() {
        return value;
    }

    public FrameSet frames() {
        return frames;
    }
}
