package parley.analyzer.findings.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Extreme;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** The smallest and the largest segment with data, in octets of data. */
public final class SegmentSizeRule implements Rule {
    private final EvidenceLog log;
    private final Extreme smallest = Extreme.least();
    private final Extreme largest = Extreme.greatest();

    public SegmentSizeRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null && segment.hasData()) {
            smallest.offer(segment.length(), segment.frame());
            largest.offer(segment.length(), segment.frame());
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (smallest.frames().isEmpty()) {
            return List.of();
        }
        long low = smallest.value();
        long high = largest.value();
        if (low == high) {
            Proof proof = log.proof(smallest.frames(), Field.LENGTH.is(low).ofData());
            String statement = "Every segment with data carries " + Words.count(low, "byte") + ".";
            return List.of(proof.state(FindingKind.SEGMENT_SIZES, statement, low));
        }
        FrameSet both = new FrameSet();
        both.addAll(smallest.frames());
        both.addAll(largest.frames());
        FrameFilter filter = Field.LENGTH.is(low).or(Field.LENGTH.is(high)).ofData();
        String statement =
                "Segments with data carry " + Words.number(low) + " to " + Words.count(high, "byte") + " of it.";
        return List.of(log.proof(both, filter).state(FindingKind.SEGMENT_SIZES, statement, low + "-" + high));
    }
}
