package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Finding.Severity;
import parley.analyzer.findings.Listing;
import parley.analyzer.findings.Words;
import parley.analyzer.report.Headlines;
import parley.analyzer.report.Totals;

/** What happened in a few lines, what is out of the ordinary, and how to read the rest. */
final class SummaryText {
    private static final int KINDS = 12;
    private static final int HAPPENED = 4;
    private static final String RANGE = "tcp.nxtseq>";

    private final List<Finding> findings;

    SummaryText(List<Finding> findings) {
        this.findings = findings;
    }

    void write(MarkdownWriter report, Totals totals, AnalysisSummary summary) throws IOException {
        report.heading(2, "Summary");
        List<String> lines = new ArrayList<>();
        for (Headlines.Line line : Headlines.of(totals, summary, findings).subList(0, HAPPENED)) {
            lines.add("**" + line.about() + ":** " + MarkdownText.plain(line.text()));
        }
        lines.addAll(concerns());
        report.list(lines);
        report.paragraph(
                "Below, a sentence names the frames that prove it and the Wireshark display filter that selects"
                        + " just these; a long filter has a number there and is in the list at the end."
                        + (findings.stream()
                                        .anyMatch(finding -> finding.filter().contains(RANGE))
                                ? range()
                                : ""));
    }

    private static String range() {
        return " Where a filter has a range of sequence numbers, such as `tcp.seq<5 && tcp.nxtseq>1`, it selects every"
                + " segment that carries any of these bytes, one that brings them again or together with others too;"
                + " `tcp.seq==1` would miss those.";
    }

    /** Warnings, then notes: the first of each kind, and where the others are. */
    private List<String> concerns() {
        List<Listing> kinds = Listing.ofConcerns(findings);
        if (kinds.isEmpty()) {
            return List.of("**To look at:** nothing, no finding is a warning or out of the ordinary.");
        }
        List<String> lines = new ArrayList<>();
        kinds.stream().limit(KINDS).forEach(kind -> lines.add(line(kind)));
        if (kinds.size() > KINDS) {
            lines.add(Words.count(kinds.size() - KINDS, "more kind") + " of warnings and notes "
                    + (kinds.size() - KINDS == 1 ? "is" : "are") + " below.");
        }
        return lines;
    }

    private static String line(Listing kind) {
        Finding first = kind.first();
        String label = first.severity() == Severity.WARNING ? "**Warning:** " : "**Note:** ";
        String more = kind.others() == 0 ? "" : " " + Words.number(kind.others()) + " more:";
        String heading = Group.headingOf(first);
        return label + MarkdownText.plain(first.statement()) + more + " " + MarkdownText.link(heading, heading);
    }
}
