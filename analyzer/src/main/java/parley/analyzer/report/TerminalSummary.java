package parley.analyzer.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Finding.Severity;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Listing;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;

/** On the terminal: who, what, how long, and what is wrong, in at most {@value #LINES} lines. */
public final class TerminalSummary implements ReportSink {
    static final int LINES = 25;

    private static final int LABEL = 11;
    private static final int LEAST_LINES_OF_TEXT = 2;
    private static final int USERS = 20;
    private static final int WAYS = 2;
    private static final int CONCERNS = 4;
    private static final String BOLD = "\u001b[1m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String RESET = "\u001b[0m";

    private final Appendable out;
    private final int width;
    private final boolean colours;
    private final boolean withFindings;
    /** A label, and what it is about, in lines. */
    private record Entry(
            String label, List<String> lines, @Nullable String colour) {}

    private final List<Entry> entries = new ArrayList<>();
    private final List<String> users = new ArrayList<>();
    private long userCount;

    /**
     * A summary that is printed when the analysis ends.
     *
     * @param width columns of the terminal
     * @param colours whether lines may be coloured by escape sequences
     * @param depth of the analysis: without findings nothing is said of problems
     */
    public TerminalSummary(Appendable out, int width, boolean colours, AnalysisDepth depth) {
        this.withFindings = depth.includes(AnalysisDepth.FINDINGS);
        this.out = out;
        this.width = Math.max(width, 2 * LABEL);
        this.colours = colours;
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        if (user.isEmpty()) {
            return;
        }
        userCount++;
        if (users.size() < USERS) {
            users.add(Words.clip(user) + " (" + connection.client().endpoint().port() + ")");
        }
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        line(BOLD, headline(summary));
        about("Server", first(findings, FindingKind.SERVER_IDENTITY), findings);
        if (!users.isEmpty()) {
            String more = userCount > USERS ? " and " + Words.number(userCount - USERS) + " more" : "";
            entry("Users", String.join(", ", users) + more, null);
        }
        about("Messages", first(findings, FindingKind.MESSAGES_BY_KIND), findings);
        about("Private", first(findings, FindingKind.PRIVATE_CHAT), findings);
        about("Handshakes", first(findings, FindingKind.HANDSHAKES_COMPLETE), findings);
        about("Data", first(findings, FindingKind.PUSH_SHARE), findings);
        network(findings);
        if (withFindings) {
            concerns(findings);
        }
        print();
    }

    /** The way of the packets, and the way back. */
    private void network(List<Finding> findings) {
        List<Finding> ways = findings.stream()
                .filter(finding -> finding.kind() == FindingKind.ADDRESSES && !finding.isOfTheRest())
                .toList();
        if (!ways.isEmpty()) {
            String more = ways.size() > WAYS ? " (and " + Words.count(ways.size() - WAYS, "more way") + ")" : "";
            String told = ways.stream().limit(WAYS).map(Finding::statement).collect(Collectors.joining(" "));
            entry("Network", told + more, null);
        }
    }

    private static String headline(AnalysisSummary summary) {
        return Words.count(summary.packets(), "packet") + " in "
                + Seconds.rounded(summary.lastNanos() - summary.firstNanos(), 3) + " s, "
                + Words.count(summary.connections(), "TCP connection");
    }

    private static @Nullable Finding first(List<Finding> findings, FindingKind kind) {
        return findings.stream()
                .filter(finding -> finding.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    private void about(String label, @Nullable Finding finding, List<Finding> findings) {
        if (finding != null) {
            entry(label, withOthers(Listing.of(finding, findings)), null);
        }
    }

    /** The statement, and how many more there are of its kind. */
    private static String withOthers(Listing listing) {
        return listing.first().statement()
                + (listing.others() == 0 ? "" : " (and " + Words.number(listing.others()) + " more)");
    }

    /** Warnings, then what is out of the ordinary; the first of each kind. */
    private void concerns(List<Finding> findings) {
        List<Listing> concerns = Listing.ofConcerns(findings);
        if (concerns.isEmpty()) {
            entry("Problems", "None: nothing was lost, sent again or refused.", null);
        }
        for (Listing concern : concerns.stream().limit(CONCERNS).toList()) {
            boolean warning = concern.first().severity() == Severity.WARNING;
            entry(warning ? "Warning" : "Note", withOthers(concern), warning ? RED : YELLOW);
        }
        if (concerns.size() > CONCERNS) {
            int more = concerns.size() - CONCERNS;
            entry(
                    "",
                    Words.count(more, "more kind") + " of finding " + (more == 1 ? "is" : "are") + " in the reports.",
                    null);
        }
    }

    /** A label and text beside it, broken into lines at spaces. */
    private void entry(String label, String text, @Nullable String colour) {
        entries.add(new Entry(label, TerminalLines.wrap(MessageText.visible(text), width - LABEL), colour));
    }

    /** All whole where there is room for that; else the longest are cut. */
    private void print() throws IOException {
        int most = LINES;
        while (most > LEAST_LINES_OF_TEXT && linesOf(most) > LINES - 1) {
            most--;
        }
        for (Entry entry : entries) {
            print(entry, most);
        }
    }

    private int linesOf(int most) {
        return entries.stream()
                .mapToInt(entry -> Math.min(entry.lines().size(), most))
                .sum();
    }

    private void print(Entry entry, int most) throws IOException {
        List<String> lines = entry.lines();
        for (int i = 0; i < Math.min(lines.size(), most); i++) {
            boolean cut = i == most - 1 && lines.size() > most;
            String line = cut ? TerminalLines.clip(lines.get(i) + " …", width - LABEL) : lines.get(i);
            String start = i == 0 ? entry.label() : "";
            line(entry.colour(), start + " ".repeat(LABEL - start.length()) + line);
        }
    }

    private void line(@Nullable String colour, String text) throws IOException {
        boolean coloured = colours && colour != null;
        out.append(coloured ? colour + text + RESET : text).append('\n');
    }

    /** The terminal stays open. */
    @Override
    public void close() {}
}
