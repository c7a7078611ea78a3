package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;

/**
 * The messages that a finding rests on: the first {@value #MAXIMUM} of them. Their segments are collected while they
 * are followed: from the start, or from when it is known that there will be a finding.
 */
final class MessageEvidence {
    static final int MAXIMUM = 32;

    private final MessageFrames frames;
    private final List<MessageFrames.Span> spans = new ArrayList<>();
    private final List<Evidence> parts = new ArrayList<>();
    private boolean followed;
    private long count;
    private boolean complete = true;

    /** Evidence that is followed from the start. */
    MessageEvidence(MessageFrames frames) {
        this(frames, true);
    }

    /** @param followed whether from the start, or not before {@link #follow} */
    MessageEvidence(MessageFrames frames, boolean followed) {
        this.frames = frames;
        this.followed = followed;
    }

    boolean isFollowed() {
        return followed;
    }

    /** There will be a finding: follows the messages added so far, and those to come. */
    void follow() {
        if (!followed) {
            followed = true;
            spans.forEach(this::follow);
        }
    }

    /** There will be no finding: lets go of the messages and follows no more of them. */
    void release() {
        followed = false;
        complete = false;
        parts.forEach(frames::release);
        parts.clear();
        spans.clear();
    }

    /** Adds a message that has just been decoded. */
    void add(Message message) {
        add(MessageFrames.span(message));
    }

    /** Adds a message by its octets; null where no filter can say them. */
    void add(MessageFrames.@Nullable Span span) {
        count++;
        if (!complete || spans.size() == MAXIMUM) {
            return;
        }
        if (span == null) {
            complete = false;
            return;
        }
        spans.add(span);
        if (followed) {
            follow(span);
        }
    }

    private void follow(MessageFrames.Span span) {
        Evidence part = frames.follow(span);
        if (part == null) {
            complete = false;
        } else {
            parts.add(part);
        }
    }

    /** Messages added, those past the first {@value #MAXIMUM} included. */
    long count() {
        return count;
    }

    /** What a sentence says of messages that are not in the evidence, and of segments that repeat those that are: a clause in brackets, or nothing. */
    String limitation() {
        long again = complete ? Evidence.repetitions(parts) : 0;
        String repetitions = again == 0 ? "" : "with " + Words.count(again, "repetition");
        String shown = count > MAXIMUM ? "the evidence shows the first " + MAXIMUM : "";
        String both = shown + (shown.isEmpty() || again == 0 ? "" : ", ") + repetitions;
        return both.isEmpty() ? "" : " (" + both + ")";
    }

    Proof proof() {
        if (!complete || parts.isEmpty()) {
            return Proof.NONE;
        }
        return frames.log().proof(parts, FrameFilter.any(filters()));
    }

    /** Octets that follow one another are one range: who carries any of the whole carries any of a part. */
    private List<FrameFilter> filters() {
        List<MessageFrames.Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingLong(MessageFrames.Span::stream)
                .thenComparingInt(MessageFrames.Span::port)
                .thenComparingLong(MessageFrames.Span::since)
                .thenComparingLong(MessageFrames.Span::start));
        List<FrameFilter> filters = new ArrayList<>();
        MessageFrames.Span merged = sorted.getFirst();
        for (MessageFrames.Span next : sorted.subList(1, sorted.size())) {
            if (next.stream() == merged.stream()
                    && next.port() == merged.port()
                    && next.since() == merged.since()
                    && next.start() <= merged.end()) {
                long end = Math.max(merged.end(), next.end());
                merged = new MessageFrames.Span(
                        merged.stream(), merged.port(), merged.start(), end, merged.firstFrame(), merged.since());
            } else {
                filters.add(merged.filter());
                merged = next;
            }
        }
        filters.add(merged.filter());
        return filters;
    }
}
