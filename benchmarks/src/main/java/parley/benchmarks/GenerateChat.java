package parley.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes the capture of a big chat that never was, as a pcap file with nanoseconds. The same options give the same file.
 */
@Command(
        name = "generate-chat",
        header = "Write the capture of a big chat that never was.",
        mixinStandardHelpOptions = true)
public final class GenerateChat implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The pcap file to write.")
    private Path file = Path.of("chat.pcap");

    @Option(names = "--connections", paramLabel = "N", defaultValue = "2000", description = "Users: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--packets",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "Packets, about: ${DEFAULT-VALUE}.")
    private long packets;

    @Option(
            names = "--loss",
            paramLabel = "SHARE",
            defaultValue = "0.01",
            description = "Of the segments with data, 0 to 1: ${DEFAULT-VALUE}.")
    private double loss;

    @Option(
            names = "--half-open",
            paramLabel = "N",
            defaultValue = "0",
            description = "SYNs that nobody answers, beside the chat: ${DEFAULT-VALUE}.")
    private long halfOpen;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of what is random: ${DEFAULT-VALUE}.")
    private long seed;

    /** Runs the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GenerateChat()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        try (CaptureWriter capture = new CaptureWriter(file, CaptureReading.Format.PCAP)) {
            new ChatTraffic(connections, loss, seed, capture).run(packets, halfOpen);
        }
        return 0;
    }
}
