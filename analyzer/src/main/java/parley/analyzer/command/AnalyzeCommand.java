package parley.analyzer.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.UnclearArchiveException;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.CsvReport;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.ReportDirectory;
import parley.analyzer.report.ReportFormat;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.TableFormat;
import parley.analyzer.report.TerminalSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code analyze}: reports of a saved capture. */
@Command(
        name = "analyze",
        header = "Analyze a capture: who said what, how it travelled, what is wrong.",
        mixinStandardHelpOptions = true)
public final class AnalyzeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "A pcap or pcapng file, also compressed or alone in an archive; - reads standard input. Several are one capture,"
                            + " merged by time.")
    private List<Path> files = List.of();

    @Option(
            names = "-o",
            paramLabel = "DIR",
            description = "Write the reports here; - with one --only writes that table to standard output.")
    private @Nullable Path output;

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description = "Of ${COMPLETION-CANDIDATES}; without it csv, md and html, or with --only csv. json is the"
                    + " tables as NDJSON, and summary.json.")
    private @Nullable List<ReportFormat> formats;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "REPORT",
            converter = CsvReportConverter.class,
            completionCandidates = CsvReportConverter.Names.class,
            description = "Tables to write, of ${COMPLETION-CANDIDATES}; all without it.")
    private @Nullable List<CsvReport> only;

    @Option(names = "--stream", paramLabel = "N", description = "Only the connection with this tcp.stream number.")
    private @Nullable Long stream;

    @Option(names = "--checksums", description = "Verify the checksums of IPv4 headers and TCP segments.")
    private boolean checksums;

    @Option(
            names = "--csv-raw",
            description = "Write text from the wire as it is, also where a spreadsheet would run it as a formula.")
    private boolean csvRaw;

    @Mixin
    private ArrangingOptions arranging = new ArrangingOptions();

    @Mixin
    private DecoderOptions decoders = new DecoderOptions();

    @Mixin
    private ReassemblyOptions reassembly = new ReassemblyOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        AnalysisOptions options = decoders.applyTo(reassembly.applyTo(AnalysisOptions.DEFAULT), spec)
                .withStream(stream == null ? OptionalLong.empty() : OptionalLong.of(stream))
                .withChecksums(checksums)
                .withDepth(depth());
        Path directory = output;
        boolean toStandardOutput = directory != null && directory.toString().equals("-");
        if (toStandardOutput && (only == null || only.size() != 1)) {
            throw new ParameterException(
                    spec.commandLine(), "-o - writes one table: name it with --only, for instance --only messages");
        }
        if (only != null && directory == null) {
            throw new ParameterException(spec.commandLine(), "--only says which reports to write: say where with -o");
        }
        if (only != null && formats != null && formats.stream().anyMatch(AnalyzeCommand::isWhole)) {
            throw new ParameterException(
                    spec.commandLine(), "--only chooses among tables: with it --format is csv or json");
        }
        try (CaptureFiles captures =
                CaptureFiles.open(files, arranging, spec.commandLine().getErr())) {
            if (toStandardOutput && only != null) {
                try (ReportSink sink = single(only.getFirst())) {
                    run(captures, captures.source(), options, List.of(sink));
                }
            } else if (directory != null) {
                try (ReportDirectory reports =
                        ReportDirectory.open(directory, captures.fileName(), tables(), formats(), text())) {
                    PacketSource source = new WhileDiskLasts(captures.source(), reports.space(), directory);
                    try {
                        summarize(captures, source, options, reports.sinks());
                    } catch (NoSuchStreamException | UnclearArchiveException nothingToReport) {
                        reports.discard();
                        throw nothingToReport;
                    }
                }
                spec.commandLine().getOut().println("Reports    " + directory);
            } else {
                summarize(captures, captures.source(), options, List.of());
            }
        }
        return 0;
    }

    private AnalysisDepth depth() {
        return only == null
                ? AnalysisDepth.FINDINGS
                : only.stream()
                        .map(CsvReport::depth)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
    }

    private static boolean isWhole(ReportFormat format) {
        return format == ReportFormat.md || format == ReportFormat.html;
    }

    private CsvText text() {
        return csvRaw ? CsvText.RAW : CsvText.SAFE;
    }

    private Set<CsvReport> tables() {
        return only == null ? EnumSet.allOf(CsvReport.class) : EnumSet.copyOf(only);
    }

    private Set<ReportFormat> formats() {
        if (formats != null) {
            return EnumSet.copyOf(formats);
        }
        return only == null ? ReportDirectory.USUAL : EnumSet.of(ReportFormat.csv);
    }

    private ReportSink single(CsvReport table) {
        return formats().contains(ReportFormat.json)
                ? table.open(standardOutput(), TableFormat.NDJSON)
                : table.open(standardOutput(), TableFormat.csv(text()));
    }

    private void summarize(
            CaptureFiles captures, PacketSource source, AnalysisOptions options, List<ReportSink> reports)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<ReportSink> sinks = new ArrayList<>(reports);
        sinks.add(new TerminalSummary(out, Terminal.columns(), Terminal.colours(), options.depth()));
        run(captures, source, options, sinks);
        out.flush();
    }

    private void run(CaptureFiles captures, PacketSource source, AnalysisOptions options, List<ReportSink> sinks)
            throws IOException {
        Analysis.Result result = new Analysis(options, sinks, List.of()).run(new BoundedHeap(source));
        captures.tellFaults(spec.commandLine().getErr(), result.summary().packets());
        if (stream != null) {
            CaptureNotes.requireStream(captures.name(), stream, result.summary());
        }
    }

    /** Standard output, which stays open when this is closed. */
    private static OutputStream standardOutput() {
        return new FilterOutputStream(System.out) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
