package parley.analyzer.findings.transport;

import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.evidence.Proof;

/** Whether what is stated of the transport and the network was on a wire, or is what a relay made of it. */
public final class RelayRule implements Rule {
    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (!summary.relayed()) {
            return List.of();
        }
        String statement = "A relay made this capture: handshakes, segments, acknowledgments and IP headers are its own"
                + " account, and what is stated of them is not of a wire; the octets, their order and times, ends and"
                + " resets are what passed through it.";
        return List.of(Proof.NONE.state(FindingKind.RELAYED, statement, "relay"));
    }
}
