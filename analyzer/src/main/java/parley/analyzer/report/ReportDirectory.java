package parley.analyzer.report;

import java.io.Closeable;
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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.report.html.HtmlReport;
import parley.analyzer.report.markdown.MarkdownReport;

/** The reports of one analysis in a directory, which is made where it does not exist. */
public final class ReportDirectory implements Closeable {
    /** The formats where nothing else is asked for. */
    public static final Set<ReportFormat> USUAL =
            Collections.unmodifiableSet(EnumSet.of(ReportFormat.csv, ReportFormat.md, ReportFormat.html));

    private final List<ReportSink> sinks = new ArrayList<>();

    private ReportDirectory() {}

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
        make(directory);
        ReportDirectory made = new ReportDirectory();
        try {
            if (formats.contains(ReportFormat.csv)) {
                ReportStyle style = new ReportStyle(text);
                for (CsvReport table : tables) {
                    made.sinks.add(table.open(create(directory.resolve(table + ".csv")), style));
                }
            }
            if (formats.contains(ReportFormat.json)) {
                ReportStyle style = new ReportStyle(CsvText.RAW);
                for (CsvReport table : tables) {
                    OutputStream file = create(directory.resolve(table + ".ndjson"));
                    made.sinks.add(table.open(new NdjsonFile(file), style));
                }
                if (tables.containsAll(EnumSet.allOf(CsvReport.class))) {
                    // For fewer tables the analysis may not go far enough to know the totals.
                    made.sinks.add(new SummaryJson(create(directory.resolve("summary.json"))));
                }
            }
            if (formats.contains(ReportFormat.md)) {
                made.sinks.add(new MarkdownReport(create(directory.resolve("report.md"))));
            }
            if (formats.contains(ReportFormat.html)) {
                made.sinks.add(new HtmlReport(create(directory.resolve("report.html")), capture));
            }
        } catch (IOException failure) {
            made.close();
            throw failure;
        }
        return made;
    }

    private static void make(Path directory) throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            for (Path at = directory; at != null; at = at.getParent()) {
                if (Files.exists(at) && !Files.isDirectory(at)) {
                    throw new IOException(at + " is a file: name a directory for the reports with -o", failure);
                }
            }
            throw new IOException("cannot make the directory " + directory + ": " + reason(failure), failure);
        }
    }

    private static OutputStream create(Path file) throws IOException {
        try {
            return Files.newOutputStream(file);
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

    /** One table as CSV, to a stream that is closed with it. */
    public static ReportSink single(CsvReport table, OutputStream out, CsvText text) {
        return table.open(out, new ReportStyle(text));
    }

    /** Tables as CSV, each to its stream, which is closed with it. One thread writes all. */
    public static List<ReportSink> tables(Map<CsvReport, ? extends OutputStream> tables, CsvText text) {
        ReportStyle style = new ReportStyle(text);
        List<ReportSink> sinks = new ArrayList<>();
        tables.forEach((table, out) -> sinks.add(table.open(out, style)));
        return sinks;
    }

    /** One table as NDJSON, to a stream that is closed with it. */
    public static ReportSink singleJson(CsvReport table, OutputStream out) {
        return single(table, new NdjsonFile(out), CsvText.RAW);
    }

    /** The reports, to be given to the analysis. */
    public List<ReportSink> sinks() {
        return List.copyOf(sinks);
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (ReportSink sink : sinks) {
            try {
                sink.close();
            } catch (IOException unclosed) {
                failure = failure == null ? unclosed : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
