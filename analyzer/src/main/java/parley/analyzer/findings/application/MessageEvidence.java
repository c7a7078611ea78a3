package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import parley.analyzer.app.Message;
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
        count++;
        if (!complete || spans.size() == MAXIMUM) {
            return;
        }
        MessageFrames.Span span = MessageFrames.span(message);
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

    /** What a sentence says of messages that are not in the evidence: a clause in brackets, or nothing. */
    String limitation() {
        return count > MAXIMUM ? " (the evidence shows the first " + MAXIMUM + ")" : "";
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
                .thenComparingLong(MessageFrames.Span::start));
        List<FrameFilter> filters = new ArrayList<>();
        MessageFrames.Span merged = sorted.getFirst();
        for (MessageFrames.Span next : sorted.subList(1, sorted.size())) {
            if (next.stream() == merged.stream() && next.port() == merged.port() && next.start() <= merged.end()) {
                long end = Math.max(merged.end(), next.end());
                merged = new MessageFrames.Span(
                        merged.stream(), merged.port(), merged.start(), end, merged.firstFrame());
            } else {
                filters.add(merged.filter());
                merged = next;
            }
        }
        filters.add(merged.filter());
        return filters;
    }
}
