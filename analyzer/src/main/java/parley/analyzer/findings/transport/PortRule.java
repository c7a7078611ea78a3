package parley.analyzer.findings.transport;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;

/** Which ports the servers listen on, and which ports their clients have. */
public final class PortRule implements Rule {
    private static final int SERVERS = 16;

    /** Connections whose clients' ports are listed: those of the lowest numbers. */
    private static final int PORTS = 1000;

    private static final class Server {
        private final Evidence syns;
        /** By number of the connection. */
        private final SortedMap<Long, Integer> clientPorts = new TreeMap<>();

        private final BitSet allPorts = new BitSet();

        private long connections;

        private Server(Evidence syns) {
            this.syns = syns;
        }
    }

    private final EvidenceLog log;
    private final Map<Endpoint, Server> servers = new LinkedHashMap<>();
    private long unlisted;

    public PortRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void opened(Connection connection) {
        if (connection.isToItself()) {
            return;
        }
        serverOf(connection);
    }

    /** Null where too many are listed. */
    private @Nullable Server serverOf(Connection connection) {
        Endpoint endpoint = connection.server().endpoint();
        return servers.size() < SERVERS
                ? servers.computeIfAbsent(endpoint, server -> new Server(log.collect(synsTo(server))))
                : servers.get(endpoint);
    }

    private static FrameFilter synsTo(Endpoint server) {
        return FrameFilter.destination(server.address())
                .and(Field.DESTINATION_PORT.is(server.port()))
                .and(Field.SYN.is(1))
                .and(Field.ACK.is(0));
    }

    /** Who is the server is settled only now: a SYN, or what it says, may show late that the first guess was wrong. */
    @Override
    public void closed(Connection connection) {
        if (connection.isToItself()) {
            return;
        }
        Server server = serverOf(connection);
        if (server == null) {
            unlisted++;
            return;
        }
        server.connections++;
        int port = connection.client().endpoint().port();
        server.allPorts.set(port);
        server.clientPorts.put(connection.index(), port);
        if (server.clientPorts.size() > PORTS) {
            server.clientPorts.remove(server.clientPorts.lastKey());
        }
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        servers.forEach((endpoint, server) -> {
            if (server.connections > 0) {
                List<String> ports = server.clientPorts.values().stream()
                        .distinct()
                        .limit(Words.ITEMS)
                        .map(String::valueOf)
                        .toList();
                int all = server.allPorts.cardinality();
                String clients = all == 1 ? "its client has port " : "its clients have the ports ";
                String statement = "The server at " + endpoint.address() + " has port " + endpoint.port() + ", "
                        + clients + Words.list(ports, all) + ".";
                findings.add(server.syns.proof().state(FindingKind.PORT_MAP, statement, endpoint.port()));
            }
        });
        if (unlisted > 0) {
            String statement = Words.count(unlisted, "connection") + (unlisted == 1 ? " is" : " are")
                    + " to further servers' ports, which are not listed.";
            findings.add(Proof.rest(FindingKind.PORT_MAP, statement, unlisted));
        }
        return findings;
    }
}
