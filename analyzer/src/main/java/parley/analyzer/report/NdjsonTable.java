package parley.analyzer.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** NDJSON: one JSON object per row and line, with the columns' names. */
final class NdjsonTable extends JsonCells {
    private static final int BUFFER = 1 << 16;

    private final String file;
    private final Writer out;
    private final List<String> columns;
    private final StringBuilder line = new StringBuilder();
    private @Nullable JsonWriter row;
    private int next;

    NdjsonTable(String file, OutputStream out, List<String> columns) {
        this.file = file;
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER);
        this.columns = columns;
    }

    @Override
    protected void cell(Value value) throws IOException {
        JsonWriter json = row;
        if (json == null) {
            json = new JsonWriter(line).beginObject();
            row = json;
        }
        value.write(json.name(columns.get(next++)));
    }

    @Override
    public void endRow() {
        try {
            JsonWriter json = row;
            if (json != null && failure() == null) {
                json.endObject();
                out.append(line).append('\n');
            }
        } catch (IOException notWritten) {
            fail(notWritten);
        }
        line.setLength(0);
        row = null;
        next = 0;
    }

    @Override
    public void finish() throws IOException {
        try {
            out.flush();
        } catch (IOException notWritten) {
            fail(notWritten);
        }
        IOException failed = failure();
        if (failed != null) {
            throw new IOException(file + " could not be written: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
