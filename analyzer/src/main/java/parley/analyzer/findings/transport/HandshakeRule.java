package parley.analyzer.findings.transport;

import static parley.analyzer.findings.Finding.Layer.TRANSPORT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Handshake;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** How connections opened: the three-way handshake (RFC 9293 section 3.5) of each, and how many have it whole. */
public final class HandshakeRule implements Rule {
    private static final int STATED = 100;

    /** Handshakes whose frames prove how many there are; of more, the SYNs do. */
    private static final int PROVEN = 16;

    private static final class Opening {
        private final Connection connection;
        private final Evidence syns;
        private @Nullable FrameFilter lastStepFilter;
        private @Nullable Evidence lastStep;

        private Opening(Connection connection, Evidence syns) {
            this.connection = connection;
            this.syns = syns;
        }
    }

    private final EvidenceLog log;
    private final Evidence allSyns;
    private final Map<Connection, Opening> open = new HashMap<>();
    private final SortedMap<Long, Finding> stated = new TreeMap<>();
    private final List<Opening> completed = new ArrayList<>();
    private long complete;
    private long incomplete;
    private long unopened;

    public HandshakeRule(EvidenceLog log) {
        this.log = log;
        this.allSyns = log.collect(Field.SYN.is(1));
    }

    @Override
    public void opened(Connection connection) {
        if (stated.size() + open.size() < STATED) {
            FrameFilter filter = Field.STREAM.is(connection.index()).and(Field.SYN.is(1));
            open.put(connection, new Opening(connection, log.collect(filter, connection)));
        }
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || segment.connection().handshake().ackFrame() != segment.frame()) {
            return;
        }
        Opening opening = open.get(segment.connection());
        if (opening != null && opening.lastStep == null) {
            FrameFilter lastStep = Field.SOURCE_PORT
                    .is(segment.header().sourcePort())
                    .and(Field.SEQUENCE.is(segment.sequence()))
                    .and(Field.ACKNOWLEDGMENT.is(segment.acknowledgment()))
                    .and(Field.LENGTH.is(segment.length()));
            if (!segment.analysis().hasFlags()) {
                // The same numbers come again in duplicate ACKs, probes and what is sent again.
                lastStep = lastStep.and(FrameFilter.UNFLAGGED);
            }
            opening.lastStepFilter = lastStep;
            opening.lastStep =
                    log.collect(Field.STREAM.is(segment.connection().index()).and(lastStep), segment.frame());
        }
    }

    @Override
    public void closed(Connection connection) {
        Handshake handshake = connection.handshake();
        if (handshake.isComplete()) {
            complete++;
        } else if (handshake.synFrame() > 0 || handshake.synAckFrame() > 0) {
            incomplete++;
        } else {
            unopened++;
        }
        Opening opening = open.remove(connection);
        if (opening != null) {
            stated.put(connection.index(), state(opening));
            if (handshake.isComplete() && completed.size() < PROVEN) {
                completed.add(opening);
            }
        }
    }

    private Finding state(Opening opening) {
        Connection connection = opening.connection;
        Handshake handshake = connection.handshake();
        String subject = "Connection " + connection.index() + " from "
                + connection.client().endpoint() + " to " + connection.server().endpoint();
        if (handshake.isComplete()) {
            Proof proof = proof(opening);
            String again = proof.frames().count() > 3 ? ", parts of it sent again" : "";
            String rtt = Words.duration(handshake.roundTripNanos());
            String statement =
                    subject + " opens with a complete three-way handshake in " + rtt + " from SYN to ACK" + again + ".";
            return proof.info(TRANSPORT, "handshake", statement, rtt);
        }
        if (handshake.synFrame() == 0 && handshake.synAckFrame() == 0) {
            String statement = subject + " was open already: the capture does not show its handshake.";
            return opening.syns.proof().info(TRANSPORT, "handshake", statement, "none");
        }
        String statement = subject + " has no complete handshake: " + missing(handshake) + ".";
        return opening.syns.proof().info(TRANSPORT, "handshake", statement, "incomplete");
    }

    private static String missing(Handshake handshake) {
        if (handshake.synFrame() == 0) {
            return "the capture lacks its SYN";
        }
        return handshake.synAckFrame() == 0
                ? "its SYN is not answered by a SYN-ACK"
                : "its SYN-ACK is not answered by an ACK";
    }

    private Proof proof(Opening... openings) {
        List<Evidence> parts = new ArrayList<>();
        FrameFilter all = null;
        for (Opening opening : openings) {
            Evidence lastStep = opening.lastStep;
            FrameFilter lastStepFilter = opening.lastStepFilter;
            if (lastStep == null || lastStepFilter == null) {
                return Proof.NONE;
            }
            parts.add(opening.syns);
            parts.add(lastStep);
            FrameFilter whole = Field.STREAM
                    .is(opening.connection.index())
                    .and(Field.SYN.is(1).or(lastStepFilter));
            all = all == null ? whole : all.or(whole);
        }
        return all == null ? Proof.NONE : log.proof(parts, all);
    }

    /** The steps of each complete handshake where these are few, else all SYNs. */
    private Proof completeProof() {
        if (complete == completed.size()) {
            Proof proof = proof(completed.toArray(Opening[]::new));
            if (!proof.frames().isEmpty()) {
                return proof;
            }
        }
        return allSyns.proof();
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>(stated.values());
        long all = complete + incomplete + unopened;
        if (all == 0) {
            findings.add(Proof.NONE.info(TRANSPORT, "handshakes-complete", "The capture shows no TCP connection.", 0));
            return findings;
        }
        String listed = all > STATED ? "; the first " + STATED + " connections are listed" : "";
        String statement = Words.number(complete) + " of " + Words.count(all, "connection")
                + (complete == 1 ? " opens" : " open") + " with a complete three-way handshake" + listed + ".";
        findings.add(completeProof().info(TRANSPORT, "handshakes-complete", statement, complete));
        if (incomplete > 0) {
            String lacking = Words.count(incomplete, "connection") + (incomplete == 1 ? " has" : " have")
                    + " a SYN or a SYN-ACK, but no complete handshake.";
            findings.add(allSyns.proof().note(TRANSPORT, "handshakes-incomplete", lacking, incomplete));
        } else {
            findings.add(Proof.NONE.info(
                    TRANSPORT, "handshakes-incomplete", "No handshake is left incomplete in the capture.", 0));
        }
        if (unopened > 0) {
            String midway = Words.count(unopened, "connection") + (unopened == 1 ? " was" : " were")
                    + " open before the capture began.";
            findings.add(Proof.NONE.note(TRANSPORT, "handshakes-not-captured", midway, unopened));
        }
        return findings;
    }
}
