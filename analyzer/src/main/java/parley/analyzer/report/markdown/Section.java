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

    void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException;
}
