package parley.analyzer.report;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;

/** users: one row per user's connection, written when the connection is over. */
final class UsersTable extends TableSink<UsersTable.Row> {
    private static final int KEPT = 200;

    record Row(
            String name,
            Endpoint endpoint,
            long stream,
            long fromNanos,
            long toNanos,
            Totals totals,
            CaptureTime time) {
        void time(long nanos, TableWriter out) {
            out.seconds(time.since(nanos), time.digits());
        }
    }

    static final class Totals {
        private String name = "";
        private long fromNanos;
        private long sent;
        private long received;
        private long bytesSent;
        private long bytesReceived;
    }

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.text("name", Row::name),
            Column.text("address", row -> row.endpoint.address().toString()),
            Column.number("port", row -> row.endpoint.port()),
            Column.number("tcp.stream", Row::stream),
            new Column<>("from", Column.Type.SECONDS, (row, out) -> row.time(row.fromNanos, out)),
            new Column<>("to", Column.Type.SECONDS, (row, out) -> row.time(row.toNanos, out)),
            Column.number("messages.sent", row -> row.totals.sent),
            Column.number("messages.received", row -> row.totals.received),
            Column.number("bytes.sent", row -> row.totals.bytesSent),
            Column.number("bytes.received", row -> row.totals.bytesReceived));

    private final Map<Connection, Totals> totals = new HashMap<>();

    UsersTable(OutputStream out, ReportStyle style) {
        super(CsvReport.USERS, out, style, COLUMNS);
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        Totals of = of(connection);
        of.name = user;
        of.fromNanos = timestampNanos;
    }

    @Override
    public void decoded(Message message) {
        Totals of = of(message.connection());
        if (message.direction() == Direction.CLIENT) {
            of.sent++;
            of.bytesSent += message.bytes();
        } else {
            of.received++;
            of.bytesReceived += message.bytes();
        }
    }

    private Totals of(Connection connection) {
        return totals.computeIfAbsent(connection, c -> new Totals());
    }

    /** Called before the SYN's packet: what the connection ends with is still the earlier conversation's. */
    @Override
    public void reopened(Connection connection) {
        closed(connection);
    }

    @Override
    public void closed(Connection connection) {
        Totals of = totals.remove(connection);
        if (of == null || of.name.isEmpty()) {
            return;
        }
        Endpoint client = connection.client().endpoint();
        row(new Row(wire(of.name), client, connection.index(), of.fromNanos, connection.endNanos(), of, time()), KEPT);
    }
}
