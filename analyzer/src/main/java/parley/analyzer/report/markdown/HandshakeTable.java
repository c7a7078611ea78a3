package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Handshake;

/** The handshake of each connection with its frames: the connections of the lowest numbers. */
final class HandshakeTable implements Section {
    private static final int ROWS = 100;

    private final TreeMap<Long, List<String>> rows = new TreeMap<>();
    private long count;

    @Override
    public void closed(Connection connection) {
        count++;
        Handshake handshake = connection.handshake();
        rows.put(
                connection.index(),
                List.of(
                        Long.toString(connection.index()),
                        connection.client().endpoint().toString(),
                        connection.server().endpoint().toString(),
                        frame(handshake.synFrame()),
                        frame(handshake.synAckFrame()),
                        frame(handshake.ackFrame()),
                        handshake.isComplete() ? Words.duration(handshake.roundTripNanos()) : "–"));
        if (rows.size() > ROWS) {
            rows.pollLastEntry();
        }
    }

    private static String frame(long number) {
        return number == 0 ? "–" : Long.toString(number);
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        out.table(
                List.of("Connection", "Client", "Server", "SYN", "SYN-ACK", "ACK", "SYN to ACK"),
                new ArrayList<>(rows.values()));
        String more = count > ROWS
                ? " The table has the first " + ROWS + " of " + Words.number(count)
                        + " connections; handshakes.csv has all."
                : "";
        out.paragraph("The columns SYN, SYN-ACK and ACK have frame numbers, the first of each." + more);
    }
}
