package parley.analyzer.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.replay.packets.PacketReplay;

/** Draws, on a terminal, how much of a replay is done. */
final class ReplayProgress implements PacketReplay.Watcher {
    private static final String WIPE = "\r\u001b[K";
    /** Up to this size a file's packets are counted beforehand: of a larger one its octets have to do. */
    private static final long SMALL = 64L << 20;

    private final PrintWriter terminal;
    private final int width;
    private final long size;
    private final long loops;
    private final long packets;
    private boolean drawn;

    /**
     * Draws.
     *
     * @param width columns of the terminal, 0 for none
     * @param size octets of the file as it is stored; 0 where that is not known
     * @param packets that will be sent, all in all; 0 where that is not known
     */
    ReplayProgress(PrintWriter terminal, int width, long size, long loops, long packets) {
        this.terminal = terminal;
        this.width = width;
        this.size = size;
        this.loops = loops;
        this.packets = packets;
    }

    /** For a file; draws nothing where there is no terminal. */
    static ReplayProgress of(Path file, long loops, long limit, PrintWriter terminal) throws IOException {
        if (!Terminal.colours()) {
            return new ReplayProgress(terminal, 0, 0, 1, 0);
        }
        long size = Files.isRegularFile(file) ? Files.size(file) : 0;
        long counted = 0;
        if (size > 0 && size <= SMALL) {
            try (PacketSource source = CaptureFile.open(file)) {
                Packet packet = new Packet();
                while (source.next(packet)) {
                    counted++;
                }
            }
        }
        long all = counted > Long.MAX_VALUE / loops ? Long.MAX_VALUE : counted * loops;
        return new ReplayProgress(
                terminal,
                Terminal.measuredWidth(),
                size,
                loops,
                all == 0 && limit < Long.MAX_VALUE ? limit : Math.min(all, limit));
    }

    @Override
    public void look(long round, PacketSource source, long sent) {
        if (width == 0) {
            return;
        }
        drawn = true;
        terminal.print(WIPE + line(round, source, sent));
        terminal.flush();
    }

    /** For instance {@code  42% [========            ] 1234 of 2938 packets sent}. */
    private String line(long round, PacketSource source, long sent) {
        if (packets == 0 && size == 0) {
            return sent + " packets sent";
        }
        double share = packets > 0 ? (double) sent / packets : (round + (double) source.octetsRead() / size) / loops;
        String percent = String.format(Locale.ROOT, "%3d%% ", (int) (Math.min(1, share) * 100));
        String numbers = packets > 0 ? " %d of %d packets sent".formatted(sent, packets) : " " + sent + " packets sent";
        // The last column stays free: some terminals go to the next line behind it.
        int bar = width - 1 - percent.length() - 2 - numbers.length();
        if (bar < 5) {
            return percent;
        }
        int done = (int) (Math.min(1, share) * bar);
        return percent + "[" + "=".repeat(done) + " ".repeat(bar - done) + "]" + numbers;
    }

    void wipe() {
        if (drawn) {
            drawn = false;
            terminal.print(WIPE);
            terminal.flush();
        }
    }
}
