package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import parley.analyzer.app.Message;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;

/** The messages that a finding rests on: the first {@value #MAXIMUM} of them. */
final class MessageEvidence {
    static final int MAXIMUM = 32;

    private final MessageFrames frames;
    private final List<MessageFrames.Span> spans = new ArrayList<>();
    private long count;
    private boolean complete = true;

    MessageEvidence(MessageFrames frames) {
        this.frames = frames;
    }

    /** Adds a message that has just been decoded. */
    void add(Message message) {
        count++;
        if (spans.size() == MAXIMUM) {
            return;
        }
        MessageFrames.Span span = frames.follow(message);
        if (span == null) {
            complete = false;
        } else {
            spans.add(span);
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
        if (!complete || spans.isEmpty()) {
            return Proof.NONE;
        }
        List<Evidence> parts = spans.stream().map(MessageFrames.Span::evidence).toList();
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
                merged = new MessageFrames.Span(merged.stream(), merged.port(), merged.start(), end, next.evidence());
            } else {
                filters.add(merged.filter());
                merged = next;
            }
        }
        filters.add(merged.filter());
        return filters;
    }
}
