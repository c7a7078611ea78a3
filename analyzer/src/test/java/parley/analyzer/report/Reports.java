package parley.analyzer.report;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

/** Reports of captures, as they are written and read back. */
public final class Reports {
    private Reports() {}

    /** The file's text. */
    static String text(CsvReport report, PacketSource source, AnalysisOptions options, CsvText text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ReportSink sink = report.open(out, TableFormat.csv(text))) {
            new Analysis(options, List.of(sink), List.of()).run(source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static String text(CsvReport report, String script) {
        return text(report, TcpScript.parse(script).source(), AnalysisOptions.DEFAULT, CsvText.SAFE);
    }

    /** The rows, each by its header's names. */
    public static List<Map<String, String>> rows(String file) {
        try (CSVReader reader = new CSVReaderBuilder(new StringReader(file))
                .withKeepCarriageReturn(true)
                .withCSVParser(new RFC4180ParserBuilder().build())
                .build()) {
            List<String[]> all = reader.readAll();
            String[] header = all.getFirst();
            return all.stream().skip(1).map(row -> byName(header, row)).toList();
        } catch (IOException | CsvException e) {
            throw new AssertionError(file, e);
        }
    }

    static List<Map<String, String>> rows(CsvReport report, String script) {
        return rows(text(report, script));
    }

    /** Of a capture that is not decoded beyond TCP. */
    public static List<Map<String, String>> rows(CsvReport report, Path capture) {
        try (PacketSource source = CaptureFile.open(capture)) {
            return rows(text(report, source, AnalysisOptions.DEFAULT.withDecoders(DecodeAs.NONE), CsvText.SAFE));
        } catch (IOException e) {
            throw new AssertionError(capture.toString(), e);
        }
    }

    /** One column from top to bottom. */
    public static List<String> column(List<Map<String, String>> rows, String name) {
        return rows.stream().map(row -> row.get(name)).toList();
    }

    private static Map<String, String> byName(String[] header, String[] row) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int i = 0; i < header.length; i++) {
            cells.put(header[i], row[i]);
        }
        return cells;
    }
}
