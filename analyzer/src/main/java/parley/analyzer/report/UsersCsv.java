package parley.analyzer.report;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;

/** users.csv: a user's connection a row, written when the connection is over. */
final class UsersCsv extends CsvSink {
    private static final class Totals {
        private String name = "";
        private long fromNanos;
        private long sent;
        private long received;
        private long bytesSent;
        private long bytesReceived;
    }

    private final Map<Connection, Totals> totals = new HashMap<>();

    UsersCsv(OutputStream out, ReportStyle style) {
        super(
                CsvReport.USERS,
                out,
                style,
                "name",
                "address",
                "port",
                "tcp.stream",
                "from",
                "to",
                "messages.sent",
                "messages.received",
                "bytes.sent",
                "bytes.received");
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
        row(
                wire(of.name),
                client.address().toString(),
                Integer.toString(client.port()),
                Long.toString(connection.index()),
                time().at(of.fromNanos),
                time().at(connection.endNanos()),
                Long.toString(of.sent),
                Long.toString(of.received),
                Long.toString(of.bytesSent),
                Long.toString(of.bytesReceived));
    }
}
