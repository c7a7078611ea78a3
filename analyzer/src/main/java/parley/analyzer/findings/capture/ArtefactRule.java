package parley.analyzer.findings.capture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketCopies;

/** What the network did not do though the capture looks so: packets captured twice, and packets not in order of time. */
public final class ArtefactRule implements Rule {
    /** A capture that has packets twice has more than one in so many: a network doubles few. */
    private static final int FEW = 10;

    /** Segments that Wireshark takes for sent again, late or repeated because of it. */
    private static final class Artefacts {
        private final FrameSet frames = new FrameSet();
        private long labelled;

        void add(DecodedPacket packet, @Nullable Segment segment) {
            frames.add(packet.packet().number());
            labelled += segment != null
                            && segment.isArtefact()
                            && (segment.analysis().isAnyRetransmission()
                                    || segment.analysis().isOutOfOrder()
                                    || segment.analysis().isDuplicateAck())
                    ? 1
                    : 0;
        }

        String labels() {
            return labelled == 0
                    ? ""
                    : " Wireshark labels " + Words.number(labelled)
                            + " of them retransmissions, out-of-order or duplicate ACKs.";
        }

        Finding state(FindingKind kind, String statement) {
            return Proof.of(frames).state(kind, statement, frames.count());
        }
    }

    private final Artefacts copies = new Artefacts();
    private final Artefacts misplaced = new Artefacts();
    private long onOtherInterfaces;
    private long withOtherTimeToLive;
    private long latest = Long.MIN_VALUE;
    private long mostNanos;

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        PacketCopies.Copy copy = packet.copy();
        if (copy != null) {
            copies.add(packet, segment);
            onOtherInterfaces += copy.otherInterface() ? 1 : 0;
            withOtherTimeToLive += copy.otherTimeToLive() ? 1 : 0;
        }
        if (packet.packet().hasTimestamp()) {
            long nanos = packet.packet().timestampNanos();
            if (nanos < latest) {
                misplaced.add(packet, segment);
                mostNanos = Math.max(mostNanos, latest - nanos);
            }
            latest = Math.max(latest, nanos);
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        if (!copies.frames.isEmpty()) {
            findings.add(copies.state(FindingKind.PACKETS_CAPTURED_TWICE, twice(summary.packets())));
        }
        if (!misplaced.frames.isEmpty()) {
            findings.add(misplaced.state(FindingKind.PACKETS_MISPLACED, notInOrder(summary.packets())));
        }
        return findings;
    }

    private String twice(long packets) {
        long count = copies.frames.count();
        List<String> differences = new ArrayList<>();
        difference(onOtherInterfaces, count, "on another interface", differences);
        difference(withOtherTimeToLive, count, "with another time to live", differences);
        return "Of " + Words.count(packets, "packet") + " " + Words.number(count)
                + (count == 1 ? " is a copy of one" : " are copies of some") + " captured before"
                + (differences.isEmpty() ? "" : ", " + Words.list(differences))
                + ": nothing was sent again"
                + (count < packets / FEW ? "; the network may have doubled them." : ".") + copies.labels()
                + " --dedupe leaves them out.";
    }

    private static void difference(long some, long all, String what, List<String> parts) {
        if (some > 0) {
            parts.add((some == all ? "" : Words.number(some) + " of them ") + what);
        }
    }

    private String notInOrder(long packets) {
        long count = misplaced.frames.count();
        return "The capture is not in order of time: of " + Words.count(packets, "packet") + " " + Words.number(count)
                + (count == 1 ? " stands" : " stand") + " after one captured up to " + Words.duration(mostNanos)
                + " later." + misplaced.labels() + " --sort puts them in order.";
    }
}
