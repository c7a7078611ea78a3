package parley.analyzer.report;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Cells of a CSV file as JSON has them: numbers and truth as such with the digits of the CSV, an empty cell as null. */
public final class JsonCells {
    private static final Set<String> TEXT_COLUMNS = Set.of(
            "Source",
            "Destination",
            "Protocol",
            "Info",
            "Comment",
            "ip.src",
            "ip.dst",
            "ipv6.src",
            "ipv6.dst",
            "tcp.flags",
            "client",
            "server",
            "protocol",
            "user",
            "conn_state",
            "history",
            "ended",
            "missing",
            "direction",
            "kind",
            "sender",
            "recipients",
            "text",
            "name",
            "address",
            "layer",
            "id",
            "severity",
            "statement",
            "value",
            "evidence.frames",
            "filter",
            "endpoint",
            "sha256");

    /** RFC 8259 section 6; the CSV has no exponents. */
    private static final Pattern LITERAL = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?|true|false");

    private JsonCells() {}

    /** Writes a value. */
    public static void write(JsonWriter json, String column, String cell) throws IOException {
        if (cell.isEmpty()) {
            json.value((String) null);
        } else if (!TEXT_COLUMNS.contains(column) && LITERAL.matcher(cell).matches()) {
            json.literal(cell);
        } else {
            json.value(cell);
        }
    }

    /** Writes a row as an object. */
    static void writeObject(JsonWriter json, List<String> columns, List<String> cells) throws IOException {
        json.beginObject();
        for (int i = 0; i < columns.size(); i++) {
            json.name(columns.get(i));
            write(json, columns.get(i), cells.get(i));
        }
        json.endObject();
    }
}
