package parley.analyzer.report;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.capture.FreeSpace;
import parley.analyzer.findings.Finding;
import parley.analyzer.os.OutputDirectory;
import parley.analyzer.os.OutputFile;
import parley.analyzer.report.html.HtmlReport;
import parley.analyzer.report.markdown.MarkdownReport;

/**
 * The reports of one analysis in a directory, which is made where it does not exist. They are written beside older ones and
 * take their place when this is closed; if the analysis has not come to its end, nothing is left of them, nor of the
 * directory if it was made for them.
 */
public final class ReportDirectory implements Closeable {
    /** The formats where nothing else is asked for. */
    public static final Set<ReportFormat> USUAL =
            Collections.unmodifiableSet(EnumSet.of(ReportFormat.csv, ReportFormat.md, ReportFormat.html));

    /** How a file is begun that a name is given later. */
    interface Beginning {
        OutputStream begin(Path file) throws IOException;
    }

    private final Beginning beginning;
    private final List<ReportSink> sinks = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final OutputDirectory directory;
    private final FreeSpace space;
    private boolean whole;

    private ReportDirectory(OutputDirectory directory, FreeSpace space, Beginning beginning) {
        this.beginning = beginning;
        this.directory = directory;
        this.space = space;
    }

    /**
     * Creates the files of the reports asked for; older ones of the same name are replaced.
     *
     * @param capture the name of the file that is analyzed; null where it is none
     * @param tables in the formats that have tables
     * @throws IOException if the directory or a file cannot be made; the message says which
     */
    public static ReportDirectory open(
            Path directory, @Nullable String capture, Set<CsvReport> tables, Set<ReportFormat> formats, CsvText text)
            throws IOException {
        return open(directory, capture, tables, formats, text, OutputFile::begin);
    }

    static ReportDirectory open(
            Path directory,
            @Nullable String capture,
            Set<CsvReport> tables,
            Set<ReportFormat> formats,
            CsvText text,
            Beginning beginning)
            throws IOException {
        ReportDirectory made = new ReportDirectory(make(directory), FreeSpace.of(directory), beginning);
        try {
            if (formats.contains(ReportFormat.csv)) {
                made.addTables(directory, tables, TableFormat.csv(text));
            }
            if (formats.contains(ReportFormat.json)) {
                made.addTables(directory, tables, TableFormat.NDJSON);
                if (tables.containsAll(EnumSet.allOf(CsvReport.class))) {
                    // For fewer tables the analysis may not go far enough to know the totals.
                    made.sinks.add(new SummaryJson(made.create(directory.resolve("summary.json"))));
                }
            }
            if (formats.contains(ReportFormat.md)) {
                made.sinks.add(new MarkdownReport(made.create(directory.resolve("report.md"))));
            }
            if (formats.contains(ReportFormat.html)) {
                made.sinks.add(new HtmlReport(made.create(directory.resolve("report.html")), capture));
            }
        } catch (IOException failure) {
            made.close();
            throw failure;
        }
        made.sinks.add(made.new End());
        return made;
    }

    private void addTables(Path in, Set<CsvReport> tables, TableFormat format) throws IOException {
        ReportStyle style = new ReportStyle(format, new ReportThread());
        for (CsvReport table : tables) {
            sinks.add(table.open(create(in.resolve(style.file(table))), style));
        }
    }

    private static OutputDirectory make(Path directory) throws IOException {
        try {
            return OutputDirectory.make(directory);
        } catch (IOException failure) {
            for (Path at = directory; at != null; at = at.getParent()) {
                if (Files.exists(at) && !Files.isDirectory(at)) {
                    throw new IOException(at + " is a file: name a directory for the reports with -o", failure);
                }
            }
            throw new IOException("cannot make the directory " + directory + ": " + reason(failure), failure);
        }
    }

    private OutputStream create(Path file) throws IOException {
        try {
            OutputStream begun = new Watched(beginning.begin(file));
            files.add(file);
            return begun;
        } catch (IOException failure) {
            throw new IOException("cannot write " + file + ": " + reason(failure), failure);
        }
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "no permission";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> failure.toString();
        };
    }

    /**
     * All tables and reports in the usual formats.
     *
     * @param capture the name of the file that is analyzed; null where it is none
     * @throws IOException if the directory or a file cannot be made; the message says which
     */
    public static ReportDirectory openAll(Path directory, @Nullable String capture) throws IOException {
        return open(directory, capture, EnumSet.allOf(CsvReport.class), USUAL, CsvText.SAFE);
    }

    /** The reports, to be given to the analysis. */
    public List<ReportSink> sinks() {
        return List.copyOf(sinks);
    }

    /** Has the reports not take the place of older ones: they are of nothing. */
    public void discard() {
        whole = false;
    }

    /** The room on the disk of the directory; when it is short the analysis should end. */
    public FreeSpace space() {
        return space;
    }

    /** Takes octets off the {@link #space}. */
    private final class Watched extends FilterOutputStream {
        Watched(OutputStream file) {
            super(file);
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            space.wrote(1);
        }

        @Override
        public void write(byte[] octets, int from, int count) throws IOException {
            out.write(octets, from, count);
            space.wrote(count);
        }
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Closeable step : steps()) {
            try {
                step.close();
            } catch (IOException unclosed) {
                failure = failure == null ? unclosed : failure;
            }
        }
        files.clear();
        directory.removeIfEmpty();
        if (failure != null) {
            throw failure;
        }
    }

    private List<Closeable> steps() {
        List<Closeable> steps = new ArrayList<>(sinks);
        for (Path file : files) {
            steps.add(() -> {
                if (whole) {
                    OutputFile.finish(file);
                } else {
                    OutputFile.discard(file);
                }
            });
        }
        return steps;
    }

    /** Learns that the analysis has come to its end, with whatever there was to analyze. */
    private final class End implements ReportSink {
        @Override
        public void finish(AnalysisSummary summary, List<Finding> findings) {
            whole = true;
        }

        @Override
        public void close() {}
    }
}
