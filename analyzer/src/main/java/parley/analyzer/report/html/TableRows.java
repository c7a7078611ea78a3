package parley.analyzer.report.html;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import parley.analyzer.report.CsvRows;
import parley.analyzer.report.JsonCells;
import parley.analyzer.report.JsonWriter;

/** The first rows of a CSV file, as it has them, up to {@value #MOST_CHARACTERS} characters. Used by the thread that writes them. */
final class TableRows extends CsvRows {
    static final int MOST = 10_000;
    private static final int MOST_CHARACTERS = 6 << 20;

    private List<String> columns = List.of();
    private final List<String> rows = new ArrayList<>();
    private long count;
    private long characters;

    @Override
    protected void header(List<String> names) {
        columns = names;
    }

    @Override
    protected void row(List<String> cells) throws IOException {
        count++;
        if (rows.size() == MOST || characters > MOST_CHARACTERS) {
            return;
        }
        StringBuilder text = new StringBuilder();
        JsonWriter json = new JsonWriter(text).beginArray();
        for (int i = 0; i < cells.size(); i++) {
            JsonCells.write(json, columns.get(i), cells.get(i));
        }
        json.endArray();
        rows.add(text.toString());
        characters += text.length();
    }

    void write(JsonWriter json) throws IOException {
        json.beginObject().name("count").value(count);
        json.name("columns").beginArray();
        for (String column : columns) {
            json.value(column);
        }
        json.endArray().name("rows").beginArray();
        for (String row : rows) {
            json.literal(row);
        }
        json.endArray().endObject();
    }
}
