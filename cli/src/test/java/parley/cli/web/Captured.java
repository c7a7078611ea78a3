package parley.cli.web;

import com.opencsv.CSVReaderHeaderAware;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import parley.analyzer.capture.LiveSource;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LoopbackInterface;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.ReportDirectory;
import parley.analyzer.report.ReportFormat;

/** The traffic of a port on the loopback interface while a test goes on, analyzed. */
final class Captured {
    private final LiveSource source;
    private final ReportDirectory reports;
    private final Path directory;
    private final CompletableFuture<Analysis.Result> result = new CompletableFuture<>();

    private Captured(LiveSource source, ReportDirectory reports, Path directory) {
        this.source = source;
        this.reports = reports;
        this.directory = directory;
    }

    /** Begins; empty, and said aloud, where capturing is not possible. */
    static Optional<Captured> start(int port, Path directory) throws IOException {
        LiveSource source;
        try {
            source = LiveSource.open(CaptureOptions.of(LoopbackInterface.name(), "tcp port " + port));
        } catch (IOException impossible) {
            System.err.println("what the page sends is not captured in this test: " + impossible.getMessage());
            return Optional.empty();
        }
        ReportDirectory reports = ReportDirectory.open(
                directory, "live", EnumSet.of(CsvReport.MESSAGES), EnumSet.of(ReportFormat.csv), CsvText.SAFE);
        Captured captured = new Captured(source, reports, directory);
        Thread.ofPlatform().name("capture").start(captured::run);
        return Optional.of(captured);
    }

    private void run() {
        try {
            result.complete(new Analysis(AnalysisOptions.DEFAULT, reports.sinks(), List.of()).run(source));
        } catch (IOException | RuntimeException failure) {
            result.completeExceptionally(failure);
        }
    }

    /** Ends, and gives the rows of messages.csv. */
    List<Map<String, String>> messages() throws Exception {
        source.stop();
        result.get();
        reports.close();
        source.close();
        return rows(directory.resolve("messages.csv"));
    }

    static List<Map<String, String>> rows(Path csv) throws Exception {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(csv);
                CSVReaderHeaderAware reader = new CSVReaderHeaderAware(text)) {
            for (Map<String, String> row = reader.readMap(); row != null; row = reader.readMap()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
