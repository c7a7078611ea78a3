package parley.analyzer.scenario;

import java.util.List;
import java.util.Map;

/** Rows of conversations.csv and handshakes.csv, a paragraph a connection, a line for each column that says something. */
final class ConversationRows {
    private static final List<String> CONVERSATION = List.of(
            "conn_state",
            "history",
            "ended",
            "tcp.completeness",
            "packets.client",
            "packets.server",
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
            "initial_rtt");

    private static final List<String> HANDSHAKE = List.of(
            "frame.syn",
            "frame.syn_ack",
            "frame.ack",
            "missing",
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
            "rtt");

    private ConversationRows() {}

    static String told(List<Map<String, String>> conversations, List<Map<String, String>> handshakes) {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < conversations.size(); i++) {
            file.append(i == 0 ? "" : "\n");
            String stream = Integer.toString(i);
            Map<String, String> conversation = ofStream(conversations, stream);
            file.append("tcp.stream %s, client %s, server %s\n"
                    .formatted(stream, conversation.get("client"), conversation.get("server")));
            lines(file, conversation, CONVERSATION);
            lines(file, ofStream(handshakes, stream), HANDSHAKE);
        }
        return file.toString();
    }

    private static Map<String, String> ofStream(List<Map<String, String>> rows, String stream) {
        return rows.stream()
                .filter(row -> stream.equals(row.get("tcp.stream")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of tcp.stream " + stream));
    }

    private static void lines(StringBuilder file, Map<String, String> row, List<String> columns) {
        for (String column : columns) {
            String cell = row.getOrDefault(column, "no such column");
            boolean isCounter = !column.startsWith("wscale.") && !column.startsWith("isn.");
            if (!cell.isEmpty() && !cell.equals("false") && !(isCounter && cell.equals("0"))) {
                file.append(column).append(' ').append(cell).append('\n');
            }
        }
    }
}
