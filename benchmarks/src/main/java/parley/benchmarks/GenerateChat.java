package parley.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
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
    private static final int NANOSECOND_MAGIC = 0xa1b2_3c4d;
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int SNAP_LENGTH = 262_144;
    private static final int RECORD_HEADER = 16;
    private static final long BEGIN_SECONDS = 1_700_000_000L;
    private static final long SECOND = 1_000_000_000L;

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
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(ByteBuffer.allocate(24)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(NANOSECOND_MAGIC)
                    .putShort((short) 2)
                    .putShort((short) 4)
                    .putLong(0)
                    .putInt(SNAP_LENGTH)
                    .putInt(LINKTYPE_ETHERNET)
                    .array());
            ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER).order(ByteOrder.LITTLE_ENDIAN);
            new ChatTraffic(connections, loss, seed, (nanos, frame) -> {
                        header.clear()
                                .putInt((int) (BEGIN_SECONDS + nanos / SECOND))
                                .putInt((int) (nanos % SECOND))
                                .putInt(frame.length)
                                .putInt(frame.length);
                        out.write(header.array());
                        out.write(frame);
                    })
                    .run(packets, halfOpen);
        }
        return 0;
    }
}
