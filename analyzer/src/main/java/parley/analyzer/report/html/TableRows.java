package parley.analyzer.report.html;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.report.Column;
import parley.analyzer.report.CsvText;
import parley.analyzer.report.JsonCells;
import parley.analyzer.report.JsonWriter;
import parley.analyzer.report.TableFormat;
import parley.analyzer.report.TableWriter;

/** The first rows of a table, up to {@value #MOST_CHARACTERS} characters. Used by the thread that writes them. */
final class TableRows extends JsonCells implements TableFormat {
    static final int MOST = 10_000;
    private static final int MOST_CHARACTERS = 6 << 20;

    private List<String> columns = List.of();
    private final List<String> rows = new ArrayList<>();
    private StringBuilder text = new StringBuilder();
    private @Nullable JsonWriter row;
    private long count;
    private long characters;

    @Override
    public String extension() {
        return "";
    }

    @Override
    public CsvText text() {
        return CsvText.RAW;
    }

    @Override
    public TableWriter open(String file, OutputStream out, List<? extends Column<?>> of) {
        columns = of.stream().map(Column::name).toList();
        return this;
    }

    @Override
    protected void cell(Value value) throws IOException {
        if (rows.size() < MOST && characters <= MOST_CHARACTERS) {
            JsonWriter json = row == null ? new JsonWriter(text).beginArray() : row;
            row = json;
            value.write(json);
        }
    }

    @Override
    public void endRow() {
        count++;
        JsonWriter json = row;
        if (json != null) {
            try {
                json.endArray();
            } catch (IOException impossible) {
                throw new IllegalStateException("a StringBuilder takes all", impossible);
            }
            rows.add(text.toString());
            characters += text.length();
            text = new StringBuilder();
            row = null;
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}

    void write(JsonWriter json) throws IOException {
        json.beginObject().name("count").value(count);
        json.name("columns").beginArray();
        for (String column : columns) {
            json.value(column);
        }
        json.endArray().name("rows").beginArray();
        for (String kept : rows) {
            json.literal(kept);
        }
        json.endArray().endObject();
    }
}
