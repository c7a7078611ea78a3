package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.analyzer.findings.Finding;

/** The filters that are too long for where they belong: numbered there, and listed at the end. */
final class FilterList {
    static final String TITLE = "Filters";

    private static final int FRAMES = 400;

    private final Map<Finding, Integer> numbers = new LinkedHashMap<>();

    /** A link to where the finding's filter stands. */
    String link(String words, Finding finding) {
        Integer known = numbers.get(finding);
        int number = known == null ? numbers.size() + 1 : known;
        numbers.put(finding, number);
        return MarkdownText.link(words + number, TITLE);
    }

    void write(MarkdownWriter out) throws IOException {
        if (numbers.isEmpty()) {
            return;
        }
        out.heading(2, TITLE);
        List<String> entries = new ArrayList<>();
        numbers.forEach((finding, number) -> entries.add(MarkdownText.code(finding.id()) + ", "
                + Prose.frames(finding.evidence(), FRAMES) + ": " + MarkdownText.code(finding.filter())));
        out.numbered(entries);
    }
}
