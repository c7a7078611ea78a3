package parley.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.capture.LiveSource;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.capture.TeeSource;
import parley.analyzer.command.Terminal;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.LiveText;
import parley.analyzer.report.ReportDirectory;
import parley.analyzer.report.ReportSink;

/**
 * Live packets, decoded on a thread of their own while something else goes on. They, and reports where there are to be
 * some, are written as it goes.
 */
final class LiveAnalysis implements AutoCloseable {
    /** An interface that is never idle for so long is not waited for. */
    private static final Duration CATCH_UP_WITHIN = Duration.ofSeconds(3);

    private final PacketSource source;
    private final @Nullable ReportDirectory reports;
    private final CompletableFuture<Analysis.Result> result = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable CatchingUp catchingUp;

    /** Who waits for the source to be idle later than a time, as {@link System#nanoTime} tells it. */
    private record CatchingUp(long laterThan, CompletableFuture<Void> done) {}

    private LiveAnalysis(
            PacketSource source, @Nullable ReportDirectory reports, LiveText text, List<AnalysisListener> others) {
        this.source = source;
        this.reports = reports;
        List<AnalysisListener> listeners = new ArrayList<>(others);
        listeners.add(text);
        List<ReportSink> sinks = reports == null ? List.of() : reports.sinks();
        Analysis analysis = new Analysis(AnalysisOptions.DEFAULT, sinks, listeners);
        source.onIdle(this::idle);
        thread = Thread.ofPlatform().name("live-analysis").unstarted(() -> run(analysis));
    }

    /**
     * Begins, with reports.
     *
     * @param captured closed with this, or where this fails
     * @throws IOException if a file cannot be written
     */
    static LiveAnalysis reporting(PacketSource captured, Path packets, Path directory, PrintWriter out)
            throws IOException {
        PacketSource source = writing(captured, packets);
        try {
            ReportDirectory reports = ReportDirectory.openAll(directory, String.valueOf(packets.getFileName()));
            return started(new LiveAnalysis(source, reports, text(out), List.of()));
        } catch (IOException unwritable) {
            source.close();
            throw unwritable;
        }
    }

    /**
     * Begins, without reports.
     *
     * @param captured closed with this, or where this fails
     * @param recorder hears of every frame
     * @param whenEnded done by the thread of the analysis when it ends, or nothing that it says can be written any more
     * @throws IOException if the packets cannot be written
     */
    static LiveAnalysis recording(
            PacketSource captured, Path packets, WireRecorder recorder, PrintWriter out, Runnable whenEnded)
            throws IOException {
        LiveText text = text(out);
        text.whenUnwritable(whenEnded);
        LiveAnalysis analysis = new LiveAnalysis(writing(captured, packets), null, text, List.of(recorder));
        analysis.result.whenComplete((result, failure) -> whenEnded.run());
        return started(analysis);
    }

    private static PacketSource writing(PacketSource captured, Path packets) throws IOException {
        try {
            return new TeeSource(captured, PcapngWriter.create(packets, captured));
        } catch (IOException unwritable) {
            captured.close();
            throw unwritable;
        }
    }

    private static LiveText text(PrintWriter out) {
        return new LiveText(out, false, Terminal.colours());
    }

    private static LiveAnalysis started(LiveAnalysis analysis) {
        analysis.thread.start();
        return analysis;
    }

    private void run(Analysis analysis) {
        try {
            result.complete(analysis.run(source));
        } catch (IOException | RuntimeException failure) {
            result.completeExceptionally(failure);
        }
    }

    private void idle() {
        CatchingUp waiting = catchingUp;
        if (waiting != null && System.nanoTime() - waiting.laterThan() > 0) {
            waiting.done().complete(null);
        }
    }

    /** Waits until what was captured until now is analyzed and in the file; for three seconds at most. */
    void catchUp() throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        catchingUp = new CatchingUp(System.nanoTime() + LiveSource.DRAIN_NANOS, done);
        try {
            CompletableFuture.anyOf(done, result).get(CATCH_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notIdle) {
            // A failure is told when the analysis is stopped.
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

    /** Ends capturing, where {@link #stop} has not, and completes the files. Once is enough. */
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
