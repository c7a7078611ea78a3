package parley.analyzer.report;

import java.io.OutputStream;
import java.util.List;
import parley.analyzer.app.Message;

/** messages: one row per line on one connection, in the order in which lines became whole. */
final class MessagesTable extends TableSink<MessagesTable.Row> {
    record Row(Message message, CsvText text, CaptureTime time) {}

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.number("number", row -> row.message.number()),
            new Column<>(
                    "time",
                    Column.Type.SECONDS,
                    (row, out) -> out.seconds(row.time.since(row.message.timestampNanos()), row.time.digits())),
            Column.number("tcp.stream", row -> row.message.connection().index()),
            Column.text("direction", row -> row.message.direction().toString()),
            Column.text("kind", row -> row.message.kind()),
            Column.text("sender", row -> row.text.cell(row.message.sender())),
            Column.text("recipients", row -> row.text.cell(String.join(", ", row.message.recipients()))),
            Column.text("text", row -> row.text.cell(row.message.text())),
            Column.number("forwards", 0, row -> row.message.decoded().forwards()),
            Column.number("frame.first", row -> row.message.first().frame()),
            Column.number("frame.last", row -> row.message.last().frame()),
            Column.number("tcp.seq.first", row -> row.message.first().sequence()),
            Column.number("tcp.seq.last", row -> row.message.last().sequence()),
            Column.number("bytes", row -> row.message.bytes()),
            Column.number("frame.ack", 0, row -> row.message.ackFrame()),
            Column.lasting("ack_delay", row -> row.message.ackDelayNanos(), row -> row.time.digits()));

    private final CsvText text;

    MessagesTable(OutputStream out, ReportStyle style) {
        super(CsvReport.MESSAGES, out, style, COLUMNS);
        text = style.format().text();
    }

    @Override
    public void settled(Message message) {
        row(new Row(message, text, time()), message.size());
    }
}
