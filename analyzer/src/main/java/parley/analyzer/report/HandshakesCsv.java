package parley.analyzer.report;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Handshake;

/** handshakes.csv: a connection a row. */
final class HandshakesCsv extends CsvSink {
    HandshakesCsv(OutputStream out, ReportStyle style) {
        super(
                CsvReport.HANDSHAKES,
                out,
                style,
                "tcp.stream",
                "client",
                "server",
                "complete",
                "frame.syn",
                "frame.syn_ack",
                "frame.ack",
                "isn.client",
                "isn.server",
                "mss.client",
                "mss.server",
                "wscale.client",
                "wscale.server",
                "sack.client",
                "sack.server",
                "timestamps.client",
                "timestamps.server",
                "rtt",
                "missing");
    }

    @Override
    public void closed(Connection connection) {
        Handshake handshake = connection.handshake();
        Handshake.Offer client = handshake.client();
        Handshake.Offer server = handshake.server();
        row(
                Long.toString(connection.index()),
                connection.client().endpoint().toString(),
                connection.server().endpoint().toString(),
                Boolean.toString(handshake.isComplete()),
                number(handshake.synFrame()),
                number(handshake.synAckFrame()),
                number(handshake.ackFrame()),
                client == null ? null : Long.toString(client.isn()),
                server == null ? null : Long.toString(server.isn()),
                client == null ? null : text(client.mss()),
                server == null ? null : text(server.mss()),
                client == null ? null : text(client.windowScale()),
                server == null ? null : text(server.windowScale()),
                client == null ? null : Boolean.toString(client.sackPermitted()),
                server == null ? null : Boolean.toString(server.sackPermitted()),
                client == null ? null : Boolean.toString(client.timestamps()),
                server == null ? null : Boolean.toString(server.timestamps()),
                time().lasting(handshake.roundTripNanos()),
                missing(handshake));
    }

    private static @Nullable String text(@Nullable Integer value) {
        return value == null ? null : value.toString();
    }

    private static String missing(Handshake handshake) {
        List<String> steps = new ArrayList<>();
        if (handshake.synFrame() == 0) {
            steps.add("SYN");
        }
        if (handshake.synAckFrame() == 0) {
            steps.add("SYN-ACK");
        }
        if (handshake.ackFrame() == 0) {
            steps.add("ACK");
        }
        return String.join(" ", steps);
    }
}
