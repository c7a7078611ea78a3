package parley.analyzer.findings.network;

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
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** Which version of IP carries the packets. */
public final class ProtocolRule implements Rule {
    private final EvidenceLog log;
    private final Evidence v4;
    private final Evidence v6;
    private long packets;

    public ProtocolRule(EvidenceLog log) {
        this.log = log;
        v4 = log.collect(Field.IP_VERSION.is(4));
        v6 = log.collect(Field.IPV6_VERSION.is(6));
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (packet.quoting() != null) {
            return;
        }
        packets++;
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        state(v4, "IPv4", findings);
        state(v6, "IPv6", findings);
        if (findings.isEmpty()) {
            findings.add(Proof.noneSeen(FindingKind.PROTOCOL, "IP packet that could be decoded"));
        }
        return findings;
    }

    private void state(Evidence evidence, String name, List<Finding> findings) {
        long count = evidence.count();
        if (count > 0) {
            String share = count == packets
                    ? "All " + Words.number(packets)
                    : Words.number(count) + " of " + Words.number(packets);
            String statement = packets == 1
                    ? "The one packet" + log.besideQuotes() + " is " + name + "."
                    : share + " packets" + log.besideQuotes() + " are " + name + ".";
            findings.add(evidence.proof().state(FindingKind.PROTOCOL, statement, name));
        }
    }
}
