package parley.analyzer.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.ListenerGroup;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.findings.Finding;

/** summary.json: the totals of a capture, for programs. */
final class SummaryJson extends ListenerGroup implements ReportSink {
    private static final int NANOS = 9;

    private final Writer out;
    private final Totals totals;

    /** @param out closed with this */
    SummaryJson(OutputStream out) {
        this(out, new Totals());
    }

    private SummaryJson(OutputStream out, Totals totals) {
        super(List.of(totals));
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        this.totals = totals;
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        try {
            write(new JsonWriter(out), summary, findings);
            out.write('\n');
            out.flush();
        } catch (IOException failure) {
            throw new IOException("summary.json could not be written: " + failure.getMessage(), failure);
        }
    }

    private void write(JsonWriter json, AnalysisSummary summary, List<Finding> findings) throws IOException {
        json.beginObject();
        json.name("packets").value(summary.packets());
        json.name("connections").value(summary.connections());
        json.name("first").literal(Seconds.format(summary.firstNanos(), NANOS));
        json.name("last").literal(Seconds.format(summary.lastNanos(), NANOS));
        json.name("duration")
                .literal(Seconds.format(summary.lastNanos() - summary.firstNanos(), summary.timestampDigits()));
        json.name("dropped").value(summary.dropped());
        json.name("malformed").value(summary.faultyPackets());
        json.name("relayed").value(summary.relayed());
        json.name("breaks_off").value(fault(summary));
        json.name("interfaces").beginArray();
        for (CaptureInterface on : summary.interfaces()) {
            json.value(on.name());
        }
        json.endArray();
        for (Totals.Count count : Totals.Count.values()) {
            json.name(count.name().toLowerCase(Locale.ROOT)).value(totals.of(count));
        }
        kinds(json.name("messages_by_kind").beginObject());
        json.name("findings").beginObject();
        for (Finding.Severity severity : Finding.Severity.values()) {
            json.name(severity.toString())
                    .value(findings.stream()
                            .filter(finding -> finding.severity() == severity)
                            .count());
        }
        json.endObject().endObject();
    }

    private static @Nullable String fault(AnalysisSummary summary) {
        return summary.fault()
                .map(fault -> "at byte " + fault.offset() + ": " + fault.reason())
                .orElse(null);
    }

    private void kinds(JsonWriter json) throws IOException {
        Map<String, Long> kinds = new TreeMap<>();
        totals.clientKinds().forEach(entry -> kinds.merge(entry.getKey(), entry.getValue(), Long::sum));
        totals.serverKinds().forEach(entry -> kinds.merge(entry.getKey(), entry.getValue(), Long::sum));
        for (Map.Entry<String, Long> entry : kinds.entrySet()) {
            json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
