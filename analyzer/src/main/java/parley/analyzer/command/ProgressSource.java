package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/**
 * A source that draws, on a terminal, how much of its files has been read: from a second after its beginning until it
 * ends, when the line is wiped.
 */
final class ProgressSource extends ForwardingSource {
    private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_NANOS = Duration.ofMillis(100).toNanos();
    private static final double NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();
    private static final int PACKETS_BETWEEN_LOOKS = 1 << 10;
    private static final double MEGABYTE = 1e6;
    private static final String WIPE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final int width;
    private final long size;
    private final LongSupplier nanoTime;
    private final long start;
    private long next;
    private int packets;
    private boolean drawn;

    /**
     * Watches a source.
     *
     * @param width columns of the terminal
     * @param size octets of all files as they are stored, at least 1
     * @param nanoTime {@link System#nanoTime}
     */
    ProgressSource(PacketSource source, PrintWriter terminal, int width, long size, LongSupplier nanoTime) {
        super(source);
        this.terminal = terminal;
        this.width = width;
        this.size = size;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.next = start + QUIET_NANOS;
    }

    /** The source, watched where there is a terminal and the files have a size. */
    static PacketSource watch(PacketSource source, List<Path> files, PrintWriter terminal) throws IOException {
        long size = 0;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                return source;
            }
            size += Files.size(file);
        }
        return size > 0 && Terminal.colours()
                ? new ProgressSource(source, terminal, Terminal.measuredWidth(), size, System::nanoTime)
                : source;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (++packets == PACKETS_BETWEEN_LOOKS) {
            packets = 0;
            look();
        }
        boolean isThere = false;
        try {
            isThere = source().next(packet);
        } finally {
            if (!isThere) {
                wipe();
            }
        }
        return isThere;
    }

    private void look() {
        long now = nanoTime.getAsLong();
        if (now - next < 0) {
            return;
        }
        next = now + BETWEEN_NANOS;
        drawn = true;
        terminal.print(WIPE + line(octetsRead(), now - start));
        terminal.flush();
    }

    /** For instance {@code  42% [========            ] 1234 of 2938 MB, 310 MB/s, 6 s left}. */
    private String line(long read, long nanos) {
        double share = Math.min(1, (double) read / size);
        double perSecond = read / (nanos / NANOS_A_SECOND);
        long left = Math.round((size - read) / Math.max(1, perSecond));
        String numbers = String.format(
                Locale.ROOT,
                " %.0f of %.0f MB, %.0f MB/s, %d s left",
                read / MEGABYTE,
                size / MEGABYTE,
                perSecond / MEGABYTE,
                Math.max(0, left));
        String percent = String.format(Locale.ROOT, "%3d%% ", (int) (share * 100));
        // The last column stays free: some terminals go to the next line behind it.
        int bar = width - 1 - percent.length() - 2 - numbers.length();
        if (bar < 5) {
            return percent;
        }
        int done = (int) (share * bar);
        return percent + "[" + "=".repeat(done) + " ".repeat(bar - done) + "]" + numbers;
    }

    private void wipe() {
        if (drawn) {
            drawn = false;
            terminal.print(WIPE);
            terminal.flush();
        }
    }

    @Override
    public void close() throws IOException {
        wipe();
        super.close();
    }
}
