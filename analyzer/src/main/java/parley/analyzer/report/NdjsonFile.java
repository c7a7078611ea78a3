package parley.analyzer.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns a CSV file that is written to it into NDJSON: a JSON object a line, with the CSV's columns as names. */
final class NdjsonFile extends CsvRows {
    private static final int BUFFER = 1 << 16;

    private final Writer out;
    private List<String> columns = List.of();

    /** @param out closed with this */
    NdjsonFile(OutputStream out) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
    }

    @Override
    protected void header(List<String> names) {
        columns = names;
    }

    @Override
    protected void row(List<String> cells) throws IOException {
        JsonCells.writeObject(new JsonWriter(out), columns, cells);
        out.write('\n');
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
