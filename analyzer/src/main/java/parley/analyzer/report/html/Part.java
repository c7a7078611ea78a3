package parley.analyzer.report.html;

import java.io.IOException;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.report.JsonWriter;

/** A part of the page's data: listens to the analysis in bounded memory, and writes at its end. */
interface Part extends AnalysisListener {
    /** Writes one JSON value. */
    void write(JsonWriter json, Ticks ticks) throws IOException;
}
