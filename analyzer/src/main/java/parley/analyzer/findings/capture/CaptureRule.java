package parley.analyzer.findings.capture;

import static parley.analyzer.findings.Finding.Layer.CAPTURE;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.capture.LinkType;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;

/** What the capture lacks: broken off, packets dropped or cut short, link types that are not decoded. */
public final class CaptureRule implements Rule {
    private final Evidence snapped;

    public CaptureRule(EvidenceLog log) {
        snapped = log.collect(FrameFilter.SNAPPED);
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        summary.fault().ifPresent(fault -> {
            String statement = "The capture cannot be read past byte " + Words.number(fault.offset()) + ": "
                    + Words.clip(fault.reason()) + "; what follows is not analyzed.";
            findings.add(Proof.NONE.warning(CAPTURE, "capture-fault", statement, fault.offset()));
        });
        if (summary.dropped() > 0) {
            String statement = Words.count(summary.dropped(), "packet") + (summary.dropped() == 1 ? " was" : " were")
                    + " dropped while capturing: what is missing here may have been on the wire.";
            findings.add(Proof.NONE.warning(CAPTURE, "packets-dropped", statement, summary.dropped()));
        }
        if (snapped.count() > 0) {
            String statement = Words.count(snapped.count(), "packet") + (snapped.count() == 1 ? " was" : " were")
                    + " cut short when captured.";
            findings.add(snapped.proof().warning(CAPTURE, "packets-snapped", statement, snapped.count()));
        }
        new TreeMap<>(summary.undecodedLinkTypes()).forEach((type, count) -> {
            String statement = Words.count(count, "packet") + (count == 1 ? " has" : " have") + " the link type "
                    + LinkType.name(type) + ", which is not decoded.";
            findings.add(Proof.NONE.warning(CAPTURE, "link-type-undecoded", statement, count));
        });
        findings.addAll(limits(summary));
        return findings;
    }

    private static List<Finding> limits(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        if (summary.evictedConnections() > 0) {
            String statement = Words.count(summary.evictedConnections(), "connection")
                    + " had to be given up because too many were open or half-open at once: their later segments count as new "
                    + "connections.";
            findings.add(Proof.NONE.warning(CAPTURE, "limit-connections", statement, summary.evictedConnections()));
        }
        if (summary.reassemblyLimitsReached() > 0) {
            String statement =
                    "Octets out of order were given up " + Words.count(summary.reassemblyLimitsReached(), "time")
                            + " because too many were held: the gaps before them count as lost.";
            findings.add(Proof.NONE.warning(CAPTURE, "limit-reassembly", statement, summary.reassemblyLimitsReached()));
        }
        if (summary.datagramsGivenUp() > 0) {
            String statement = Words.count(summary.datagramsGivenUp(), "datagram")
                    + (summary.datagramsGivenUp() == 1 ? " was" : " were")
                    + " given up incomplete, for its fragments were held too long or were too many.";
            findings.add(Proof.NONE.warning(CAPTURE, "limit-fragments", statement, summary.datagramsGivenUp()));
        }
        return findings;
    }
}
