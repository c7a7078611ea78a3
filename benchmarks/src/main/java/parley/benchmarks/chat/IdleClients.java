package parley.benchmarks.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Clients that take a name and then only stay: what they cost the server's process in resident memory. */
@Command(
        name = "chat-idle",
        header = "Measure the memory that clients cost a chat server by being there. Linux.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true)
public final class IdleClients implements Callable<Integer> {
    @Mixin
    private MeasuredServer server = new MeasuredServer();

    @Option(names = "--clients", paramLabel = "N", description = "How many.")
    private int clients = 10_000;

    @Option(names = "--stay", paramLabel = "SECONDS", description = "How long they stay before memory is read.")
    private int stay = 10;

    @Option(names = "--pid", paramLabel = "PID", required = true, description = "The server's process.")
    private long process;

    /** Runs the command. */
    public static void main(String[] arguments) {
        Program.run(new IdleClients(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        double before = residentMebibytes();
        try (Crowd crowd = new Crowd(server.address(), server.dialect())) {
            long start = System.nanoTime();
            crowd.open(clients, new Unheard());
            double opening = seconds(start);
            for (long now = System.nanoTime(); seconds(now) < stay; ) {
                crowd.turn(100);
            }
            double resident = residentMebibytes();
            start = System.nanoTime();
            crowd.leave();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d clients came in %.1f s and left in %.1f s; resident %.0f MiB before, %.0f MiB with them"
                            + " (%.1f KiB each), %.0f MiB after; %d did not leave%n",
                    server.label(),
                    clients,
                    opening,
                    seconds(start),
                    before,
                    resident,
                    (resident - before) * 1024 / clients,
                    residentMebibytes(),
                    clients - crowd.lost());
        }
        return 0;
    }

    /** Resident memory of the server's process in MiB, as Linux counts it. */
    private double residentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024.0;
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
