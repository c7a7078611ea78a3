package parley.analyzer.report;

import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A CSV file as it is written: UTF-8, LF, quotes where RFC 4180 section 2 wants them. Used by one thread. */
final class CsvFile implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final ICSVWriter writer;

    /**
     * Begins the file with its header row.
     *
     * @param name of the file, for what is said if it cannot be written
     */
    CsvFile(String name, OutputStream out, String... header) {
        this.name = name;
        writer = new CSVWriter(
                new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER),
                ICSVWriter.DEFAULT_SEPARATOR,
                ICSVWriter.DEFAULT_QUOTE_CHARACTER,
                ICSVWriter.DEFAULT_ESCAPE_CHARACTER,
                "\n");
        row(header);
    }

    /** Writes a row; a failure is kept for {@link #finish}. */
    void row(@Nullable String... cells) {
        writer.writeNext(cells, false);
    }

    /** @throws IOException if anything could not be written */
    void finish() throws IOException {
        try {
            writer.flush();
            IOException earlier = writer.getException();
            if (earlier != null) {
                throw earlier;
            }
        } catch (IOException failure) {
            throw new IOException(name + " could not be written: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
