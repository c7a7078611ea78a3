package parley.analyzer.report;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
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
        make(directory);
        ReportDirectory made = new ReportDirectory();
        ReportStyle style = new ReportStyle(text);
        try {
            for (CsvReport report : reports) {
                made.sinks.add(report.open(create(directory.resolve(report.fileName())), style));
            }
            if (markdown) {
                made.sinks.add(new MarkdownReport(create(directory.resolve("report.md"))));
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

    /** One report, to a stream that is closed with it. */
    public static ReportSink single(CsvReport report, OutputStream out, CsvText text) {
        return report.open(out, new ReportStyle(text));
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
