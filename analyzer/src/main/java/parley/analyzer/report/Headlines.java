package parley.analyzer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Finding.Severity;
import parley.analyzer.findings.Words;
import parley.analyzer.report.Totals.Count;

/** What happened, in five lines. */
public final class Headlines {
    /** A line and what it is about. */
    public record Line(String about, String text) {}

    private static final int KINDS = 5;
    private static final int NAMED = 6;

    private final Totals totals;
    private final AnalysisSummary summary;
    private final List<Finding> findings;

    private Headlines(Totals totals, AnalysisSummary summary, List<Finding> findings) {
        this.totals = totals;
        this.summary = summary;
        this.findings = findings;
    }

    /** The lines, the last of them about what is out of the ordinary. */
    public static List<Line> of(Totals totals, AnalysisSummary summary, List<Finding> findings) {
        Headlines lines = new Headlines(totals, summary, findings);
        return List.of(
                new Line("Who", lines.who()),
                new Line("Said", lines.said()),
                new Line("Carried", lines.carried()),
                new Line("Delivery", lines.delivery()),
                new Line("To look at", lines.concerns()));
    }

    private String who() {
        String lasting = " for " + Words.duration(summary.lastNanos() - summary.firstNanos()) + ".";
        long count = totals.of(Count.USERS);
        if (count == 0) {
            return "The capture lasts " + Words.duration(summary.lastNanos() - summary.firstNanos())
                    + " and shows no user of a chat.";
        }
        List<String> names = totals.users().stream().map(Words::clip).toList();
        boolean all = count == names.size() && count <= NAMED;
        String users = all
                ? Words.list(names)
                : Words.count(count, "user") + ", among them "
                        + Words.list(names.subList(0, Math.min(NAMED, names.size())));
        return users + (all ? "" : ",") + (count == 1 ? " talks" : " talk") + " through " + Words.list(totals.servers())
                + lasting;
    }

    private String said() {
        long count = totals.of(Count.MESSAGES);
        if (count == 0) {
            return "No message was decoded.";
        }
        long fromClients = totals.of(Count.MESSAGES_FROM_CLIENTS);
        return Words.count(count, "message") + " on the wire: " + Words.number(fromClients) + " from clients"
                + kinds(totals.clientKinds()) + ", " + Words.number(count - fromClients) + " from the server"
                + kinds(totals.serverKinds()) + ".";
    }

    private static String kinds(List<Map.Entry<String, Long>> kinds) {
        List<String> words = new ArrayList<>();
        for (Map.Entry<String, Long> kind : kinds.subList(0, Math.min(KINDS, kinds.size()))) {
            words.add(Words.number(kind.getValue()) + " " + Words.clip(kind.getKey()));
        }
        long others = kinds.stream().skip(KINDS).mapToLong(Map.Entry::getValue).sum();
        if (others > 0) {
            words.add(Words.number(others) + (others == 1 ? " other" : " others"));
        }
        return words.isEmpty() ? "" : " (" + Words.list(words) + ")";
    }

    private String carried() {
        long connections = summary.connections();
        if (connections == 0) {
            return Words.count(summary.packets(), "packet") + ", none of a TCP connection.";
        }
        List<String> ways = new ArrayList<>();
        way(ways, Count.COMPLETE_HANDSHAKES, "opened by a complete handshake");
        way(ways, Count.CLOSED_BY_FIN, "closed by both sides");
        way(ways, Count.RESET, "reset");
        way(ways, Count.STILL_OPEN, "not closed in the capture");
        return Words.count(summary.packets(), "packet") + " and " + Words.count(connections, "TCP connection") + ": "
                + Words.list(ways) + ".";
    }

    private void way(List<String> ways, Count count, String words) {
        if (totals.of(count) > 0) {
            ways.add(Words.number(totals.of(count)) + " " + words);
        }
    }

    private String delivery() {
        long segments = totals.of(Count.SEGMENTS);
        if (segments == 0) {
            return "No TCP segment was seen.";
        }
        List<String> troubles = new ArrayList<>();
        trouble(troubles, Count.RESENT, "repeats", "repeat", "something captured before");
        trouble(troubles, Count.LATE, "comes", "come", "late");
        trouble(troubles, Count.LOST, "comes", "come", "ahead of missing ones");
        trouble(troubles, Count.ZERO_WINDOWS, "says", "say", "that a window is closed");
        String ack = totals.slowestAckNanos() < 0
                ? "."
                : "; the slowest acknowledgement took " + Words.duration(totals.slowestAckNanos()) + ".";
        return "Of " + Words.count(segments, "TCP segment") + " "
                + (troubles.isEmpty() ? "none was sent again, overtaken or missed" : Words.list(troubles)) + ack;
    }

    private void trouble(List<String> troubles, Count count, String one, String several, String what) {
        long number = totals.of(count);
        if (number > 0) {
            troubles.add(Words.number(number) + " " + (number == 1 ? one : several) + " " + what);
        }
    }

    private String concerns() {
        List<Finding> warnings = of(Severity.WARNING);
        List<Finding> notes = of(Severity.NOTE);
        if (warnings.isEmpty() && notes.isEmpty()) {
            return "Nothing: no finding is a warning or out of the ordinary.";
        }
        Finding first = warnings.isEmpty() ? notes.getFirst() : warnings.getFirst();
        List<String> counts = new ArrayList<>();
        if (!warnings.isEmpty()) {
            counts.add(Words.count(warnings.size(), "warning"));
        }
        if (!notes.isEmpty()) {
            counts.add(Words.count(notes.size(), "note"));
        }
        String which = warnings.size() + notes.size() == 1 ? ": " : ", the first: ";
        return Words.list(counts) + which + first.statement();
    }

    private List<Finding> of(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }
}
