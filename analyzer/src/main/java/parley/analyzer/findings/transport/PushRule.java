package parley.analyzer.findings.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.TcpHeader;

/** How many of the segments with data ask the receiver to hand them on at once (PSH, RFC 9293 section 3.9.1). */
public final class PushRule implements Rule {
    private static final int DIRECTIONS = 1 << 12;

    /** Segments without PSH of a sender that has not set it yet. */
    private static final class Unpushed {
        private long full;
        private long others;
    }

    private final Evidence pushed;
    private final Evidence unpushed;
    private final Map<Flow, Unpushed> beforeFirstPush = new HashMap<>();
    private long dataSegments;
    private long full;
    private long syns;
    private long ofNeverPushing;
    private int longest;

    public PushRule(EvidenceLog log) {
        pushed = log.collect(Field.LENGTH
                .isAbove(0)
                .and(Field.PUSH.is(1))
                .and(Field.ACK.is(1))
                .ofData());
        unpushed = log.collect(Field.LENGTH.isAbove(0).and(Field.PUSH.is(0)).ofData());
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || !segment.hasData()) {
            return;
        }
        dataSegments++;
        if (segment.header().has(TcpHeader.PSH)) {
            Unpushed before = beforeFirstPush.isEmpty() ? null : beforeFirstPush.remove(segment.flow());
            full += before == null ? 0 : before.full;
            return;
        }
        longest = Math.max(longest, segment.length());
        if (segment.isSyn()) {
            syns++;
        } else if (segment.flow().hasPushed()) {
            full += isFull(segment) ? 1 : 0;
        } else {
            noteBeforeFirstPush(segment);
        }
    }

    private void noteBeforeFirstPush(Segment segment) {
        Flow flow = segment.flow();
        if (beforeFirstPush.size() == DIRECTIONS && !beforeFirstPush.containsKey(flow)) {
            return;
        }
        Unpushed known = beforeFirstPush.computeIfAbsent(flow, f -> new Unpushed());
        if (isFull(segment)) {
            known.full++;
        } else {
            known.others++;
        }
    }

    /** The MSS counts octets of data where there are no options (RFC 9293 section 3.7.1). */
    private static boolean isFull(Segment segment) {
        Integer mss = segment.receiversMss();
        int options = segment.header().claimedLength() - TcpHeader.MINIMUM;
        return mss != null && segment.length() + options >= mss;
    }

    @Override
    public void closed(Connection connection) {
        noteNeverPushing(connection.client());
        noteNeverPushing(connection.server());
    }

    private void noteNeverPushing(Flow flow) {
        Unpushed never = beforeFirstPush.remove(flow);
        ofNeverPushing += never == null ? 0 : never.full + never.others;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (dataSegments == 0) {
            return List.of(Proof.noneSeen(FindingKind.PUSH_SHARE, "segment with data"));
        }
        String percent = Words.percent(pushed.count(), dataSegments);
        String statement = Words.number(pushed.count()) + " of " + Words.count(dataSegments, "segment") + " with data ("
                + percent + " %)" + (pushed.count() == 1 ? " is" : " are") + " PSH-ACK.";
        Finding share = pushed.proof().state(FindingKind.PUSH_SHARE, statement, percent);
        return unpushed.count() == 0 ? List.of(share) : List.of(share, unpushed());
    }

    private Finding unpushed() {
        long count = unpushed.count();
        String statement = Words.count(count, "segment") + " with data " + (count == 1 ? "has" : "have") + " no PSH"
                + (full == count ? ": " + allFull() : reasons(count)) + ".";
        return unpushed.proof().state(FindingKind.UNPUSHED, statement, count);
    }

    private String allFull() {
        return full == 1
                ? "it is as full as the MSS allows, " + Words.count(longest, "byte")
                        + ", so the write that it begins or continues goes on in the next segment"
                : "all are as full as the MSS allows, " + Words.count(longest, "byte")
                        + " at most, so the write that each begins or continues goes on in the next segment";
    }

    private String reasons(long count) {
        List<String> reasons = new ArrayList<>();
        reason(
                full,
                count,
                "is",
                "are",
                " as full as the MSS allows, so what was written goes on in the next segment",
                reasons);
        if (syns > 0) {
            reasons.add(who(syns, count) + (syns == 1 ? " is a SYN" : " are SYNs"));
        }
        reason(
                ofNeverPushing,
                count,
                "comes",
                "come",
                " from a sender that sets it in none of its segments here",
                reasons);
        return reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
    }

    private static void reason(long some, long all, String one, String several, String what, List<String> reasons) {
        if (some > 0) {
            reasons.add(who(some, all) + " " + (some == 1 ? one : several) + what);
        }
    }

    private static String who(long some, long all) {
        return some < all ? Words.number(some) : all == 1 ? "it" : "all";
    }
}
