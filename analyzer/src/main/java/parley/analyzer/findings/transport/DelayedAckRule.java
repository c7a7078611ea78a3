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
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/**
 * Acknowledgements that waited for data to go with (RFC 9293 section 3.8.6.3). Systems wait 40 to 200 ms; what comes {@value
 * FrameFilter#LATE_ACK_MILLIS} ms or more after what it acknowledges is told.
 */
public final class DelayedAckRule implements Rule {
    private final Evidence late;
    private long acknowledgments;
    private long latestNanos;

    public DelayedAckRule(EvidenceLog log) {
        late = log.collect(FrameFilter.LATE_ACK
                .and(Field.LENGTH.is(0))
                .and(Field.ACKNOWLEDGMENT.isAbove(1))
                .and(Field.SYN.is(0))
                .and(Field.FIN.is(0))
                .and(Field.RST.is(0)));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || segment.length() > 0 || segment.analysis().ackRttNanos() <= 0) {
            return;
        }
        if (segment.acknowledgment() > 1 && !segment.isSyn() && !segment.isFin() && !segment.isRst()) {
            acknowledgments++;
            latestNanos = Math.max(latestNanos, segment.analysis().ackRttNanos());
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (acknowledgments == 0) {
            return List.of(Proof.absent(
                    FindingKind.DELAYED_ACKS, "The capture shows no acknowledgement without data of what it holds."));
        }
        String all = Words.count(acknowledgments, "acknowledgement") + " without data";
        String slowest = Words.duration(latestNanos);
        if (late.count() == 0) {
            String statement = "None of " + all + " comes " + FrameFilter.LATE_ACK_MILLIS
                    + " ms or more after what it acknowledges; the latest comes after " + slowest + ".";
            return List.of(Proof.absent(FindingKind.DELAYED_ACKS, statement));
        }
        String statement = "Of " + all + " " + Words.number(late.count()) + (late.count() == 1 ? " comes " : " come ")
                + FrameFilter.LATE_ACK_MILLIS + " ms or more after what " + (late.count() == 1 ? "it" : "they")
                + " " + (late.count() == 1 ? "acknowledges" : "acknowledge") + ", the latest after " + slowest + ".";
        return List.of(late.proof().state(FindingKind.DELAYED_ACKS, statement, late.count()));
    }
}
