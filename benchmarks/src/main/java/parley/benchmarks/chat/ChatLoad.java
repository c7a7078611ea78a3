package parley.benchmarks.chat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A load on a chat server that is running, and what came of it as one row of a Markdown table. */
@Command(
        name = "chat-load",
        header = "Measure how many messages a chat server forwards, how late, and what it loses.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true)
public final class ChatLoad implements Callable<Integer> {
    /** What the columns of a row are; a script prints it once. */
    private static final List<String> COLUMNS = List.of(
            "server",
            "clients",
            "on their way",
            "messages/s",
            "deliveries/s",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "p99.9 ms",
            "lost",
            "wrong");

    @Mixin
    private MeasuredServer server = new MeasuredServer();

    @Option(names = "--clients", paramLabel = "N", description = "How many.")
    private int clients = 100;

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second; 0 for all that the server takes.")
    private int rate;

    @Option(names = "--recipients", paramLabel = "N", description = "Of each message.")
    private int recipients = 1;

    @Option(names = "--window", paramLabel = "N", description = "Messages of one client that may be on their way.")
    private int window = 1;

    @Option(names = "--think", paramLabel = "MS", description = "What a client waits after its message has arrived.")
    private long think;

    @Option(names = "--text", paramLabel = "BYTES", description = "Length of a text, at least 33.")
    private int text = 64;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Before it is measured.")
    private int warmUp = 5;

    @Option(names = "--seconds", paramLabel = "SECONDS", description = "For which it is measured.")
    private int seconds = 10;

    @Option(names = "--hostile", description = "One more client of this kind: ${COMPLETION-CANDIDATES}.")
    private @Nullable HostileClient hostile;

    @Option(names = "--columns", description = "Print the names of the columns and end.")
    private boolean columns;

    /** Runs the command. */
    public static void main(String[] arguments) {
        Program.run(new ChatLoad(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (columns) {
            System.out.println("| " + String.join(" | ", COLUMNS) + " |");
            System.out.println("| --- |" + " ---: |".repeat(COLUMNS.size() - 1));
            return 0;
        }
        Traffic traffic = new Traffic(server.dialect(), recipients, window, think, text);
        try (Crowd crowd = new Crowd(server.address(), server.dialect())) {
            crowd.open(clients, traffic);
            if (hostile != null) {
                HostileClient kind = hostile;
                Thread.ofPlatform().daemon().start(() -> kind.plague(server.address()));
            }
            print(traffic.run(crowd, rate, warmUp, seconds));
            crowd.leave();
        }
        return 0;
    }

    private void print(Traffic.Result result) {
        Latencies latencies = result.latencies();
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %,.0f | %,.0f | %.2f | %.2f | %.2f | %.2f | %d | %d |%n",
                server.label(),
                clients,
                window,
                result.messages() / result.seconds(),
                result.deliveries() / result.seconds(),
                latencies.millis(0.5),
                latencies.millis(0.9),
                latencies.millis(0.99),
                latencies.millis(0.999),
                result.lost(),
                result.wrong());
    }
}
