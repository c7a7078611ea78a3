package parley.analyzer.report;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.StreamData;

/**
 * streams.csv: a direction of a connection a row, its octets as a digest. As in what Wireshark follows, octets behind a
 * hole count once the other side has acknowledged them, and a gap is what is missing between octets that count.
 */
final class StreamsCsv extends CsvSink {
    private static final class Octets {
        private final MessageDigest digest = sha256();
        private long count;
        private boolean missing;
        private boolean gap;
    }

    /** By connection, and there by {@link Flow#node}. */
    private final Map<Connection, Octets[]> connections = new HashMap<>();

    StreamsCsv(OutputStream out, ReportStyle style) {
        super(CsvReport.STREAMS, out, style, "tcp.stream", "node", "endpoint", "bytes", "sha256", "gap");
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
        if (data.isBehindLoss()) {
            return;
        }
        Octets octets = of(connection, flow);
        octets.gap |= octets.missing;
        octets.digest.update(data.bytes(), 0, data.length());
        octets.count += data.length();
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        of(connection, flow).missing = true;
    }

    @Override
    public void closed(Connection connection) {
        Flow followed = connection.followed();
        write(connection, followed, 0);
        write(connection, connection.reverse(followed), 1);
        connections.remove(connection);
    }

    private void write(Connection connection, Flow flow, int node) {
        Octets octets = of(connection, flow);
        row(
                Long.toString(connection.index()),
                Integer.toString(node),
                flow.endpoint().toString(),
                Long.toString(octets.count),
                HexFormat.of().formatHex(octets.digest.digest()),
                octets.gap ? "1" : "0");
    }
}
