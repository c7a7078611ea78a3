package parley.analyzer.findings.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.LimitsReached;
import parley.analyzer.capture.LinkType;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.Carried;
import parley.analyzer.wire.DecodedPacket;

/** What the capture lacks: broken off, packets dropped, cut short or without a time, link types that are not decoded. */
public final class CaptureRule implements Rule {
    private static final int LINK_TYPES = 20;

    private final Evidence snapped;
    private final FrameSet untimed = new FrameSet();

    public CaptureRule(EvidenceLog log) {
        snapped = log.collect(FrameFilter.SNAPPED);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (!packet.packet().hasTimestamp()) {
            untimed.add(packet.packet().number());
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        summary.fault().ifPresent(fault -> {
            String statement = "The capture cannot be read past byte " + Words.number(fault.offset()) + ": "
                    + Words.clip(fault.reason()) + "; what follows is not analyzed.";
            findings.add(Proof.NONE.state(FindingKind.CAPTURE_FAULT, statement, fault.offset()));
        });
        if (summary.dropped() > 0) {
            String statement = Words.count(summary.dropped(), "packet") + (summary.dropped() == 1 ? " was" : " were")
                    + " dropped while capturing: what is missing here may have been on the wire.";
            findings.add(Proof.NONE.state(FindingKind.PACKETS_DROPPED, statement, summary.dropped()));
        }
        if (snapped.count() > 0) {
            String statement = Words.count(snapped.count(), "packet") + (snapped.count() == 1 ? " was" : " were")
                    + " cut short when captured.";
            findings.add(snapped.proof().state(FindingKind.PACKETS_SNAPPED, statement, snapped.count()));
        }
        if (!untimed.isEmpty()) {
            long count = untimed.count();
            String statement = Words.count(count, "packet") + (count == 1 ? " has" : " have")
                    + " no time, or one outside 1677 to 2262, and count"
                    + (count == 1 ? "s" : "")
                    + " as captured in 1970: what is said of times and delays does not hold for"
                    + (count == 1 ? " it." : " them.") + " editcap -t shifts times.";
            findings.add(Proof.of(untimed).state(FindingKind.PACKETS_UNTIMED, statement, count));
        }
        findings.addAll(undecoded(new TreeMap<>(summary.undecodedLinkTypes())));
        findings.addAll(limits(summary.limits()));
        return findings;
    }

    private static List<Finding> undecoded(Map<Integer, Long> byLinkType) {
        List<Finding> findings = new ArrayList<>();
        long unlisted = 0;
        for (Map.Entry<Integer, Long> link : byLinkType.entrySet()) {
            long count = link.getValue();
            if (findings.size() == LINK_TYPES) {
                unlisted += count;
                continue;
            }
            String statement = Words.count(count, "packet") + (count == 1 ? " has" : " have") + " the link type "
                    + LinkType.name(link.getKey()) + ", which is not decoded. "
                    + CarriedText.wayOut(new Carried(Carried.Kind.LINK_TYPE, link.getKey()));
            findings.add(Proof.NONE.state(FindingKind.LINK_TYPE_UNDECODED, statement, count));
        }
        if (unlisted > 0) {
            String statement = Words.count(unlisted, "packet") + (unlisted == 1 ? " has" : " have")
                    + " other link types that are not decoded either.";
            findings.add(Proof.NONE.state(FindingKind.LINK_TYPE_UNDECODED, statement, unlisted));
        }
        return findings;
    }

    private static List<Finding> limits(LimitsReached limits) {
        List<Finding> findings = new ArrayList<>();
        if (limits.connections() > 0) {
            String statement = Words.count(limits.connections(), "connection")
                    + " had to be given up because too many were open or half-open at once: their later segments count as new "
                    + "connections.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_CONNECTIONS, statement, limits.connections()));
        }
        if (limits.closedConnections() > 0) {
            String statement = Words.count(limits.closedConnections(), "closed connection")
                    + " had to be forgotten because too many were closed: a segment that still comes for one counts as a"
                    + " new connection.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_CLOSED_CONNECTIONS, statement, limits.closedConnections()));
        }
        if (limits.segments() > 0) {
            String statement = "The acknowledgement of " + Words.count(limits.segments(), "segment")
                    + " was not looked for, because too many segments waited for theirs: round-trip times and bytes in"
                    + " flight lack them.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_SEGMENTS, statement, limits.segments()));
        }
        if (limits.reassembly() > 0) {
            String statement = "Octets out of order were given up " + Words.count(limits.reassembly(), "time")
                    + " because too many were held: the gaps before them count as lost.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_REASSEMBLY, statement, limits.reassembly()));
        }
        if (limits.datagrams() > 0) {
            String statement = Words.count(limits.datagrams(), "datagram")
                    + (limits.datagrams() == 1 ? " was" : " were")
                    + " given up incomplete, for its fragments were held too long or were too many.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_FRAGMENTS, statement, limits.datagrams()));
        }
        if (limits.recognition() > 0) {
            String statement = Words.count(limits.recognition(), "connection")
                    + (limits.recognition() == 1 ? " is" : " are")
                    + " not decoded because no decoder had recognised the first bytes when as many were kept as may be.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_RECOGNITION, statement, limits.recognition()));
        }
        if (limits.messages() > 0) {
            String statement = Words.count(limits.messages(), "message") + (limits.messages() == 1 ? " is" : " are")
                    + " told without the acknowledgement or the first segments, because too many messages waited or too"
                    + " many segments were to be remembered.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_MESSAGES, statement, limits.messages()));
        }
        if (limits.decoding() > 0) {
            String statement = "Decoders forgot or guessed something " + Words.count(limits.decoding(), "time")
                    + " because too much was waiting: some messages may lack which message they pass on or whom they are"
                    + " for, or be read as something else.";
            findings.add(Proof.NONE.state(FindingKind.LIMIT_DECODING, statement, limits.decoding()));
        }
        return findings;
    }
}
