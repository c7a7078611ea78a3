package parley.benchmarks.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.Callable;
import parley.protocol.HostPort;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Clients that take a name and then only stay: what they cost the server's process in resident memory. */
@Command(
        name = "chat-idle",
        header = "Measure the memory that clients cost a chat server by being there. Linux.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true)
public final class IdleClients implements Callable<Integer> {
    @Option(names = "--server", paramLabel = "H:P", description = "Where it listens.")
    private String server = "127.0.0.1:10000";

    @Option(names = "--dialect", description = "What it speaks: ${COMPLETION-CANDIDATES}.")
    private Dialect dialect = Dialect.PARLEY;

    @Option(names = "--label", description = "What it is called in the row.")
    private String label = "server";

    @Option(names = "--clients", paramLabel = "N", description = "How many.")
    private int clients = 10_000;

    @Option(names = "--stay", paramLabel = "SECONDS", description = "How long they stay before memory is read.")
    private int stay = 10;

    @Option(names = "--pid", paramLabel = "PID", required = true, description = "The server's process.")
    private long process;

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new IdleClients())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        InetSocketAddress unresolved = HostPort.parse(server);
        InetSocketAddress address = new InetSocketAddress(unresolved.getHostString(), unresolved.getPort());
        double before = ChatLoad.residentMebibytes(process);
        try (Crowd crowd = new Crowd(address, dialect)) {
            long start = System.nanoTime();
            crowd.open(clients, new Unheard());
            double opening = seconds(start);
            for (long now = System.nanoTime(); seconds(now) < stay; ) {
                crowd.turn(100);
            }
            double resident = ChatLoad.residentMebibytes(process);
            start = System.nanoTime();
            crowd.leave();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d clients came in %.1f s and left in %.1f s; resident %.0f MiB before, %.0f MiB with them"
                            + " (%.1f KiB each), %.0f MiB after; %d did not leave%n",
                    label,
                    clients,
                    opening,
                    seconds(start),
                    before,
                    resident,
                    (resident - before) * 1024 / clients,
                    ChatLoad.residentMebibytes(process),
                    clients - crowd.lost());
        }
        return 0;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static final class Unheard implements Client.Listener {
        @Override
        public void named(Client client) {
            // It stays, and that is all.
        }

        @Override
        public void message(Client client, byte[] line, int stamp) {
            throw new IllegalStateException("nobody sends anything");
        }
    }
}
