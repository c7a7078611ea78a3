package parley.analyzer.findings;

import java.util.List;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;

/** All rules. */
public final class Findings implements AnalysisListener {
    /** States what was found; called once, after the last packet. */
    public List<Finding> conclude(AnalysisSummary summary) {
        return List.of();
    }
}
