package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;

/**
 * The messages as a Mermaid sequence diagram: a line for each server and each client, an arrow for each message. Of a part of
 * them there is none: it would say nothing that the table does not.
 */
final class SequenceDiagram implements Section {
    private static final int CLIENTS = 12;
    private static final int SERVERS = 2;
    private static final int ARROWS = 100;
    private static final int TEXT = 60;
    private static final int NAME = 32;

    /** A client of one connection; users may share a name, and have none at first. */
    private static final class Client {
        private final String id;
        private final Endpoint endpoint;
        private String user = "";

        Client(String id, Endpoint endpoint) {
            this.id = id;
            this.endpoint = endpoint;
        }

        String label() {
            return MermaidText.of(MarkdownText.clip(user, NAME))
                    + (user.isEmpty() ? "" : " ")
                    + MermaidText.of(user.isEmpty() ? endpoint.toString() : "(" + endpoint.port() + ")");
        }
    }

    /** An arrow, and the frame that made its message whole. */
    private record Arrow(long frame, String text) {}

    private final Map<Connection, Client> clients = new LinkedHashMap<>();
    private final Map<Endpoint, String> servers = new LinkedHashMap<>();
    private final List<Arrow> arrows = new ArrayList<>();
    private long count;

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        Client client = clients.get(connection);
        if (client != null && !user.isEmpty()) {
            client.user = user;
        }
    }

    @Override
    public void decoded(Message message) {
        count++;
        if (arrows.size() == ARROWS) {
            return;
        }
        Client client = client(message.connection());
        String server = server(message.connection().server().endpoint());
        if (client == null || server == null) {
            return;
        }
        boolean fromClient = message.direction() == Direction.CLIENT;
        String ends = fromClient ? client.id + "->>" + server : server + "->>" + client.id;
        arrows.add(new Arrow(
                message.last().frame(),
                ends + ": " + MermaidText.of(MarkdownText.clip(said(message, fromClient), TEXT))));
    }

    private static String said(Message message, boolean fromClient) {
        String kind = message.kind();
        if (kind.equals("direct") || kind.equals("text")) {
            String who = fromClient ? " to " + String.join(", ", message.recipients()) : " from " + message.sender();
            return kind + who + ": " + message.text();
        }
        return !fromClient || message.text().equals(kind) ? message.text() : kind + ": " + message.text();
    }

    private @Nullable Client client(Connection connection) {
        Client known = clients.get(connection);
        if (known == null && clients.size() < CLIENTS) {
            known = new Client("C" + connection.index(), connection.client().endpoint());
            clients.put(connection, known);
        }
        return known;
    }

    private @Nullable String server(Endpoint endpoint) {
        String known = servers.get(endpoint);
        if (known == null && servers.size() < SERVERS) {
            known = "S" + servers.size();
            servers.put(endpoint, known);
        }
        return known;
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException {
        if (arrows.isEmpty() || arrows.size() < count) {
            return;
        }
        out.paragraph("The same as a diagram, with every message that the server passes on.");
        List<String> lines = new ArrayList<>(List.of("sequenceDiagram"));
        servers.forEach(
                (endpoint, id) -> lines.add("    participant " + id + " as " + MermaidText.of("server " + endpoint)));
        clients.values().forEach(client -> lines.add("    participant " + client.id + " as " + client.label()));
        arrows.stream()
                .sorted(Comparator.comparingLong(Arrow::frame))
                .forEach(arrow -> lines.add("    " + arrow.text()));
        out.code("mermaid", lines);
    }
}
