package parley.analyzer.findings.evidence;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.FrameSet;

/** The frames that meet a filter, growing while the capture is read. */
public final class Evidence {
    private final EvidenceLog log;
    private final FrameFilter filter;
    private boolean complete;
    private FrameSet frames = new FrameSet();
    private @Nullable FrameSet repetitions;

    Evidence(EvidenceLog log, FrameFilter filter, boolean complete) {
        this.log = log;
        this.filter = filter;
        this.complete = complete;
    }

    void offer(Frame frame) {
        if (!complete || !filter.matches(frame)) {
            return;
        }
        int before = listed();
        frames.add(frame.number);
        if (frame.hasAll(Frame.REPEATS)) {
            if (repetitions == null) {
                repetitions = new FrameSet();
            }
            repetitions.add(frame.number);
        }
        if (!log.mayList(listed() - before)) {
            log.unlist(before);
            complete = false;
            frames = new FrameSet();
            repetitions = null;
        }
    }

    /** Frame numbers that this holds, where the log counts them: of octets there may be much evidence. */
    int listed() {
        return filter.octets() == null ? 0 : frames.keptCount() + (repetitions == null ? 0 : repetitions.keptCount());
    }

    public FrameFilter filter() {
        return filter;
    }

    public FrameSet frames() {
        return frames;
    }

    /** Frames that meet the filter so far. */
    public long count() {
        return frames.count();
    }

    /** How many of the frames of all that evidence bring nothing that was not captured before. */
    public static long repetitions(Collection<Evidence> parts) {
        FrameSet all = new FrameSet();
        for (Evidence part : parts) {
            if (part.repetitions != null) {
                all.addAll(part.repetitions);
            }
        }
        return all.count();
    }

    /** Whether no frame that meets the filter can have been missed. */
    public boolean isComplete() {
        return complete;
    }

    /** These frames with their filter, nothing where frames may have been missed. */
    public Proof proof() {
        return complete ? log.proof(frames, filter) : Proof.NONE;
    }
}
