package parley.analyzer.findings;

import java.util.List;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;

/** One subject of findings: listens to the analysis in bounded memory, and states what it found at the end. */
public interface Rule extends AnalysisListener {
    /** What is true of the capture in this respect. Called once, when all else has been heard. */
    List<Finding> conclude(AnalysisSummary summary);
}
