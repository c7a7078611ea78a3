package parley.analyzer.findings.capture;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.Fault;

/** Packets whose headers do not make sense. No filter selects these: Wireshark judges malformed packets otherwise. */
public final class FaultyPacketRule implements Rule {
    private long firstFrame;
    private @Nullable Fault first;

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        Fault fault = packet.fault();
        if (first == null && fault != null) {
            first = fault;
            firstFrame = packet.packet().number();
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        Fault fault = first;
        if (fault == null) {
            return List.of();
        }
        long count = Math.max(1, summary.faultyPackets());
        String statement = Words.count(count, "packet") + (count == 1 ? " has" : " have")
                + " headers that make no sense; the first is frame " + firstFrame + ", whose "
                + fault.layer().name().toLowerCase(Locale.ROOT) + " layer is at fault: " + reason(fault) + ".";
        return List.of(Proof.NONE.state(FindingKind.PACKETS_FAULTY, statement, count));
    }

    /** Why a packet makes no sense, in a few words. */
    public static String reason(Fault fault) {
        return switch (fault.kind()) {
            case TRUNCATED ->
                fault.claimedBy() + " needs " + Words.count(fault.needed(), "byte") + ", there are " + fault.actual();
            case BAD_LENGTH ->
                fault.claimedBy() + " is wrong: the header needs " + Words.count(fault.needed(), "byte")
                        + ", there are " + fault.actual();
            case BAD_VERSION -> fault.claimedBy() + " is " + fault.actual();
            case TOO_DEEP -> "more than " + fault.actual() + " packets are within one another";
        };
    }
}
