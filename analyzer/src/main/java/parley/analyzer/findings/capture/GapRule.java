package parley.analyzer.findings.capture;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;

/** Octets of streams that the capture does not have. What is not there has no frame to show. */
public final class GapRule implements Rule {
    private static final int LISTED = 5;

    private final List<String> first = new ArrayList<>();
    private long gaps;
    private long octets;

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        gaps++;
        octets += length;
        if (first.size() < LISTED) {
            String side = flow == connection.client() ? "client" : "server";
            first.add(Words.count(length, "byte") + " of the " + side + " on connection " + connection.index()
                    + " behind its first " + Words.number(offset));
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (gaps == 0) {
            return List.of(Proof.absent(FindingKind.GAPS, "No stream has a gap."));
        }
        String more = gaps > LISTED ? " and " + Words.number(gaps - LISTED) + " more" : "";
        String statement = "The streams lack " + Words.count(octets, "byte") + " in " + Words.count(gaps, "gap") + ": "
                + String.join("; ", first) + more + ".";
        return List.of(Proof.NONE.state(FindingKind.GAPS, statement, octets));
    }
}
