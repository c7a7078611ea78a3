package parley.analyzer.report;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Handshake;
import parley.analyzer.tcp.Handshake.Offer;

/** handshakes: one row per connection. */
final class HandshakesTable extends TableSink<HandshakesTable.Row> {
    /** About what a connection keeps in memory. */
    private static final int KEPT = 1 << 13;

    record Row(Connection connection, CaptureTime time) {
        Handshake handshake() {
            return connection.handshake();
        }

        <T> @Nullable T client(Function<Offer, @Nullable T> value) {
            Offer offer = handshake().client();
            return offer == null ? null : value.apply(offer);
        }

        <T> @Nullable T server(Function<Offer, @Nullable T> value) {
            Offer offer = handshake().server();
            return offer == null ? null : value.apply(offer);
        }
    }

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.number("tcp.stream", row -> row.connection.index()),
            Column.text("client", row -> row.connection.client().endpoint().toString()),
            Column.text("server", row -> row.connection.server().endpoint().toString()),
            Column.truth("complete", row -> row.handshake().isComplete()),
            Column.number("frame.syn", 0, row -> row.handshake().synFrame()),
            Column.number("frame.syn_ack", 0, row -> row.handshake().synAckFrame()),
            Column.number("frame.ack", 0, row -> row.handshake().ackFrame()),
            Column.maybe("isn.client", row -> row.client(Offer::isn)),
            Column.maybe("isn.server", row -> row.server(Offer::isn)),
            Column.maybe("mss.client", row -> row.client(Offer::mss)),
            Column.maybe("mss.server", row -> row.server(Offer::mss)),
            Column.maybe("wscale.client", row -> row.client(Offer::windowScale)),
            Column.maybe("wscale.server", row -> row.server(Offer::windowScale)),
            Column.maybeTruth("sack.client", row -> row.client(Offer::sackPermitted)),
            Column.maybeTruth("sack.server", row -> row.server(Offer::sackPermitted)),
            Column.maybeTruth("timestamps.client", row -> row.client(Offer::timestamps)),
            Column.maybeTruth("timestamps.server", row -> row.server(Offer::timestamps)),
            Column.lasting("rtt", row -> row.handshake().roundTripNanos(), row -> row.time.digits()),
            Column.text("missing", row -> missing(row.handshake())));

    HandshakesTable(OutputStream out, ReportStyle style) {
        super(CsvReport.HANDSHAKES, out, style, COLUMNS);
    }

    @Override
    public void closed(Connection connection) {
        row(new Row(connection, time()), KEPT);
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
