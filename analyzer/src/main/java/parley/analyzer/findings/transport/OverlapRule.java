package parley.analyzer.findings.transport;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.OverlapConflict;

/** Octets that came twice and were not the same: somebody rewrites them on the way, or deceives who watches. */
public final class OverlapRule implements Rule {
    private static final int LISTED = 20;
    private static final long HIGHEST_SEQUENCE = 0xffff_ffffL;

    /** Of the octets that differ, and of all frames that carry any of them. */
    private record Conflict(
            String statement, long sequence, @Nullable Evidence evidence, long earlier, long later) {}

    private final EvidenceLog log;
    private final List<Conflict> listed = new ArrayList<>();
    private long count;

    public OverlapRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void conflict(Connection connection, Flow flow, OverlapConflict conflict) {
        count++;
        if (listed.size() == LISTED) {
            return;
        }
        listed.add(new Conflict(
                statement(connection, flow, conflict),
                conflict.sequence(),
                evidence(connection, flow, conflict),
                conflict.earlierFrame(),
                conflict.laterFrame()));
    }

    private static String statement(Connection connection, Flow flow, OverlapConflict conflict) {
        int length = conflict.earlier().length;
        String side = flow == connection.client() ? "client" : "server";
        long counting = conflict.laterCounts() ? conflict.laterFrame() : conflict.earlierFrame();
        return "On connection " + connection.index() + " the " + side + "'s " + Words.count(length, "byte")
                + " from Seq " + conflict.sequence() + " on "
                + (length == 1 ? "is " : "are ") + Words.octets(conflict.earlier()) + " in frame "
                + conflict.earlierFrame() + " and " + Words.octets(conflict.later()) + " in frame "
                + conflict.laterFrame() + "; "
                + (length == 1 ? "that of frame " + counting + " counts." : "those of frame " + counting + " count.");
    }

    private @Nullable Evidence evidence(Connection connection, Flow flow, OverlapConflict conflict) {
        long end = conflict.sequence() + conflict.earlier().length;
        if (end > HIGHEST_SEQUENCE) {
            return null;
        }
        FrameFilter filter = FrameFilter.octets(
                connection.index(), flow.endpoint().port(), conflict.sequence(), end, connection.reopenedFrame());
        return log.collect(filter, conflict.earlierFrame());
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        if (count == 0) {
            String statement = "No byte is sent again with other content.";
            return List.of(Proof.absent(FindingKind.OVERLAP_CONFLICTS, statement));
        }
        List<Finding> findings = new ArrayList<>();
        for (Conflict conflict : listed) {
            findings.add(
                    proof(conflict).state(FindingKind.OVERLAP_CONFLICT, conflict.statement(), conflict.sequence()));
        }
        if (count > LISTED) {
            String statement = "Bytes are sent again with other content " + Words.number(count) + " times; the first "
                    + LISTED + " are listed.";
            findings.add(Proof.NONE.state(FindingKind.OVERLAP_CONFLICTS, statement, count));
        }
        return findings;
    }

    /** Where too many frames lay between the two, or numbers wrap, the two are named by their frame numbers. */
    private static Proof proof(Conflict conflict) {
        Evidence evidence = conflict.evidence();
        if (evidence != null && evidence.isComplete()) {
            return evidence.proof();
        }
        return new Proof(
                FrameSet.of(conflict.earlier(), conflict.later()),
                "frame.number in {" + conflict.earlier() + ", " + conflict.later() + "}");
    }
}
