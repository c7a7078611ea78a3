package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Carrier;

/** How messages lie in segments: TCP keeps no borders, so one may be split, and several may share a segment. */
public final class MessageSegmentsRule implements Rule {
    private static final int LISTED = 32;

    /** Segments of which it is remembered how many messages end in them. */
    private static final int REMEMBERED = 1 << 14;

    private final EvidenceLog log;
    private final MessageEvidence split;
    private final List<Evidence> shared = new ArrayList<>();
    private final long[] frames = new long[REMEMBERED];
    private final int[] ends = new int[REMEMBERED];
    private long messages;
    private long sharedSegments;
    private int mostEnds;

    public MessageSegmentsRule(EvidenceLog log, MessageFrames frames) {
        this.log = log;
        split = new MessageEvidence(frames);
    }

    @Override
    public void decoded(Message message) {
        messages++;
        Carrier last = message.last();
        if (message.first().frame() != last.frame()) {
            split.add(message);
        }
        int place = (int) (last.frame() % REMEMBERED);
        if (frames[place] != last.frame()) {
            frames[place] = last.frame();
            ends[place] = 1;
            return;
        }
        ends[place]++;
        mostEnds = Math.max(mostEnds, ends[place]);
        if (ends[place] == 2) {
            sharedSegments++;
            if (shared.size() < LISTED) {
                shared.add(log.collect(segment(message), last.frame()));
            }
        }
    }

    private static FrameFilter segment(Message message) {
        return Field.STREAM
                .is(message.connection().index())
                .and(Field.SOURCE_PORT.is(
                        MessageFrames.sender(message).endpoint().port()))
                .and(Field.SEQUENCE.is(message.last().sequence()))
                .and(Field.LENGTH.is(message.last().length()));
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        return messages == 0 ? List.of() : List.of(splitting(), sharing());
    }

    private Finding splitting() {
        if (split.count() == 0) {
            return Proof.absent(FindingKind.MESSAGES_SPLIT, "Each message is in one segment, whole.");
        }
        String statement = Words.number(split.count()) + " of " + Words.count(messages, "message")
                + (split.count() == 1 ? " is" : " are") + " split over several segments" + split.limitation() + ".";
        return split.proof().state(FindingKind.MESSAGES_SPLIT, statement, split.count());
    }

    private Finding sharing() {
        if (sharedSegments == 0) {
            return Proof.absent(FindingKind.SEGMENTS_SHARED, "No segment has the ends of more than one message.");
        }
        List<FrameFilter> filters = shared.stream().map(Evidence::filter).toList();
        String limitation = sharedSegments > LISTED ? " (the evidence shows the first " + LISTED + ")" : "";
        String statement = sharedSegments == 1
                ? "1 segment has the ends of " + mostEnds + " messages."
                : Words.number(sharedSegments) + " segments have the ends of more than one message" + limitation
                        + ", of " + mostEnds + " at most.";
        return log.proof(shared, FrameFilter.any(filters))
                .state(FindingKind.SEGMENTS_SHARED, statement, sharedSegments);
    }
}
