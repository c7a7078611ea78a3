package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Handshake;

/** The handshake of each connection with its frames: the connections of the lowest numbers. */
final class HandshakeTable implements Section {
    private static final int ROWS = 100;
    private static final int STEPS = 3;

    private record Row(
            long stream,
            String client,
            String server,
            long syn,
            long synAck,
            long ack,
            String duration,
            String clientOffers,
            String serverOffers) {
        static Row of(Connection connection) {
            Handshake handshake = connection.handshake();
            return new Row(
                    connection.index(),
                    connection.client().endpoint().toString(),
                    connection.server().endpoint().toString(),
                    handshake.synFrame(),
                    handshake.synAckFrame(),
                    handshake.ackFrame(),
                    handshake.isComplete() ? Words.duration(handshake.roundTripNanos()) : "–",
                    offers(handshake.client()),
                    offers(handshake.server()));
        }

        private static String offers(Handshake.@Nullable Offer offer) {
            if (offer == null) {
                return "–";
            }
            List<String> options = new ArrayList<>();
            if (offer.mss() != null) {
                options.add("MSS " + Words.number(offer.mss()));
            }
            if (offer.windowScale() != null) {
                options.add("scale " + offer.windowScale());
            }
            if (offer.sackPermitted()) {
                options.add("SACK");
            }
            if (offer.timestamps()) {
                options.add("timestamps");
            }
            return options.isEmpty() ? "nothing" : String.join(", ", options);
        }
    }

    private final TreeMap<Long, Row> rows = new TreeMap<>();
    private long count;

    @Override
    public void closed(Connection connection) {
        count++;
        rows.put(connection.index(), Row.of(connection));
        if (rows.size() > ROWS) {
            rows.pollLastEntry();
        }
    }

    @Override
    public List<Finding> tells(List<Finding> findings) {
        return List.copyOf(byRow(findings).values());
    }

    /** Those of complete handshakes no part of which was sent again, by connection. */
    private Map<Long, Finding> byRow(List<Finding> findings) {
        Map<Long, Finding> told = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.kind() == FindingKind.HANDSHAKE
                    && finding.subject() instanceof Subject.OfConnection connection
                    && finding.evidence().count() == STEPS
                    && rows.get(connection.index()) instanceof Row row
                    && row.ack() > 0) {
                told.put(connection.index(), finding);
            }
        }
        return told;
    }

    @Override
    public boolean hasRows() {
        return !rows.isEmpty();
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        Map<Long, Finding> told = byRow(findings);
        boolean alike = rows.values().stream()
                        .flatMap(row -> List.of(row.clientOffers(), row.serverOffers()).stream())
                        .distinct()
                        .count()
                == 1;
        List<String> header =
                new ArrayList<>(List.of("Connection", "Client", "Server", "SYN", "SYN-ACK", "ACK", "SYN to ACK"));
        if (!alike) {
            header.addAll(List.of("Client offers", "Server offers"));
        }
        header.add("Filter");
        List<List<String>> table = new ArrayList<>();
        for (Row row : rows.values()) {
            List<String> cells = new ArrayList<>(List.of(
                    Long.toString(row.stream()),
                    row.client(),
                    row.server(),
                    MarkdownText.frame(row.syn()),
                    MarkdownText.frame(row.synAck()),
                    MarkdownText.frame(row.ack()),
                    row.duration()));
            if (!alike) {
                cells.addAll(List.of(row.clientOffers(), row.serverOffers()));
            }
            Finding finding = told.get(row.stream());
            cells.add(finding == null ? "–" : filters.link("", finding));
            table.add(cells);
        }
        out.table(header, table);
        String more = count > ROWS
                ? " The table has the first " + ROWS + " of " + Words.number(count)
                        + " connections; handshakes.csv has all."
                : "";
        out.paragraph("The columns SYN, SYN-ACK and ACK have frame numbers, the first of each." + more);
    }
}
