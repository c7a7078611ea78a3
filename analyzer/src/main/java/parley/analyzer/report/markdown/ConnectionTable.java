package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;

/** What each connection carried, how long it lasted and how soon it was acknowledged: those of the lowest numbers. */
final class ConnectionTable implements Section {
    private static final int ROWS = 100;

    private final TreeMap<Long, List<String>> rows = new TreeMap<>();
    private long count;

    @Override
    public void closed(Connection connection) {
        count++;
        Flow client = connection.client();
        Flow server = connection.server();
        rows.put(
                connection.index(),
                List.of(
                        Long.toString(connection.index()),
                        client.endpoint().toString(),
                        Words.duration(connection.endNanos() - connection.startNanos()),
                        both(client.packets(), server.packets()),
                        both(client.bytes(), server.bytes()),
                        both(client.uniquePayloadBytes(), server.uniquePayloadBytes()),
                        answered(client),
                        answered(server)));
        if (rows.size() > ROWS) {
            rows.pollLastEntry();
        }
    }

    private static String both(long client, long server) {
        return Words.number(client) + " / " + Words.number(server);
    }

    private static String answered(Flow flow) {
        return flow.roundTrips() == 0
                ? "–"
                : Words.duration(flow.leastRoundTripNanos()) + ", " + Words.duration(flow.meanRoundTripNanos()) + ", "
                        + Words.duration(flow.mostRoundTripNanos());
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        out.heading(3, "Connections");
        out.table(
                List.of(
                        "Connection",
                        "Client",
                        "Lasts",
                        "Packets",
                        "Bytes on the wire",
                        "Bytes of data",
                        "Server acknowledges after",
                        "Client acknowledges after"),
                new ArrayList<>(rows.values()));
        String more = count > ROWS
                ? " The table has the first " + ROWS + " of " + Words.number(count)
                        + " connections; conversations.csv has all."
                : "";
        out.paragraph("Numbers with a slash are what the client sent and what the server sent; data that was sent"
                + " again counts once. The three times are the least, the mean and the most from a segment to its"
                + " acknowledgement, of segments that were sent once. Seen from the place of the capture that is the round"
                + " trip to that side, and the time that it takes there, delayed acknowledgements included." + more);
    }
}
