package parley.analyzer.report.html;

import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;
import parley.analyzer.report.JsonWriter;

/** Rows written column by column, which packs better than row by row. */
final class Columns<T> {
    private final JsonWriter json;
    private final List<T> rows;

    Columns(JsonWriter json, List<T> rows) {
        this.json = json;
        this.rows = rows;
    }

    Columns<T> numbers(String name, ToLongFunction<T> value) throws IOException {
        json.name(name).beginArray();
        for (T row : rows) {
            json.value(value.applyAsLong(row));
        }
        json.endArray();
        return this;
    }

    /** Each number as what it adds to the one before. */
    Columns<T> steps(String name, ToLongFunction<T> value) throws IOException {
        long[] before = {0};
        return numbers(name, row -> {
            long now = value.applyAsLong(row);
            long step = now - before[0];
            before[0] = now;
            return step;
        });
    }
}
