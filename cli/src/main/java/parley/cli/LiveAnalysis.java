package parley.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import parley.analyzer.capture.LiveSource;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.TeeSource;
import parley.analyzer.command.Terminal;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LoopbackInterface;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.LiveText;
import parley.analyzer.report.ReportDirectory;

/**
 * A port's traffic on the loopback interface, captured and decoded on a thread of its own while something else goes on.
 * Its packets and reports are written as it goes.
 */
final class LiveAnalysis implements AutoCloseable {
    private final PacketSource source;
    private final ReportDirectory reports;
    private final CompletableFuture<Analysis.Result> result = new CompletableFuture<>();
    private final Thread thread;

    private LiveAnalysis(PacketSource source, ReportDirectory reports, PrintWriter out) {
        this.source = source;
        this.reports = reports;
        Analysis analysis = new Analysis(
                AnalysisOptions.DEFAULT, reports.sinks(), List.of(new LiveText(out, false, Terminal.colours())));
        thread = Thread.ofPlatform().name("live-analysis").unstarted(() -> run(analysis));
    }

    /**
     * Begins: once this returns, every packet is captured.
     *
     * @throws parley.analyzer.os.LiveCaptureException if capturing is not possible; the message says what to do
     * @throws IOException if a file cannot be written
     */
    static LiveAnalysis start(int port, Path packets, Path directory, PrintWriter out) throws IOException {
        PacketSource source = LiveSource.open(CaptureOptions.of(LoopbackInterface.name(), "tcp port " + port));
        try {
            source = new TeeSource(source, PcapngWriter.create(packets));
            ReportDirectory reports =
                    ReportDirectory.open(directory, EnumSet.allOf(CsvReport.class), true, CsvText.SAFE);
            LiveAnalysis started = new LiveAnalysis(source, reports, out);
            started.thread.start();
            return started;
        } catch (IOException unwritable) {
            source.close();
            throw unwritable;
        }
    }

    private void run(Analysis analysis) {
        try {
            result.complete(analysis.run(source));
        } catch (IOException | RuntimeException failure) {
            result.completeExceptionally(failure);
        }
    }

    /** Ends capturing; what was captured until now is analyzed and written. */
    Analysis.Result stop() throws IOException, InterruptedException {
        source.stop();
        try {
            return result.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (source;
                reports) {
            source.stop();
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
