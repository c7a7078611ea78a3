package parley.analyzer.report.markdown;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Words;

/** Findings as sentences that carry their evidence. */
final class Prose {
    /** Sentences of one kind that a paragraph has. */
    private static final int SENTENCES = 8;

    private static final int INLINE_FILTER = 160;
    private static final int FRAMES = 60;

    private Prose() {}

    /** The findings of the ids, in the order of the ids. */
    static List<String> sentences(List<Finding> findings, List<String> ids) {
        List<String> sentences = new ArrayList<>();
        for (String id : ids) {
            List<Finding> said =
                    findings.stream().filter(finding -> finding.id().equals(id)).toList();
            said.stream().limit(SENTENCES).forEach(finding -> sentences.add(sentence(finding)));
            if (said.size() > SENTENCES) {
                sentences.add(
                        "The findings below have " + Words.number(said.size() - SENTENCES) + " more of the kind.");
            }
        }
        return sentences;
    }

    /** {@code The welcome is 20 bytes (frames 4, 15; `tcp.len==20`).} */
    static String sentence(Finding finding) {
        String statement = MarkdownText.plain(finding.statement());
        if (finding.evidence().isEmpty()) {
            return statement;
        }
        String filter = finding.filter().length() <= INLINE_FILTER ? ": " + MarkdownText.code(finding.filter()) : "";
        String evidence = " (" + frames(finding.evidence()) + filter + ")";
        return statement.endsWith(".")
                ? statement.substring(0, statement.length() - 1) + evidence + "."
                : statement + evidence;
    }

    /** {@code frame 4}, {@code frames 1, 4-7}, or a beginning of them and how many there are. */
    static String frames(FrameSet frames) {
        String listed = frames.toString().replace(",", ", ");
        if (frames.count() == 1) {
            return "frame " + listed;
        }
        if (listed.length() > FRAMES) {
            int end = listed.lastIndexOf(", ", FRAMES);
            return Words.number(frames.count()) + " frames: " + listed.substring(0, end) + ", …";
        }
        boolean all = frames.count() == frames.kept().length;
        return all ? "frames " + listed : Words.number(frames.count()) + " frames: " + listed + ", …";
    }
}
