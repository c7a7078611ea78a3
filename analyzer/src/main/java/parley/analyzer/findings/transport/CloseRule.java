package parley.analyzer.findings.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;

/** How connections ended (RFC 9293 section 3.6): by FIN, and whose came first, by RST, or not in the capture. */
public final class CloseRule implements Rule {
    private static final int STATED = 100;
    private static final FrameFilter ENDS = Field.FIN.is(1).or(Field.RST.is(1));

    private final EvidenceLog log;
    private final Evidence all;
    private final Map<Connection, Evidence> open = new HashMap<>();
    private final SortedMap<Long, Finding> stated = new TreeMap<>();
    private long serverFirst;
    private long clientFirst;
    private long reset;
    private long halfClosed;
    private long unfinished;

    public CloseRule(EvidenceLog log) {
        this.log = log;
        this.all = log.collect(ENDS);
    }

    @Override
    public void opened(Connection connection) {
        if (stated.size() + open.size() < STATED) {
            FrameFilter filter = Field.STREAM.is(connection.index()).and(ENDS);
            open.put(connection, log.collect(filter, connection));
        }
    }

    @Override
    public void closed(Connection connection) {
        Evidence evidence = open.remove(connection);
        if (connection.isToItself() || connection.hasOneDirection()) {
            // Findings of their own say so.
            return;
        }
        String how = how(connection);
        if (evidence != null) {
            String statement = "Connection " + connection.index() + " " + how + ".";
            stated.put(
                    connection.index(),
                    evidence.proof()
                            .state(
                                    FindingKind.CLOSE,
                                    new Subject.OfConnection(connection.index()),
                                    statement,
                                    connection.index()));
        }
    }

    private String how(Connection connection) {
        Flow client = connection.client();
        Flow server = connection.server();
        if (client.rstFrame() > 0 || server.rstFrame() > 0) {
            reset++;
            return "is reset by the " + first(client.rstFrame(), server.rstFrame());
        }
        if (client.finFrame() > 0 && server.finFrame() > 0) {
            String first = first(client.finFrame(), server.finFrame());
            if (first.equals("client")) {
                clientFirst++;
            } else {
                serverFirst++;
            }
            return "is closed by both sides, the " + first + " sending its FIN first"
                    + fin(first.equals("client") ? client : server);
        }
        if (client.finFrame() > 0 || server.finFrame() > 0) {
            halfClosed++;
            String closer = client.finFrame() > 0 ? "client" : "server";
            return "is closed by the " + closer + " alone when the capture ends";
        }
        unfinished++;
        return "is still open when the capture ends";
    }

    /** Who sends a FIN has sent all before it, though that may be captured later. */
    private static String fin(Flow closer) {
        String data = closer.finLength() == 0 ? "" : ", with " + Words.count(closer.finLength(), "byte") + " of data";
        return closer.overtakenFrame() == 0
                ? data
                : data + ", which has overtaken what was sent before (frame " + closer.overtakenFrame() + ")";
    }

    /** Whose frame comes first, where 0 is none. */
    private static String first(long clientFrame, long serverFrame) {
        boolean clientIsFirst = clientFrame > 0 && (serverFrame == 0 || clientFrame < serverFrame);
        return clientIsFirst ? "client" : "server";
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>(stated.values());
        long count = serverFirst + clientFirst + reset + halfClosed + unfinished;
        if (count == 0) {
            return findings;
        }
        List<String> parts = new ArrayList<>();
        part(serverFirst, "closed by FIN, the server first", parts);
        part(clientFirst, "closed by FIN, the client first", parts);
        part(reset, "reset", parts);
        part(halfClosed, "closed by one side only", parts);
        part(unfinished, "open at the end", parts);
        String statement = count == 1
                ? "The connection" + parts.getFirst().substring(1) + "."
                : "Of " + Words.number(count) + " connections, " + Words.list(parts) + ".";
        long closed = serverFirst + clientFirst;
        findings.add(all.proof().state(FindingKind.CLOSES, statement, closed));
        return findings;
    }

    private static void part(long count, String how, List<String> parts) {
        if (count > 0) {
            parts.add(Words.number(count) + (count == 1 ? " is " : " are ") + how);
        }
    }
}
