package parley.analyzer.report;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import parley.analyzer.report.markdown.MarkdownReport;

/** The reports of one analysis in a directory, which is made where it does not exist. */
public final class ReportDirectory implements Closeable {
    private final List<ReportSink> sinks = new ArrayList<>();

    private ReportDirectory() {}

    /**
     * Creates the files of the reports asked for; older ones of the same name are replaced.
     *
     * @throws IOException if the directory or a file cannot be made; the message says which
     */
    public static ReportDirectory open(Path directory, Set<CsvReport> reports, boolean markdown, CsvText text)
            throws IOException {
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException file) {
            throw new IOException(directory + " is a file: name a directory for the reports with -o", file);
        }
        ReportDirectory made = new ReportDirectory();
        ReportStyle style = new ReportStyle(text, new CaptureTime());
        try {
            for (CsvReport report : reports) {
                made.sinks.add(report.open(Files.newOutputStream(directory.resolve(report.fileName())), style));
            }
            if (markdown) {
                made.sinks.add(new MarkdownReport(Files.newOutputStream(directory.resolve("report.md"))));
            }
        } catch (IOException failure) {
            made.close();
            throw failure;
        }
        return made;
    }

    /** One report, to a stream that is closed with it. */
    public static ReportSink single(CsvReport report, OutputStream out, CsvText text) {
        return report.open(out, new ReportStyle(text, new CaptureTime()));
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
