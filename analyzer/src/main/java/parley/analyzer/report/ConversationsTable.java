package parley.analyzer.report;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Message;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;

/** conversations: one row per TCP connection. */
final class ConversationsTable extends TableSink<ConversationsTable.Row> {
    /** About what a connection keeps in memory. */
    private static final int KEPT = 1 << 13;

    record Row(
            Connection connection,
            @Nullable String protocol,
            @Nullable String user,
            CaptureTime time) {
        long lasts() {
            return connection.endNanos() - connection.startNanos();
        }

        long digits() {
            return time.digits();
        }

        /** Bytes per second; -1 where the connection took no time. */
        long throughput(Flow flow) {
            return lasts() <= 0 ? -1 : Math.round(flow.uniquePayloadBytes() / (lasts() / 1e9));
        }
    }

    private static final List<Column<Row>> COLUMNS = columns();

    private final Map<Connection, String> protocols = new HashMap<>();
    private final Map<Connection, String> users = new HashMap<>();

    ConversationsTable(OutputStream out, ReportStyle style) {
        super(CsvReport.CONVERSATIONS, out, style, COLUMNS);
    }

    private static List<Column<Row>> columns() {
        List<Column<Row>> columns = new ArrayList<>(List.of(
                Column.number("tcp.stream", row -> row.connection.index()),
                Column.text("client", row -> row.connection.client().endpoint().toString()),
                Column.text("server", row -> row.connection.server().endpoint().toString()),
                Column.text("protocol", Row::protocol),
                Column.text("user", Row::user),
                new Column<>(
                        "start",
                        Column.Type.SECONDS,
                        (row, out) -> out.seconds(row.time.since(row.connection.startNanos()), row.time.digits())),
                Column.lasting("duration", Row::lasts, Row::digits)));
        both(columns, "packets", Flow::packets);
        both(columns, "bytes", Flow::bytes);
        both(columns, "payload", Flow::payloadBytes);
        both(columns, "retransmissions", Flow::retransmissions);
        both(columns, "out_of_order", Flow::outOfOrder);
        both(columns, "lost", Flow::lost);
        both(columns, "duplicate_acks", Flow::duplicateAcks);
        both(columns, "zero_windows", Flow::zeroWindows);
        columns.add(Column.lasting("initial_rtt", row -> row.connection.initialRttNanos(), Row::digits));
        columns.add(Column.lasting(
                "ack_rtt.median", row -> row.connection.roundTrips().median(), Row::digits));
        columns.add(
                Column.lasting("ack_rtt.p99", row -> row.connection.roundTrips().percentile99(), Row::digits));
        columns.add(
                Column.lasting("ack_rtt.max", row -> row.connection.roundTrips().max(), Row::digits));
        columns.add(Column.number("tcp.completeness", row -> row.connection.completeness()));
        columns.add(Column.text("conn_state", row -> row.connection.state().code()));
        columns.add(Column.text("history", row -> row.connection.state().history()));
        columns.add(Column.text("ended", row -> row.connection.state().ended()));
        both(columns, "pure_acks", Flow::pureAcks);
        both(columns, "unique_payload", Flow::uniquePayloadBytes);
        both(columns, "resent", Flow::resentSegments);
        both(columns, "late", Flow::lateSegments);
        both(columns, "max_segment", Flow::longestSegment);
        both(columns, "max_window", Flow::widestWindow);
        bothLasting(columns, "max_idle", Flow::longestIdleNanos);
        columns.add(Column.number("throughput.client", -1, row -> row.throughput(row.connection.client())));
        columns.add(Column.number("throughput.server", -1, row -> row.throughput(row.connection.server())));
        both(columns, "rtt_samples", Flow::roundTrips);
        bothLasting(columns, "rtt_min", Flow::leastRoundTripNanos);
        bothLasting(columns, "rtt_mean", Flow::meanRoundTripNanos);
        bothLasting(columns, "rtt_max", Flow::mostRoundTripNanos);
        return List.copyOf(columns);
    }

    private static void both(List<Column<Row>> columns, String name, ToLongFunction<Flow> value) {
        columns.add(Column.number(name + ".client", row -> value.applyAsLong(row.connection.client())));
        columns.add(Column.number(name + ".server", row -> value.applyAsLong(row.connection.server())));
    }

    private static void bothLasting(List<Column<Row>> columns, String name, ToLongFunction<Flow> nanos) {
        columns.add(Column.lasting(name + ".client", row -> nanos.applyAsLong(row.connection.client()), Row::digits));
        columns.add(Column.lasting(name + ".server", row -> nanos.applyAsLong(row.connection.server()), Row::digits));
    }

    @Override
    public void decoded(Message message) {
        protocols.putIfAbsent(message.connection(), message.protocol());
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        users.put(connection, wire(user));
    }

    @Override
    public void closed(Connection connection) {
        row(new Row(connection, protocols.remove(connection), users.remove(connection), time()), KEPT);
    }
}
