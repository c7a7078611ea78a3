package parley.analyzer.report;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Message;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;

/** conversations.csv: a TCP connection a row. */
final class ConversationsCsv extends CsvSink {
    private final Map<Connection, String> protocols = new HashMap<>();
    private final Map<Connection, String> users = new HashMap<>();

    ConversationsCsv(OutputStream out, ReportStyle style) {
        super(
                CsvReport.CONVERSATIONS,
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
                "ended",
                "pure_acks.client",
                "pure_acks.server",
                "unique_payload.client",
                "unique_payload.server",
                "resent.client",
                "resent.server",
                "late.client",
                "late.server",
                "max_segment.client",
                "max_segment.server",
                "max_window.client",
                "max_window.server",
                "max_idle.client",
                "max_idle.server",
                "throughput.client",
                "throughput.server",
                "rtt_samples.client",
                "rtt_samples.server",
                "rtt_min.client",
                "rtt_min.server",
                "rtt_mean.client",
                "rtt_mean.server",
                "rtt_max.client",
                "rtt_max.server");
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
                connection.state().ended(),
                Long.toString(client.pureAcks()),
                Long.toString(server.pureAcks()),
                Long.toString(client.uniquePayloadBytes()),
                Long.toString(server.uniquePayloadBytes()),
                Long.toString(client.resentSegments()),
                Long.toString(server.resentSegments()),
                Long.toString(client.lateSegments()),
                Long.toString(server.lateSegments()),
                Integer.toString(client.longestSegment()),
                Integer.toString(server.longestSegment()),
                Long.toString(client.widestWindow()),
                Long.toString(server.widestWindow()),
                time().lasting(client.longestIdleNanos()),
                time().lasting(server.longestIdleNanos()),
                throughput(connection, client),
                throughput(connection, server),
                Long.toString(client.roundTrips()),
                Long.toString(server.roundTrips()),
                time().lasting(client.leastRoundTripNanos()),
                time().lasting(server.leastRoundTripNanos()),
                time().lasting(client.meanRoundTripNanos()),
                time().lasting(server.meanRoundTripNanos()),
                time().lasting(client.mostRoundTripNanos()),
                time().lasting(server.mostRoundTripNanos()));
    }

    /** Bytes a second, empty where the connection took no time. */
    private static @Nullable String throughput(Connection connection, Flow flow) {
        long nanos = connection.endNanos() - connection.startNanos();
        return nanos <= 0 ? null : Long.toString(Math.round(flow.uniquePayloadBytes() / (nanos / 1e9)));
    }
}
