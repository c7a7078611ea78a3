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
import parley.analyzer.tcp.Handshake;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.TcpHeader;

/** How many of the segments with data ask the receiver to hand them on at once (PSH, RFC 9293 section 3.9.1). */
public final class PushRule implements Rule {
    private final Evidence pushed;
    private final Evidence unpushed;
    private long dataSegments;
    private long full;
    private int longest;

    public PushRule(EvidenceLog log) {
        pushed = log.collect(Field.LENGTH.isAbove(0).and(Field.PUSH.is(1)).and(Field.ACK.is(1)));
        unpushed = log.collect(Field.LENGTH.isAbove(0).and(Field.PUSH.is(0)));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null && segment.length() > 0) {
            dataSegments++;
            if (!segment.header().has(TcpHeader.PSH)) {
                longest = Math.max(longest, segment.length());
                full += isFull(segment) ? 1 : 0;
            }
        }
    }

    /** The MSS counts octets of data where there are no options (RFC 9293 section 3.7.1). */
    private static boolean isFull(Segment segment) {
        Handshake handshake = segment.connection().handshake();
        Handshake.Offer offer = segment.isFromClient() ? handshake.server() : handshake.client();
        Integer mss = offer == null ? null : offer.mss();
        int options = segment.header().claimedLength() - TcpHeader.MINIMUM;
        return mss != null && segment.length() + options >= mss;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (dataSegments == 0) {
            return List.of(Proof.absent(FindingKind.PUSH_SHARE, "The capture shows no segment with data."));
        }
        String percent = Words.percent(pushed.count(), dataSegments);
        String statement = Words.number(pushed.count()) + " of " + Words.count(dataSegments, "segment") + " with data ("
                + percent + " %)" + (pushed.count() == 1 ? " is" : " are") + " PSH-ACK.";
        Finding share = pushed.proof().state(FindingKind.PUSH_SHARE, statement, percent);
        return unpushed.count() == 0 ? List.of(share) : List.of(share, unpushed());
    }

    private Finding unpushed() {
        long count = unpushed.count();
        String sizes = full == count
                ? (count == 1 ? "it is" : "all are") + " as full as the MSS allows, " + Words.count(longest, "byte")
                        + (count == 1 ? "" : " at most") + ", so the write that "
                        + (count == 1 ? "it begins" : "each begins")
                        + " or continues goes on in the next segment"
                : Words.number(full)
                        + " of them as full as the MSS allows; what was written goes on in the next segment";
        String statement = Words.count(count, "segment") + " with data " + (count == 1 ? "has" : "have") + " no PSH: "
                + sizes + ".";
        return unpushed.proof().state(FindingKind.UNPUSHED, statement, count);
    }
}
