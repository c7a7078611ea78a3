package parley.analyzer.report.markdown;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Finding.Severity;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Sentence;
import parley.analyzer.findings.Words;

/** Findings as sentences that carry their evidence. */
final class Prose {
    static final String FURTHER = "Further findings";

    /** Sentences of one kind that a paragraph has. */
    private static final int SENTENCES = 8;

    private static final int INLINE_FILTER = 160;

    /** Characters of a list of frames. */
    private static final int FRAMES = 60;

    private static final int NOTABLE_FRAMES = 200;

    private final List<Finding> findings;
    private final FilterList filters;
    private final Set<Finding> toldElsewhere = new HashSet<>();
    private final List<Finding> further = new ArrayList<>();

    Prose(List<Finding> findings, FilterList filters) {
        this.findings = findings;
        this.filters = filters;
    }

    /** Findings of which no sentence tells. */
    void leaveOut(List<Finding> told) {
        toldElsewhere.addAll(told);
    }

    /** The findings of the kinds, in their order; what is not there in one sentence, or one for each, at the end. */
    List<String> sentences(List<FindingKind> kinds) {
        List<String> sentences = new ArrayList<>();
        List<Finding> absent = new ArrayList<>();
        for (FindingKind kind : kinds) {
            List<Finding> said = findings.stream()
                    .filter(finding -> finding.kind() == kind && !toldElsewhere.contains(finding))
                    .toList();
            absent.addAll(said.stream().filter(Finding::isAbsence).toList());
            List<Finding> listed = said.stream()
                    .filter(finding -> !finding.isAbsence() && !finding.isOfTheRest())
                    .toList();
            listed.stream().limit(SENTENCES).forEach(finding -> sentences.add(sentence(finding)));
            if (listed.size() > SENTENCES) {
                further.addAll(listed.subList(SENTENCES, listed.size()));
                int more = listed.size() - SENTENCES;
                sentences.add(Words.number(more) + " more " + (more == 1 ? "is" : "are") + " listed under "
                        + MarkdownText.link(FURTHER, FURTHER) + ".");
            }
            said.stream().filter(Finding::isOfTheRest).forEach(finding -> sentences.add(sentence(finding)));
        }
        if (!absent.isEmpty()) {
            sentences.add(absences(absent));
        }
        return sentences;
    }

    /** {@code The capture shows no A, no B and no C. No D goes unanswered.} */
    private static String absences(List<Finding> absent) {
        List<String> nouns = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Finding finding : absent) {
            if (finding.sentence() instanceof Sentence.NoneSeen none) {
                nouns.add(none.noun());
            } else {
                others.add(MarkdownText.plain(finding.statement()));
            }
        }
        if (!nouns.isEmpty()) {
            List<String> further =
                    nouns.stream().skip(1).map(noun -> "no " + noun).toList();
            List<String> all = new ArrayList<>(List.of(nouns.getFirst()));
            all.addAll(further);
            others.addFirst(MarkdownText.plain(Sentence.NoneSeen.noneOf(Words.list(all))));
        }
        return String.join(" ", others);
    }

    /** What the paragraphs had no room for. */
    List<String> further() {
        return further.stream().map(this::sentence).toList();
    }

    /** {@code The welcome is 20 bytes (frames 4, 15: `tcp.len==20`).} */
    String sentence(Finding finding) {
        String statement = MarkdownText.plain(finding.statement());
        if (finding.evidence().isEmpty()) {
            return statement;
        }
        String filter = finding.filter().length() <= INLINE_FILTER
                ? MarkdownText.code(finding.filter())
                : filters.link("filter ", finding);
        int room = finding.severity() == Severity.INFO ? FRAMES : NOTABLE_FRAMES;
        String evidence = " (" + frames(finding.evidence(), room) + ": " + filter + ")";
        return statement.endsWith(".")
                ? statement.substring(0, statement.length() - 1) + evidence + "."
                : statement + evidence;
    }

    /** {@code frame 4}, {@code frames 1, 4-7}, or a beginning of them, of so many characters, and how many there are. */
    static String frames(FrameSet frames, int room) {
        String listed = frames.toString().replace(",", ", ");
        if (frames.count() == 1) {
            return "frame " + listed;
        }
        if (listed.length() > room) {
            int end = listed.lastIndexOf(", ", room);
            return Words.number(frames.count()) + " frames: " + listed.substring(0, end) + ", …";
        }
        boolean all = frames.count() == frames.kept().length;
        return all ? "frames " + listed : Words.number(frames.count()) + " frames: " + listed + ", …";
    }
}
