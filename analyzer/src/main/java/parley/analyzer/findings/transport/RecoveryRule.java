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
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.DecodedPacket;

/**
 * What did not arrive as it was sent: segments sent again, overtaken, or not seen at all. Wireshark names them by numbers
 * and time; what they bring is told by their numbers alone.
 */
public final class RecoveryRule implements Rule {
    private static final class Labelled {
        private final Evidence evidence;
        private long artefacts;
        private long alike;
        private long repeating;
        private long ofServers;

        Labelled(Evidence evidence) {
            this.evidence = evidence;
        }

        void add(Segment segment) {
            if (segment.isArtefact()) {
                artefacts++;
                return;
            }
            if (segment.isNumberedAlike()) {
                alike++;
                return;
            }
            repeating += segment.analysis().repeats() ? 1 : 0;
            ofServers += segment.isFromClient() ? 0 : 1;
        }

        /** Those that are what the label says. */
        long count() {
            return evidence.count() - artefacts - alike;
        }

        /** For instance {@code , 2 of which are copies or out of place in the capture}. */
        String apart() {
            return (artefacts == 0
                            ? ""
                            : ", " + Words.number(artefacts) + " of which "
                                    + (artefacts == 1 ? "is a copy or" : "are copies or")
                                    + " out of place in the capture")
                    + (alike == 0
                            ? ""
                            : ", " + Words.number(alike) + " of which only " + (alike == 1 ? "has" : "have")
                                    + " the numbers of an earlier conversation");
        }

        /** What they bring, and who sends them. */
        String content() {
            long count = count();
            if (count == 1) {
                return (repeating == 1
                                ? "it repeats what was captured before"
                                : "it brings what was not captured before")
                        + "; " + (ofServers == 1 ? "the server" : "the client") + " sends it.";
            }
            List<String> parts = new ArrayList<>();
            part(repeating, count, "repeat", "what was captured before", parts);
            part(count - repeating, count, "bring", "what was not captured before", parts);
            List<String> senders = new ArrayList<>();
            part(ofServers, count, "come", "from the server's side", senders);
            part(count - ofServers, count, "come", "from the client's", senders);
            return Words.list(parts) + "; " + Words.list(senders) + ".";
        }

        private static void part(long some, long all, String verb, String what, List<String> parts) {
            if (some > 0) {
                String who = some == all ? "all" : Words.number(some);
                parts.add(who + " " + (some == 1 ? verb + "s" : verb) + " " + what);
            }
        }
    }

    private final Labelled retransmitted;
    private final Labelled outOfOrder;
    private final Evidence behindLost;
    private final Evidence duplicateAcks;
    private long fast;
    private long spurious;
    private long acksCopied;
    private long lostByOrder;

    /** What begins another conversation follows on nothing. */
    private long lostAlike;

    public RecoveryRule(EvidenceLog log) {
        retransmitted = new Labelled(log.collect(FrameFilter.RETRANSMISSION));
        outOfOrder = new Labelled(log.collect(FrameFilter.OUT_OF_ORDER));
        behindLost = log.collect(FrameFilter.LOST_SEGMENT);
        duplicateAcks = log.collect(FrameFilter.DUPLICATE_ACK);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || !segment.analysis().hasFlags()) {
            return;
        }
        SegmentAnalysis said = segment.analysis();
        if (said.isAnyRetransmission()) {
            retransmitted.add(segment);
            fast += said.isFastRetransmission() ? 1 : 0;
            spurious += said.isSpuriousRetransmission() ? 1 : 0;
        }
        lostAlike += said.isLostSegment() && segment.isNumberedAlike() && !said.leavesHole() ? 1 : 0;
        acksCopied += said.isDuplicateAck() && segment.isArtefact() ? 1 : 0;
        if (said.isOutOfOrder()) {
            outOfOrder.add(segment);
        }
    }

    @Override
    public void closed(Connection connection) {
        lostByOrder += connection.client().lostByOrder() + connection.server().lostByOrder();
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        return List.of(retransmissions(), overtaken(), behindLost(), repeatedAcks());
    }

    private Finding retransmissions() {
        long count = retransmitted.count();
        if (count == 0) {
            return Proof.noneSeen(FindingKind.RETRANSMISSIONS, "retransmission");
        }
        List<String> kinds = new ArrayList<>();
        if (fast > 0) {
            kinds.add(Words.number(fast) + " fast");
        }
        if (spurious > 0) {
            kinds.add(Words.number(spurious) + " spurious");
        }
        String which = kinds.isEmpty() ? "" : " (" + Words.list(kinds) + ")";
        long labelled = retransmitted.evidence.count();
        String statement = (labelled == 1
                        ? "Wireshark labels 1 segment a retransmission"
                        : "Wireshark labels " + Words.number(labelled) + " segments retransmissions")
                + which + retransmitted.apart() + ": " + retransmitted.content();
        return retransmitted.evidence.proof().state(FindingKind.RETRANSMISSIONS, statement, count);
    }

    private Finding overtaken() {
        long count = outOfOrder.count();
        if (count == 0) {
            return Proof.noneSeen(FindingKind.OUT_OF_ORDER, "segment out of order");
        }
        String statement = "Wireshark labels " + Words.count(outOfOrder.evidence.count(), "segment") + " out-of-order"
                + outOfOrder.apart() + ": " + outOfOrder.content();
        return outOfOrder.evidence.proof().state(FindingKind.OUT_OF_ORDER, statement, count);
    }

    private Finding behindLost() {
        long count = behindLost.count() - lostByOrder - lostAlike;
        if (count == 0) {
            return Proof.noneSeen(FindingKind.LOST_SEGMENTS, "lost segment");
        }
        String statement = Words.count(count, "segment") + (count == 1 ? " arrives" : " arrive")
                + " ahead of others that are still missing"
                + (lostByOrder == 0
                        ? ""
                        : ", besides " + Words.number(lostByOrder) + " that only stand before them in the capture")
                + ".";
        return behindLost.proof().state(FindingKind.LOST_SEGMENTS, statement, count);
    }

    private Finding repeatedAcks() {
        long count = duplicateAcks.count() - acksCopied;
        if (count == 0) {
            return Proof.noneSeen(FindingKind.DUPLICATE_ACKS, "duplicate acknowledgement");
        }
        String statement = Words.count(count, "acknowledgement") + (count == 1 ? " is a duplicate" : " are duplicates")
                + ": " + (count == 1 ? "it says" : "they say")
                + " again up to where bytes have arrived without a hole"
                + (acksCopied == 0
                        ? ""
                        : "; " + Words.number(acksCopied) + " more " + (acksCopied == 1 ? "is" : "are")
                                + " so because of how they were captured")
                + ".";
        return duplicateAcks.proof().state(FindingKind.DUPLICATE_ACKS, statement, count);
    }
}
