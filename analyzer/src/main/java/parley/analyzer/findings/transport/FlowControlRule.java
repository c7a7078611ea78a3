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
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** Receivers that took no more for a while, and senders that asked whether anybody is still there. */
public final class FlowControlRule implements Rule {
    private final Evidence zeroWindows;
    private final Evidence keepAlives;
    private @Nullable Endpoint firstToClose;

    public FlowControlRule(EvidenceLog log) {
        zeroWindows = log.collect(FrameFilter.ZERO_WINDOW);
        keepAlives = log.collect(FrameFilter.KEEP_ALIVE);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null
                && segment.analysis().hasFlags()
                && firstToClose == null
                && segment.analysis().isZeroWindow()) {
            firstToClose = segment.flow().endpoint();
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        return List.of(closedWindows(), keepAlives());
    }

    private Finding closedWindows() {
        long count = zeroWindows.count();
        if (count == 0) {
            return Proof.absent(FindingKind.ZERO_WINDOWS, "The capture shows no receive window that is closed.");
        }
        String statement = count == 1
                ? "1 segment closes the receive window of its sender, " + firstToClose + "."
                : Words.number(count) + " segments close the receive window of their sender, the first that of "
                        + firstToClose + ".";
        return zeroWindows.proof().state(FindingKind.ZERO_WINDOWS, statement, count);
    }

    private Finding keepAlives() {
        long count = keepAlives.count();
        if (count == 0) {
            return Proof.absent(FindingKind.KEEP_ALIVES, "The capture shows no keep-alive.");
        }
        String statement =
                count == 1 ? "1 segment is a keep-alive." : Words.number(count) + " segments are keep-alives.";
        return keepAlives.proof().state(FindingKind.KEEP_ALIVES, statement, count);
    }
}
