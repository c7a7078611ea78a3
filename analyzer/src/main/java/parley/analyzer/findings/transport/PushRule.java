package parley.analyzer.findings.transport;

import java.util.List;
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
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** How many of the segments with data ask the receiver to hand them on at once (PSH, RFC 9293 section 3.9.1). */
public final class PushRule implements Rule {
    private final Evidence pushed;
    private long dataSegments;

    public PushRule(EvidenceLog log) {
        pushed = log.collect(Field.LENGTH.isAbove(0).and(Field.PUSH.is(1)).and(Field.ACK.is(1)));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null && segment.length() > 0) {
            dataSegments++;
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (dataSegments == 0) {
            return List.of(Proof.absent(FindingKind.PUSH_SHARE, "The capture shows no segment with data."));
        }
        String percent = Words.percent(pushed.count(), dataSegments);
        String statement = Words.number(pushed.count()) + " of " + Words.count(dataSegments, "segment") + " with data ("
                + percent + " %)" + (pushed.count() == 1 ? " is" : " are") + " PSH-ACK.";
        return List.of(pushed.proof().state(FindingKind.PUSH_SHARE, statement, percent));
    }
}
