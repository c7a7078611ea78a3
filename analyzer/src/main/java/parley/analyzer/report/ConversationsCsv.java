package parley.analyzer.report;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import parley.analyzer.app.Message;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;

/** conversations.csv: a TCP connection a row. */
final class ConversationsCsv extends CsvSink {
    private final Map<Connection, String> protocols = new HashMap<>();
    private final Map<Connection, String> users = new HashMap<>();

    ConversationsCsv(OutputStream out, ReportStyle style) {
        super(
                "conversations.csv",
                out,
                style,
                "tcp.stream",
                "client",
                "server",
                "protocol",
                "user",
                "start",
                "duration",
                "packets.client",
                "packets.server",
                "bytes.client",
                "bytes.server",
                "payload.client",
                "payload.server",
                "retransmissions.client",
                "retransmissions.server",
                "out_of_order.client",
                "out_of_order.server",
                "lost.client",
                "lost.server",
                "duplicate_acks.client",
                "duplicate_acks.server",
                "zero_windows.client",
                "zero_windows.server",
                "initial_rtt",
                "ack_rtt.median",
                "ack_rtt.p99",
                "ack_rtt.max",
                "tcp.completeness",
                "conn_state",
                "history",
                "ended");
    }

    @Override
    public void decoded(Message message) {
        protocols.putIfAbsent(message.connection(), message.protocol());
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        users.put(connection, user);
    }

    @Override
    public void closed(Connection connection) {
        Flow client = connection.client();
        Flow server = connection.server();
        String protocol = protocols.remove(connection);
        String user = users.remove(connection);
        row(
                Long.toString(connection.index()),
                client.endpoint().toString(),
                server.endpoint().toString(),
                protocol,
                user == null ? null : wire(user),
                time().at(connection.startNanos()),
                time().lasting(connection.endNanos() - connection.startNanos()),
                Long.toString(client.packets()),
                Long.toString(server.packets()),
                Long.toString(client.bytes()),
                Long.toString(server.bytes()),
                Long.toString(client.payloadBytes()),
                Long.toString(server.payloadBytes()),
                Long.toString(client.retransmissions()),
                Long.toString(server.retransmissions()),
                Long.toString(client.outOfOrder()),
                Long.toString(server.outOfOrder()),
                Long.toString(client.lost()),
                Long.toString(server.lost()),
                Long.toString(client.duplicateAcks()),
                Long.toString(server.duplicateAcks()),
                Long.toString(client.zeroWindows()),
                Long.toString(server.zeroWindows()),
                time().lasting(connection.initialRttNanos()),
                time().lasting(connection.roundTrips().median()),
                time().lasting(connection.roundTrips().percentile99()),
                time().lasting(connection.roundTrips().max()),
                Integer.toString(connection.completeness()),
                connection.state().code(),
                connection.state().history(),
                connection.state().ended());
    }
}
