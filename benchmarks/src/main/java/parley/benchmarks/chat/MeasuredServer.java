package parley.benchmarks.chat;

import java.net.InetSocketAddress;
import parley.protocol.HostPort;
import picocli.CommandLine.Option;

/** Which server is measured: options that each command has. */
final class MeasuredServer {
    @Option(names = "--server", paramLabel = "H:P", description = "Where it listens.")
    private String server = "127.0.0.1:10000";

    @Option(names = "--dialect", description = "What it speaks: ${COMPLETION-CANDIDATES}.")
    private Dialect dialect = Dialect.PARLEY;

    @Option(names = "--label", description = "What it is called in what is printed.")
    private String label = "server";

    InetSocketAddress address() {
        InetSocketAddress unresolved = HostPort.parse(server);
        return new InetSocketAddress(unresolved.getHostString(), unresolved.getPort());
    }

    Dialect dialect() {
        return dialect;
    }

    String label() {
        return label;
    }
}
