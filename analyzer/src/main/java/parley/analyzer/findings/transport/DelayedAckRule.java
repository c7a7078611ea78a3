package parley.analyzer.findings.transport;

import java.util.ArrayList;
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
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Handshake;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/**
 * Acknowledgements that come late: {@value FrameFilter#LATE_ACK_MILLIS} ms or more after what they acknowledge. The
 * handshake tells how much of that is the way there and back. What is more was spent at the receiver, which may wait for
 * data to send along (RFC 9293 section 3.8.6.3; systems wait 40 to 200 ms), or for octets that are missing.
 */
public final class DelayedAckRule implements Rule {
    private static final long LATE_NANOS = FrameFilter.LATE_ACK_MILLIS * 1_000_000L;

    private static final long NOTABLE_WAY_NANOS = 1_000_000;

    private final Evidence late;
    private long acknowledgments;
    private long latestNanos;
    private long farAway;
    private long ofFins;
    private long unclear;

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
            long taken = segment.analysis().ackRttNanos();
            latestNanos = Math.max(latestNanos, taken);
            if (taken >= LATE_NANOS) {
                noteCause(segment, taken);
            }
        }
    }

    private void noteCause(Segment segment, long taken) {
        Handshake handshake = segment.connection().handshake();
        long way = segment.isFromClient() ? handshake.toClientNanos() : handshake.toServerNanos();
        Flow acknowledged = segment.connection().reverse(segment.flow());
        if (2 * way >= taken) {
            farAway++;
        } else if (way < 0) {
            unclear++;
        } else if (acknowledged.finFrame() > 0 && acknowledged.finNextSequence() == segment.acknowledgment()) {
            ofFins++;
        } else if (way >= NOTABLE_WAY_NANOS) {
            unclear++;
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (acknowledgments == 0) {
            return List.of(Proof.noneSeen(FindingKind.DELAYED_ACKS, "acknowledgement without data of what it holds"));
        }
        String all = Words.count(acknowledgments, "acknowledgement") + " without data that"
                + (acknowledgments == 1 ? " acknowledges" : " acknowledge") + " something new";
        String slowest = Words.duration(latestNanos);
        long count = late.count();
        if (count == 0) {
            String statement = "None of " + all + " comes " + FrameFilter.LATE_ACK_MILLIS
                    + " ms or more after it; the latest comes after " + slowest + ".";
            return List.of(Proof.absent(FindingKind.DELAYED_ACKS, statement));
        }
        String statement = "Of " + all + " " + Words.number(count) + (count == 1 ? " comes " : " come ")
                + FrameFilter.LATE_ACK_MILLIS + " ms or more after it, the latest after " + slowest + ": "
                + causes(count)
                + ".";
        return List.of(late.proof().state(FindingKind.DELAYED_ACKS, statement, count));
    }

    private String causes(long count) {
        List<String> causes = new ArrayList<>();
        cause(farAway, count, "mostly for the way there and back, as the handshake shows", causes);
        cause(ofFins, count, "because the receiver of a FIN waited", causes);
        cause(unclear, count, "because the round trip took so long or the receiver waited", causes);
        cause(count - farAway - ofFins - unclear, count, "because the receiver of data waited", causes);
        return Words.list(causes);
    }

    private static void cause(long some, long all, String why, List<String> causes) {
        if (some > 0) {
            causes.add((some < all ? Words.number(some) + " " : all == 1 ? "" : "all ") + why);
        }
    }
}
