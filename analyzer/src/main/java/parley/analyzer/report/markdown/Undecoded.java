package parley.analyzer.report.markdown;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.analyzer.app.Message;
import parley.analyzer.app.chat.ChatDecoder;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.StreamData;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/** What connections carried that no decoder read. */
final class Undecoded implements Section {
    private static final int SERVERS = 8;

    /** Connections whose first octets are kept until they are over, and how many of each end. */
    private static final int STARTS = 1000;

    private static final int START = 1024;

    /** What IANA has registered some ports for; ports are hints. */
    private static final Map<Integer, String> REGISTERED = Map.ofEntries(
            Map.entry(21, "FTP"),
            Map.entry(22, "SSH"),
            Map.entry(23, "Telnet"),
            Map.entry(25, "SMTP"),
            Map.entry(53, "DNS"),
            Map.entry(80, "HTTP"),
            Map.entry(110, "POP3"),
            Map.entry(143, "IMAP"),
            Map.entry(443, "HTTPS"),
            Map.entry(993, "IMAP over TLS"),
            Map.entry(5222, "XMPP"),
            Map.entry(6665, "IRC"),
            Map.entry(6666, "IRC"),
            Map.entry(6667, "IRC"),
            Map.entry(6668, "IRC"),
            Map.entry(6669, "IRC"),
            Map.entry(6697, "IRC over TLS"));

    private static final class Tally {
        private long connections;
        private long fromClients;
        private long fromServer;
        private boolean fitsChat;
    }

    private static final class Start {
        private final ByteArrayOutputStream[] octets = {new ByteArrayOutputStream(0), new ByteArrayOutputStream(0)};

        /** Whether most lines that an end begins with are a chat server's, and not all of them {@code word: text}. */
        boolean fitsChat(Flow server) {
            String text = octets[server.node()].toString(StandardCharsets.UTF_8);
            List<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            List<String> known = lines.stream()
                    .filter(line -> ServerLine.parse(line) instanceof ServerLine.Text said
                            ? Names.refusal(said.sender()).isEmpty()
                            : ChatDecoder.isKnown(line))
                    .toList();
            boolean anyOwn = known.stream().anyMatch(line -> !(ServerLine.parse(line) instanceof ServerLine.Text));
            return anyOwn && 2 * known.size() > lines.size();
        }
    }

    private final Set<Connection> decoded = new HashSet<>();
    private final Map<Connection, Start> starts = new HashMap<>();
    private final Map<Endpoint, Tally> servers = new LinkedHashMap<>();
    private long elsewhere;

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        if (decoded.contains(connection)) {
            return;
        }
        Start start =
                starts.size() < STARTS ? starts.computeIfAbsent(connection, c -> new Start()) : starts.get(connection);
        if (start != null) {
            ByteArrayOutputStream octets = start.octets[flow.node()];
            octets.write(data.bytes(), 0, Math.min(data.length(), START - octets.size()));
        }
    }

    @Override
    public void decoded(Message message) {
        decoded.add(message.connection());
        starts.remove(message.connection());
    }

    @Override
    public void closed(Connection connection) {
        long fromClient = connection.client().uniquePayloadBytes();
        long fromServer = connection.server().uniquePayloadBytes();
        Start start = starts.remove(connection);
        if (decoded.remove(connection) || fromClient + fromServer == 0) {
            return;
        }
        Endpoint server = connection.server().endpoint();
        Tally tally =
                servers.size() < SERVERS ? servers.computeIfAbsent(server, s -> new Tally()) : servers.get(server);
        if (tally == null) {
            elsewhere++;
            return;
        }
        tally.connections++;
        tally.fitsChat |= start != null && start.fitsChat(connection.server());
        tally.fromClients += fromClient;
        tally.fromServer += fromServer;
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException {
        if (servers.isEmpty()) {
            return;
        }
        out.heading(3, "What no decoder read");
        List<String> sentences = new ArrayList<>();
        servers.forEach((server, tally) -> {
            String protocol = REGISTERED.get(server.port());
            sentences.add(Words.count(tally.connections, "connection") + " to " + server
                    + (protocol == null ? "" : ", the port of " + protocol + ",")
                    + (tally.connections == 1 ? " carries " : " carry ")
                    + Words.count(tally.fromClients, "byte") + " from the client and "
                    + Words.count(tally.fromServer, "byte") + " from the server.");
        });
        if (elsewhere > 0) {
            sentences.add(Words.count(elsewhere, "connection") + " to other servers "
                    + (elsewhere == 1 ? "carries" : "carry") + " data, too.");
        }
        out.list(sentences);
        String chats = servers.entrySet().stream()
                .filter(server -> server.getValue().fitsChat)
                .map(server -> "`--decode-as " + server.getKey().port() + "=chat`")
                .findFirst()
                .map(option -> "; " + option + " reads the port as the chat, whose lines its server seems to send")
                .orElse("");
        out.paragraph("A decoder of your own, loaded with `--plugin-path`, can read it" + chats + ".");
    }
}
