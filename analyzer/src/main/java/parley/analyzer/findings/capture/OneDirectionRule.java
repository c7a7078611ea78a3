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

/** Connections of which the capture has what one end sends, and nothing of the other end. */
public final class OneDirectionRule implements Rule {
    private long fromClients;
    private long fromServers;

    @Override
    public void closed(Connection connection) {
        if (connection.hasOneDirection()) {
            boolean ofClient = connection.client().packets() > 0;
            fromClients += ofClient ? 1 : 0;
            fromServers += ofClient ? 0 : 1;
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        long count = fromClients + fromServers;
        if (count == 0) {
            return List.of();
        }
        List<String> present = new ArrayList<>();
        if (fromClients > 0) {
            present.add("the client" + (count == 1 ? "" : "s of " + Words.number(fromClients)));
        }
        if (fromServers > 0) {
            present.add("the server" + (count == 1 ? "" : "s of " + Words.number(fromServers)));
        }
        String statement = "The capture has only one direction of " + Words.count(count, "connection") + ", what "
                + Words.list(present) + (count == 1 ? " sends" : " send")
                + ": handshakes, round trips and answers cannot be told. Capture on one of the two hosts, or have both"
                + " directions mirrored; where routes there and back differ, a tap on one of them sees half.";
        return List.of(Proof.NONE.state(FindingKind.ONE_DIRECTION, statement, count));
    }
}
