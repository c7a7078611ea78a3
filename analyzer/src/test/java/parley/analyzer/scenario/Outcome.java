package parley.analyzer.scenario;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.Reports;
import parley.analyzer.report.TableFormat;
import parley.analyzer.testing.TcpScript;

/** What the analyzer makes of a script, as files by their names. */
final class Outcome {
    static final String SEGMENTS = "segments.csv";
    static final String STREAMS = "streams.txt";
    static final String CONVERSATIONS = "conversations.txt";

    private Outcome() {}

    static SequencedMap<String, String> of(TcpScript script) {
        ByteArrayOutputStream segments = new ByteArrayOutputStream();
        ByteArrayOutputStream conversations = new ByteArrayOutputStream();
        ByteArrayOutputStream handshakes = new ByteArrayOutputStream();
        StreamEvents streams = new StreamEvents();
        try (ReportSink segmentsCsv = CsvReport.SEGMENTS.open(segments, TableFormat.csv(CsvText.SAFE));
                ReportSink conversationsCsv =
                        CsvReport.CONVERSATIONS.open(conversations, TableFormat.csv(CsvText.SAFE));
                ReportSink handshakesCsv = CsvReport.HANDSHAKES.open(handshakes, TableFormat.csv(CsvText.SAFE))) {
            new Analysis(
                            AnalysisOptions.DEFAULT.withDecoders(DecodeAs.NONE),
                            List.of(segmentsCsv, conversationsCsv, handshakesCsv),
                            List.of(streams))
                    .run(streams.watching(script.source()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put(SEGMENTS, SegmentRows.told(rows(segments), 0, 0));
        files.put(STREAMS, streams.told());
        files.put(CONVERSATIONS, ConversationRows.told(rows(conversations), rows(handshakes)));
        return files;
    }

    private static List<Map<String, String>> rows(ByteArrayOutputStream file) {
        return Reports.rows(file.toString(StandardCharsets.UTF_8));
    }
}
