package parley.analyzer.findings.transport;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.tcp.Connection;

/** Connections whose two ends are one. Nothing else is said of how they open and close. */
public final class SelfConnectionRule implements Rule {
    private static final int STATED = 16;

    private final EvidenceLog log;
    private final Map<Connection, Evidence> open = new HashMap<>();
    private final SortedMap<Long, Finding> stated = new TreeMap<>();

    public SelfConnectionRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void opened(Connection connection) {
        if (connection.isToItself() && stated.size() + open.size() < STATED) {
            open.put(connection, log.collect(Field.STREAM.is(connection.index()).and(Field.SYN.is(1)), connection));
        }
    }

    @Override
    public void closed(Connection connection) {
        Evidence syns = open.remove(connection);
        if (syns != null) {
            String end = connection.client().endpoint().toString();
            String statement =
                    "Connection " + connection.index() + ": " + end + " is connected to itself, by a simultaneous"
                            + " open with itself (RFC 9293 section 3.5). It has called a port of its own host on which nothing"
                            + " listened, and was given that very port to call from: it reads what it sends. Start the server"
                            + " first, and listen on a port outside the range that clients call from.";
            stated.put(connection.index(), syns.proof().state(FindingKind.SELF_CONNECTION, statement, end));
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        return List.copyOf(stated.values());
    }
}
