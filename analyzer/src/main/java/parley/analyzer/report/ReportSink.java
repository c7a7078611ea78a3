package parley.analyzer.report;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;

/**
 * Writes one report while the analysis runs. A sink whose file cannot be written remembers why and says so in {@link
 * #finish}: listening never fails.
 */
public interface ReportSink extends AnalysisListener, Closeable {
    /**
     * The capture has ended: writes what remains.
     *
     * @throws IOException if any of the report could not be written
     */
    void finish(AnalysisSummary summary, List<Finding> findings) throws IOException;

    @Override
    void close() throws IOException;
}
