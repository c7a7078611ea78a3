package parley.analyzer.findings.transport;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Subject;
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

    /** Why a connection of which a SYN or a SYN-ACK was captured has no complete handshake. */
    private enum Failure {
        NO_SYN("the capture lacks its SYN", "the SYN was not captured"),
        REFUSED("the server refuses it with a reset", "the server refuses with a reset"),
        UNANSWERED("its SYN is not answered by a SYN-ACK", "the SYN is not answered"),
        NO_ACK("its SYN-ACK is not answered by an ACK", "the SYN-ACK is not answered");

        private final String ofOne;
        private final String ofSeveral;

        Failure(String ofOne, String ofSeveral) {
            this.ofOne = ofOne;
            this.ofSeveral = ofSeveral;
        }

        static Failure of(Connection connection) {
            Handshake handshake = connection.handshake();
            if (handshake.synFrame() == 0) {
                return NO_SYN;
            }
            if (handshake.synAckFrame() > 0) {
                return NO_ACK;
            }
            return connection.server().rstFrame() > 0 ? REFUSED : UNANSWERED;
        }
    }

    private static final class Opening {
        private final Connection connection;
        private final Evidence syns;
        private final Evidence resets;
        private @Nullable FrameFilter lastStepFilter;
        private boolean again;
        private @Nullable Evidence lastStep;

        private Opening(Connection connection, Evidence syns, Evidence resets) {
            this.connection = connection;
            this.syns = syns;
            this.resets = resets;
        }
    }

    private final EvidenceLog log;
    private final Evidence allSyns;
    private final Map<Connection, Opening> open = new HashMap<>();
    private final SortedMap<Long, Finding> stated = new TreeMap<>();
    private final List<Opening> completed = new ArrayList<>();
    private final CapturePoint capturePoint = new CapturePoint();
    private long complete;
    private final Map<Failure, Long> incomplete = new EnumMap<>(Failure.class);
    private long unopened;
    private long untold;

    public HandshakeRule(EvidenceLog log) {
        this.log = log;
        this.allSyns = log.collect(Field.SYN.is(1));
    }

    @Override
    public void opened(Connection connection) {
        if (stated.size() + open.size() < STATED && !connection.isToItself()) {
            FrameFilter stream = Field.STREAM.is(connection.index());
            Evidence syns = log.collect(stream.and(Field.SYN.is(1)), connection);
            open.put(connection, new Opening(connection, syns, log.collect(stream.and(Field.RST.is(1)), connection)));
        }
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null && segment.isSyn() && segment.analysis().repeats() && !segment.isArtefact()) {
            Opening repeated = open.get(segment.connection());
            if (repeated != null) {
                repeated.again = true;
            }
        }
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
        if (connection.isToItself() || connection.hasOneDirection()) {
            // Findings of their own say so.
            untold++;
            open.remove(connection);
            return;
        }
        Handshake handshake = connection.handshake();
        if (handshake.isComplete()) {
            complete++;
            capturePoint.add(handshake);
        } else if (handshake.synFrame() > 0 || handshake.synAckFrame() > 0) {
            incomplete.merge(Failure.of(connection), 1L, Long::sum);
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
            String again = connection.reopenedFrame() > 0
                    ? ", the first time"
                    : opening.again ? ", parts of it sent again" : "";
            String rtt = Words.duration(handshake.roundTripNanos());
            String statement =
                    subject + " opens with a complete three-way handshake in " + rtt + " from SYN to ACK" + again + ".";
            return proof.state(FindingKind.HANDSHAKE, new Subject.OfConnection(connection.index()), statement, rtt);
        }
        if (handshake.synFrame() == 0 && handshake.synAckFrame() == 0) {
            String statement = subject + " was open already: the capture does not show its handshake.";
            return opening.syns
                    .proof()
                    .state(FindingKind.HANDSHAKE, new Subject.OfConnection(connection.index()), statement, "none");
        }
        Failure failure = Failure.of(connection);
        String statement = subject + " has no complete handshake: " + failure.ofOne + ".";
        return failed(opening, failure)
                .state(FindingKind.HANDSHAKE, new Subject.OfConnection(connection.index()), statement, "incomplete");
    }

    private Proof failed(Opening opening, Failure failure) {
        if (failure != Failure.REFUSED) {
            return opening.syns.proof();
        }
        FrameFilter filter =
                Field.STREAM.is(opening.connection.index()).and(Field.SYN.is(1).or(Field.RST.is(1)));
        return log.proof(List.of(opening.syns, opening.resets), filter);
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
        long failed = incomplete.values().stream().mapToLong(Long::longValue).sum();
        long all = complete + failed + unopened;
        if (all == 0 && untold > 0) {
            return findings;
        }
        if (all == 0) {
            findings.add(Proof.noneSeen(FindingKind.HANDSHAKES_COMPLETE, "TCP connection"));
            return findings;
        }
        String listed = all > STATED ? "; the first " + STATED + " connections are listed" : "";
        String which = all == 1 && complete == 1
                ? "The connection opens"
                : Words.number(complete) + " of " + Words.count(all, "connection")
                        + (complete == 1 ? " opens" : " open");
        String statement = which + " with a complete three-way handshake" + listed + ".";
        Proof proof = completeProof();
        findings.add(proof.state(FindingKind.HANDSHAKES_COMPLETE, statement, complete));
        if (!capturePoint.end().isEmpty() && !summary.relayed()) {
            findings.add(proof.state(FindingKind.CAPTURE_POINT, capturePoint.statement(), capturePoint.end()));
        }
        if (failed > 0) {
            List<String> ways = new ArrayList<>();
            incomplete.forEach((failure, count) -> ways.add("of " + Words.number(count) + " " + failure.ofSeveral));
            String lacking = Words.count(failed, "connection") + (failed == 1 ? " has" : " have")
                    + " a SYN or a SYN-ACK, but no complete handshake: " + Words.list(ways) + ".";
            findings.add(allSyns.proof().state(FindingKind.HANDSHAKES_INCOMPLETE, lacking, failed));
        } else {
            findings.add(
                    Proof.absent(FindingKind.HANDSHAKES_INCOMPLETE, "No handshake is left incomplete in the capture."));
        }
        if (unopened > 0) {
            String midway = Words.count(unopened, "connection")
                    + (unopened == 1
                            ? " was open before its first packet here."
                            : " were open before their first packets here.");
            findings.add(Proof.NONE.state(FindingKind.HANDSHAKES_NOT_CAPTURED, midway, unopened));
        }
        return findings;
    }
}
