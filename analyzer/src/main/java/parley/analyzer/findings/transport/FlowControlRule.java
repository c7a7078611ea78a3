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
    /** No system asks sooner after the last that it sent. */
    private static final long LEAST_IDLE_NANOS = 1_000_000_000;

    private final Evidence zeroWindows;
    private final Evidence keepAlives;
    private @Nullable Endpoint firstToClose;
    private long closings;
    private long overtaken;

    /** Their numbers look so beside those of an earlier conversation. */
    private long ofLaterConversations;

    private long overtakingFin;

    public FlowControlRule(EvidenceLog log) {
        zeroWindows = log.collect(FrameFilter.ZERO_WINDOW);
        keepAlives = log.collect(FrameFilter.KEEP_ALIVE);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || !segment.analysis().hasFlags()) {
            return;
        }
        if (segment.analysis().isZeroWindow()) {
            closings += segment.flow().hadZeroWindow() ? 0 : 1;
            if (firstToClose == null) {
                firstToClose = segment.flow().endpoint();
            }
        }
        if (segment.analysis().isKeepAlive() && segment.connection().reopenedFrame() > 0) {
            ofLaterConversations++;
        } else if (isOvertaken(segment)) {
            overtakingFin = segment.flow().finFrame();
            overtaken++;
        }
    }

    /** Behind a FIN an older ACK has the number that a keep-alive would have; that would not come so soon. */
    private static boolean isOvertaken(Segment segment) {
        long fin = segment.flow().finFrame();
        return segment.analysis().isKeepAlive()
                && segment.length() == 0
                && fin > 0
                && fin < segment.frame()
                && segment.analysis().sinceLastNanos() < LEAST_IDLE_NANOS;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        return List.of(closedWindows(), keepAlives());
    }

    private Finding closedWindows() {
        long count = zeroWindows.count();
        if (count == 0) {
            return Proof.noneSeen(FindingKind.ZERO_WINDOWS, "receive window that is closed");
        }
        String statement = count == 1
                ? "1 segment closes the receive window of its sender, " + firstToClose + "."
                : Words.number(count) + " segments say that the receive window of their sender is closed; it closes "
                        + (closings == 1 ? "once, that of " : Words.number(closings) + " times, first that of ")
                        + firstToClose + ".";
        return zeroWindows.proof().state(FindingKind.ZERO_WINDOWS, statement, count);
    }

    private Finding keepAlives() {
        long count = keepAlives.count() - ofLaterConversations;
        if (count == 0) {
            return Proof.noneSeen(FindingKind.KEEP_ALIVES, "keep-alive");
        }
        String statement = overtaken == 0
                ? count == 1 ? "1 segment is a keep-alive." : Words.number(count) + " segments are keep-alives."
                : "Wireshark labels "
                        + (count == 1 ? "1 segment a keep-alive" : Words.number(count) + " segments keep-alives") + ": "
                        + mistaken(count) + ".";
        return keepAlives.proof().state(FindingKind.KEEP_ALIVES, statement, count);
    }

    private String mistaken(long count) {
        if (overtaken == 1) {
            String which = count == 1 ? "it" : "1 of them";
            return which + " comes behind its sender's FIN (frame " + overtakingFin
                    + ") too soon to be one: an older acknowledgement that the FIN has overtaken";
        }
        String which = overtaken == count ? "they" : Words.number(overtaken) + " of them";
        return which + " come behind their sender's FIN too soon to be such: older acknowledgements that the FIN has"
                + " overtaken";
    }
}
