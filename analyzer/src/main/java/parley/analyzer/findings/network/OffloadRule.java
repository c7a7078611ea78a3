package parley.analyzer.findings.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/**
 * Segments with more data than their receiver takes (RFC 9293 section 3.7.1): network interfaces split what leaves, and
 * join what comes, where a capture does not see it.
 */
public final class OffloadRule implements Rule {
    private static final int FLOWS = 32;

    /** What every host takes (RFC 9293 section 3.7.1): nobody offers less in earnest. */
    private static final int LEAST_MSS = 536;

    private final EvidenceLog log;
    private final Map<Flow, Evidence> byFlow = new LinkedHashMap<>();
    private long compared;
    private long count;
    private long largest;
    private boolean more;

    public OffloadRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || segment.length() == 0) {
            return;
        }
        Integer mss = segment.receiversMss();
        compared += mss == null ? 0 : 1;
        if (mss == null || segment.length() <= Math.max(mss, LEAST_MSS)) {
            return;
        }
        count++;
        largest = Math.max(largest, segment.length());
        Flow flow = segment.flow();
        if (byFlow.size() == FLOWS) {
            more |= !byFlow.containsKey(flow);
            return;
        }
        byFlow.computeIfAbsent(flow, f -> collect(segment.connection(), f, mss));
    }

    private Evidence collect(Connection connection, Flow sender, int mss) {
        FrameFilter filter = Field.STREAM
                .is(connection.index())
                .and(Field.SOURCE_PORT.is(sender.endpoint().port()))
                .and(Field.LENGTH.isAbove(Math.max(mss, LEAST_MSS)));
        return log.collect(filter, connection);
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (compared == 0) {
            return List.of();
        }
        if (count == 0) {
            return List.of(Proof.absent(
                    FindingKind.OFFLOAD_SIZED, "No segment carries more data than its receiver's MSS allows."));
        }
        List<Evidence> parts = List.copyOf(byFlow.values());
        List<FrameFilter> filters = new ArrayList<>();
        parts.forEach(part -> filters.add(part.filter()));
        String statement = Words.count(count, "segment") + (count == 1 ? " carries" : " carry")
                + " more data than the receiver's MSS allows, " + Words.count(largest, "byte")
                + " at most: the network interface"
                + " splits or joins them (offload)"
                + (more ? "; the evidence has those of the first " + FLOWS + " directions" : "") + ".";
        return List.of(log.proof(parts, FrameFilter.any(filters)).state(FindingKind.OFFLOAD_SIZED, statement, count));
    }
}
