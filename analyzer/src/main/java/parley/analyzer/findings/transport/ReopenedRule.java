package parley.analyzer.findings.transport;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;

/** Conversations that begin with the ports and the initial sequence number of one that both ends had closed. */
public final class ReopenedRule implements Rule {
    private static final int STATED = 16;

    private final SortedMap<Long, FrameSet> syns = new TreeMap<>();

    @Override
    public void reopened(Connection connection) {
        if (syns.size() < STATED || syns.containsKey(connection.index())) {
            syns.computeIfAbsent(connection.index(), index -> new FrameSet()).add(connection.reopenedFrame());
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        return syns.entrySet().stream()
                .map(entry -> state(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Finding state(long connection, FrameSet frames) {
        long again = frames.count();
        String statement = "Connection " + connection + " carries " + Words.number(again + 1)
                + " conversations, one after another: after both ends had closed, "
                + (again == 1 ? "a SYN has" : Words.number(again) + " SYNs have")
                + " its ports and initial sequence number. Wireshark counts them to one stream, and labels what has the"
                + " numbers of the first as retransmissions.";
        return Proof.of(frames).state(FindingKind.CONNECTION_REOPENED, statement, again);
    }
}
