package parley.benchmarks;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.TableFormat;

/**
 * messages.csv of a million messages, from the messages that an analysis found to the closed file, beside opencsv alone,
 * which has the same cells as text already. Nanoseconds a row. Both files are the same, to the octet.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(3)
public class MessageRows {
    /** So few that they stay in the processor's cache: in an analysis a message is written when it has just been found. */
    private static final int MESSAGES = 1_000;

    private static final int TIMES = 1_000;
    private static final int CONNECTIONS = 10;
    private static final int PACKETS = 10_000;
    private static final int BUFFER = 1 << 16;

    private final List<Message> messages = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();
    private String[] header = {};
    private long firstNanos;
    private int timestampDigits;
    private @Nullable AnalysisSummary summary;
    private Path file = Path.of("");

    /** Finds the messages of a generated chat, and makes sure that both ways of writing them give the same file. */
    @Setup(Level.Trial)
    public void find() throws IOException, CsvException {
        file = Files.createTempFile("parley-benchmark", ".csv");
        Path capture = Files.createTempFile("parley-benchmark", ".pcap");
        try (CaptureWriter written = new CaptureWriter(capture, CaptureReading.Format.PCAP)) {
            new ChatTraffic(CONNECTIONS, 0.01, 1, written).run(PACKETS, 0);
        }
        try (PacketSource source = CaptureFile.open(capture)) {
            summary = new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of(new Collector()))
                    .run(source)
                    .summary();
        } finally {
            Files.delete(capture);
        }
        if (messages.size() < MESSAGES) {
            throw new IllegalStateException("only " + messages.size() + " messages");
        }
        messages.subList(MESSAGES, messages.size()).clear();
        parley();
        byte[] ours = Files.readAllBytes(file);
        read();
        opencsv();
        if (!Arrays.equals(ours, Files.readAllBytes(file))) {
            throw new IllegalStateException("the files differ");
        }
    }

    private final class Collector implements AnalysisListener {
        @Override
        public void started(long nanos, int digits) {
            firstNanos = nanos;
            timestampDigits = digits;
        }

        @Override
        public void settled(Message message) {
            messages.add(message);
        }
    }

    private void read() throws IOException, CsvException {
        try (CSVReader reader = new CSVReaderBuilder(Files.newBufferedReader(file))
                .withCSVParser(new RFC4180ParserBuilder().build())
                .build()) {
            header = reader.readNext();
            for (int i = 0; i < MESSAGES; i++) {
                rows.add(reader.readNext());
            }
        }
    }

    /** Removes the file. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(file);
    }

    /** The report of the analysis: cells made and written on a thread of their own. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES * TIMES)
    public void parley() throws IOException {
        try (ReportSink report = CsvReport.MESSAGES.open(Files.newOutputStream(file), TableFormat.csv(CsvText.SAFE))) {
            report.started(firstNanos, timestampDigits);
            for (int i = 0; i < TIMES; i++) {
                messages.forEach(report::settled);
            }
            report.finish(Objects.requireNonNull(summary), List.of());
        }
    }

    /** The library on one thread, with cells that are text already. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES * TIMES)
    public void opencsv() throws IOException {
        try (ICSVWriter writer = new CSVWriter(
                new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8), BUFFER),
                ICSVWriter.DEFAULT_SEPARATOR,
                ICSVWriter.DEFAULT_QUOTE_CHARACTER,
                ICSVWriter.DEFAULT_ESCAPE_CHARACTER,
                "\n")) {
            writer.writeNext(header, false);
            for (int i = 0; i < TIMES; i++) {
                for (String[] row : rows) {
                    writer.writeNext(row, false);
                }
            }
        }
    }
}
