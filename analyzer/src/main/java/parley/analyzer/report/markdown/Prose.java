package parley.analyzer.report.markdown;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Finding.Severity;
import parley.analyzer.findings.FrameSet;
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
    private static final String ABSENT = "The capture shows no ";

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

    /** The findings of the ids, in the order of the ids; what is not there in one sentence, or one for each, at the end. */
    List<String> sentences(List<String> ids) {
        List<String> sentences = new ArrayList<>();
        List<Finding> absent = new ArrayList<>();
        for (String id : ids) {
            List<Finding> said = findings.stream()
                    .filter(finding -> finding.id().equals(id) && !toldElsewhere.contains(finding))
                    .toList();
            if (said.size() == 1 && isAbsence(said.getFirst())) {
                absent.add(said.getFirst());
                continue;
            }
            said.stream().limit(SENTENCES).forEach(finding -> sentences.add(sentence(finding)));
            if (said.size() > SENTENCES) {
                further.addAll(said.subList(SENTENCES, said.size()));
                int more = said.size() - SENTENCES;
                sentences.add(Words.number(more) + " more " + (more == 1 ? "is" : "are") + " listed under "
                        + MarkdownText.link(FURTHER, FURTHER) + ".");
            }
        }
        if (!absent.isEmpty()) {
            sentences.add(absences(absent));
        }
        return sentences;
    }

    private static boolean isAbsence(Finding finding) {
        return finding.evidence().isEmpty() && finding.value().equals("0");
    }

    /** {@code The capture shows no A, no B and no C. No D goes unanswered.} */
    private static String absences(List<Finding> absent) {
        List<String> nouns = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Finding finding : absent) {
            String statement = finding.statement();
            if (statement.startsWith(ABSENT) && statement.endsWith(".")) {
                nouns.add("no " + statement.substring(ABSENT.length(), statement.length() - 1));
            } else {
                others.add(MarkdownText.plain(statement));
            }
        }
        if (!nouns.isEmpty()) {
            others.addFirst(MarkdownText.plain("The capture shows " + Words.list(nouns) + "."));
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
