package parley.analyzer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.KeptPackets;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.replay.packets.PacketReplay;

/** A capture for each round of a replay: from memory where there are several and it is small, otherwise opened anew. */
final class Rounds implements PacketReplay.Capture {
    /** Most octets of packets that are held in memory. */
    private static final int MOST_KEPT = 64 << 20;

    private final Path file;
    private final @Nullable KeptPackets kept;
    private @Nullable PacketSource first;
    private PacketSource last;

    private Rounds(Path file, PacketSource first, @Nullable KeptPackets kept) {
        this.file = file;
        this.first = kept == null ? first : null;
        this.kept = kept;
        this.last = first;
    }

    /**
     * Of a file.
     *
     * @param first the file, which is open already, so that it is known to be a capture; closed by whoever opened it
     */
    static Rounds of(Path file, PacketSource first, long rounds) throws IOException {
        if (rounds == 1) {
            return new Rounds(file, first, null);
        }
        Optional<KeptPackets> kept = KeptPackets.of(first, MOST_KEPT);
        return kept.isPresent() ? new Rounds(file, first, kept.get()) : new Rounds(file, CaptureFile.open(file), null);
    }

    @Override
    public PacketSource open() throws IOException {
        PacketSource opened = first;
        first = null;
        if (kept != null) {
            last = kept.source();
        } else {
            last = opened == null ? CaptureFile.open(file) : opened;
        }
        return last;
    }

    /** What ended the capture before its time, in the round that was read last. */
    Optional<CaptureFault> fault() {
        return last.fault();
    }
}
