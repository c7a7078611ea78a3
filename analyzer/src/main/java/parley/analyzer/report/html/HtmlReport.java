package parley.analyzer.report.html;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.ListenerGroup;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.findings.Finding;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.Headlines;
import parley.analyzer.report.JsonWriter;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.Totals;

/**
 * report.html: the analysis as one page that works offline. All of it is written at the end; until then it keeps no more
 * than the page will have.
 */
public final class HtmlReport extends ListenerGroup implements ReportSink {
    /** What listens, and where it stands in the data. */
    private record Gathered(
            Totals totals, Map<CsvReport, TableRows> tables, List<ReportSink> sinks, Map<String, Part> parts) {
        static Gathered begin() {
            Map<CsvReport, TableRows> tables = new EnumMap<>(CsvReport.class);
            for (CsvReport table : List.of(CsvReport.USERS, CsvReport.CONVERSATIONS, CsvReport.HANDSHAKES)) {
                tables.put(table, new TableRows());
            }
            Map<String, Part> parts = new LinkedHashMap<>();
            parts.put("messages", new MessageRows());
            parts.put("tracks", new Tracks());
            parts.put("frames", new KeptFrames());
            return new Gathered(new Totals(), tables, CsvReport.open(tables), parts);
        }

        List<AnalysisListener> listeners() {
            List<AnalysisListener> all = new ArrayList<>();
            all.add(totals);
            all.addAll(sinks);
            all.addAll(parts.values());
            return all;
        }
    }

    private final Writer out;
    private final @Nullable String capture;
    private final Gathered gathered;

    /**
     * @param out receives the page as UTF-8; closed with it
     * @param capture the name of the file that is analyzed; null where it is none
     */
    public HtmlReport(OutputStream out, @Nullable String capture) {
        this(out, capture, Gathered.begin());
    }

    private HtmlReport(OutputStream out, @Nullable String capture, Gathered gathered) {
        super(gathered.listeners());
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        this.capture = capture;
        this.gathered = gathered;
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        for (ReportSink table : gathered.sinks) {
            table.finish(summary, findings);
        }
        try {
            PageWriter.write(out, block -> write(new JsonWriter(block), summary, findings));
            out.flush();
        } catch (IOException failure) {
            throw new IOException("report.html could not be written: " + failure.getMessage(), failure);
        }
    }

    private void write(JsonWriter json, AnalysisSummary summary, List<Finding> findings) throws IOException {
        Ticks ticks = new Ticks(summary.firstNanos(), summary.timestampDigits());
        json.beginObject();
        capture(json.name("capture"), summary);
        json.name("summary").beginArray();
        for (Headlines.Line line : Headlines.of(gathered.totals, summary, findings)) {
            json.beginArray().value(line.about()).value(line.text()).endArray();
        }
        json.endArray();
        findings(json.name("findings"), findings);
        for (Map.Entry<CsvReport, TableRows> table : gathered.tables.entrySet()) {
            table.getValue().write(json.name(table.getKey().toString()));
        }
        for (Map.Entry<String, Part> part : gathered.parts.entrySet()) {
            part.getValue().write(json.name(part.getKey()), ticks);
        }
        json.endObject();
    }

    private void capture(JsonWriter json, AnalysisSummary summary) throws IOException {
        json.beginObject();
        json.name("name").value(capture);
        json.name("packets").value(summary.packets());
        json.name("first")
                .value(Instant.ofEpochSecond(Math.floorDiv(summary.firstNanos(), 1_000_000_000L))
                        .toString());
        json.name("duration").value((summary.lastNanos() - summary.firstNanos()) / 1e9);
        json.name("digits").value(summary.timestampDigits());
        json.name("connections").value(summary.connections());
        json.name("interfaces").beginArray();
        for (CaptureInterface on : summary.interfaces()) {
            String name = on.name();
            if (name != null) {
                json.value(name);
            }
        }
        json.endArray().endObject();
    }

    private static void findings(JsonWriter json, List<Finding> findings) throws IOException {
        json.beginArray();
        for (Finding finding : findings) {
            json.beginObject();
            json.name("layer").value(finding.layer().toString());
            json.name("id").value(finding.id());
            json.name("severity").value(finding.severity().toString());
            json.name("statement").value(finding.statement());
            json.name("value").value(finding.value());
            json.name("frames").value(finding.evidence().toString());
            json.name("count").value(finding.evidence().count());
            json.name("filter").value(finding.filter());
            json.endObject();
        }
        json.endArray();
    }

    @Override
    public void close() throws IOException {
        for (ReportSink table : gathered.sinks) {
            table.close();
        }
        out.close();
    }
}
