package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.List;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.findings.Finding;

/** A part of the report that needs more than findings: listens in bounded memory, and writes at the end. */
interface Section extends AnalysisListener {
    /** Those of the findings that it tells, so that no sentence has to. */
    default List<Finding> tells(List<Finding> findings) {
        return List.of();
    }

    /** Whether it has rows, which want a heading even if no sentence stands above them. */
    default boolean hasRows() {
        return false;
    }

    void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException;
}
