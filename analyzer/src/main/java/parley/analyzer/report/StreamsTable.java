package parley.analyzer.report;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.StreamData;

/**
 * streams: one row per direction of a connection, its octets as a digest. As in what Wireshark follows, octets behind a
 * hole count once the other side has acknowledged them, and a gap is what is missing between octets that count.
 */
final class StreamsTable extends TableSink<StreamsTable.Row> {
    private static final class Octets {
        private final MessageDigest digest = sha256();
        private long count;
        private boolean missing;
        private boolean gap;
        private boolean over;
    }

    record Row(long stream, int node, String endpoint, long bytes, String sha256, boolean gap) {}

    private static final int KEPT = 300;

    private static final List<Column<Row>> COLUMNS = List.of(
            Column.number("tcp.stream", Row::stream),
            Column.number("node", Row::node),
            Column.text("endpoint", Row::endpoint),
            Column.number("bytes", Row::bytes),
            Column.text("sha256", Row::sha256),
            Column.number("gap", row -> row.gap ? 1 : 0));

    /** By connection, and there by {@link Flow#node}. */
    private final Map<Connection, Octets[]> connections = new HashMap<>();

    StreamsTable(OutputStream out, ReportStyle style) {
        super(CsvReport.STREAMS, out, style, COLUMNS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private Octets of(Connection connection, Flow flow) {
        Octets[] both = connections.get(connection);
        if (both == null) {
            both = new Octets[] {new Octets(), new Octets()};
            connections.put(connection, both);
        }
        return both[flow.node()];
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        Octets octets = of(connection, flow);
        if (data.isBehindLoss() || octets.over) {
            return;
        }
        octets.gap |= octets.missing;
        octets.digest.update(data.bytes(), 0, data.length());
        octets.count += data.length();
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        of(connection, flow).missing = true;
    }

    /** Wireshark follows the first conversation alone. */
    @Override
    public void reopened(Connection connection) {
        of(connection, connection.flow(0)).over = true;
        of(connection, connection.flow(1)).over = true;
    }

    @Override
    public void closed(Connection connection) {
        write(connection, connection.flow(0));
        write(connection, connection.flow(1));
        connections.remove(connection);
    }

    private void write(Connection connection, Flow flow) {
        Octets octets = of(connection, flow);
        row(
                new Row(
                        connection.index(),
                        flow.node(),
                        flow.endpoint().toString(),
                        octets.count,
                        HexFormat.of().formatHex(octets.digest.digest()),
                        octets.gap),
                KEPT);
    }
}
