package parley.analyzer.findings.transport;

import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;

/** What did not arrive as it was sent: segments sent again, overtaken, or not seen at all. */
public final class RecoveryRule implements Rule {
    private final Evidence retransmitted;
    private final Evidence outOfOrder;
    private final Evidence behindLost;

    public RecoveryRule(EvidenceLog log) {
        retransmitted = log.collect(FrameFilter.RETRANSMISSION);
        outOfOrder = log.collect(FrameFilter.OUT_OF_ORDER);
        behindLost = log.collect(FrameFilter.LOST_SEGMENT);
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        return List.of(
                state(
                        retransmitted,
                        FindingKind.RETRANSMISSIONS,
                        "retransmission",
                        "is a retransmission",
                        "are retransmissions"),
                state(
                        outOfOrder,
                        FindingKind.OUT_OF_ORDER,
                        "segment out of order",
                        "is out of order",
                        "are out of order"),
                state(
                        behindLost,
                        FindingKind.LOST_SEGMENTS,
                        "lost segment",
                        "arrives ahead of others that are still missing",
                        "arrive ahead of others that are still missing"));
    }

    private static Finding state(Evidence evidence, FindingKind kind, String noun, String one, String several) {
        if (evidence.count() == 0) {
            return Proof.absent(kind, "The capture shows no " + noun + ".");
        }
        String statement =
                Words.count(evidence.count(), "segment") + " " + (evidence.count() == 1 ? one : several) + ".";
        return evidence.proof().state(kind, statement, evidence.count());
    }
}
