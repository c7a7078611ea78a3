package parley.analyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.PathArguments;

/**
 * The packets of a source on their way into a pcapng file, or into several that are filled one after the other and named
 * as dumpcap names them. Each file says at its end how long the capture has run and what has been lost. Used by the
 * source's thread.
 */
public final class Recording implements Closeable {
    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final int FILE_NUMBERS = 100_000;

    private final PacketSource source;
    private final @Nullable Path file;
    private final RecordingLimits limits;
    private final Consumer<Path> whenBegun;
    private final long startNanos = WallClock.nanos();
    private final Deque<Path> kept = new ArrayDeque<>();
    private PcapngWriter writer;
    private long fileStartNanos = startNanos;
    private long[] received = new long[0];
    private long packets;
    private int files;
    private boolean full;

    /**
     * Begins the first file.
     *
     * @param source whose interfaces the files describe; closed by whoever opened it, after this
     * @param file to write, or whose name the files' names are made from; null is standard output
     * @param whenBegun is told of each file once it is there
     * @throws IOException if the file cannot be written; the message is a whole sentence for the user
     */
    public Recording(PacketSource source, @Nullable Path file, RecordingLimits limits, Consumer<Path> whenBegun)
            throws IOException {
        this.source = source;
        this.file = file;
        this.limits = limits;
        this.whenBegun = whenBegun;
        this.writer = begin();
    }

    /**
     * Records into one file that has been begun and has no interfaces yet.
     *
     * @throws IOException if the interfaces known so far cannot be written
     */
    Recording(PacketSource source, PcapngWriter begun) throws IOException {
        this.source = source;
        this.file = null;
        this.limits = RecordingLimits.NONE;
        this.whenBegun = path -> {};
        this.writer = begun;
        describeInterfaces(begun);
        begun.flush();
    }

    private PcapngWriter begin() throws IOException {
        PcapngWriter begun;
        if (file == null) {
            begun = PcapngWriter.toStandardOutput();
        } else {
            Path path = limits.numbersFiles() ? numbered(file, files + 1, LocalDateTime.now()) : file;
            begun = PcapngWriter.create(path);
            kept.add(path);
            whenBegun.accept(path);
        }
        files++;
        try {
            describeInterfaces(begun);
            begun.flush();
        } catch (IOException e) {
            begun.close();
            throw e;
        }
        return begun;
    }

    /** The name of one of several files: {@code chat.pcapng} becomes {@code chat_00001_20260714093000.pcapng}. */
    static Path numbered(Path file, int number, LocalDateTime begun) {
        String name = PathArguments.name(file);
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        String extension = dot < 0 ? "" : name.substring(dot);
        return file.resolveSibling(PathArguments.path(
                "%s_%05d_%s%s".formatted(stem, number % FILE_NUMBERS, FILE_TIME.format(begun), extension)));
    }

    private void describeInterfaces(PcapngWriter into) throws IOException {
        List<CaptureInterface> known = source.interfaces();
        for (int i = into.interfaceCount(); i < known.size(); i++) {
            into.addInterface(known.get(i));
        }
        if (received.length < known.size()) {
            received = Arrays.copyOf(received, known.size());
        }
    }

    /**
     * Adds a packet.
     *
     * @return whether there is room for another one; where not, the recording has what it may have
     * @throws IOException if a file cannot be written; the message is a whole sentence for the user
     */
    public boolean write(Packet packet) throws IOException {
        if (!nextFileWhereThisIsOver(packet.timestampNanos())) {
            return false;
        }
        if (packet.interfaceId() >= writer.interfaceCount()) {
            describeInterfaces(writer);
        }
        writer.write(packet);
        received[packet.interfaceId()]++;
        packets++;
        boolean filled = limits.octets() > 0 && writer.octets() >= limits.octets()
                || limits.packets() > 0 && writer.packets() >= limits.packets();
        return !filled || nextFile();
    }

    /**
     * Puts into the file what has been written, and begins the next one where its time has come.
     *
     * @return whether there is room for another packet
     * @throws IOException if a file cannot be written; the message is a whole sentence for the user
     */
    public boolean flush() throws IOException {
        writer.flush();
        return nextFileWhereThisIsOver(WallClock.nanos());
    }

    private boolean nextFileWhereThisIsOver(long nowNanos) throws IOException {
        return !full && (limits.nanos() == 0 || nowNanos - fileStartNanos < limits.nanos() || nextFile());
    }

    private boolean nextFile() throws IOException {
        if (limits.filesAtMost() > 0 && files >= limits.filesAtMost()) {
            full = true;
            return false;
        }
        finish();
        while (limits.filesKept() > 0 && kept.size() >= limits.filesKept()) {
            Files.deleteIfExists(kept.removeFirst());
        }
        fileStartNanos = WallClock.nanos();
        writer = begin();
        return true;
    }

    private void finish() throws IOException {
        try (PcapngWriter finishing = writer) {
            if (finishing.hasFailed()) {
                return;
            }
            describeInterfaces(finishing);
            long endNanos = WallClock.nanos();
            for (int i = 0; i < finishing.interfaceCount(); i++) {
                long dropped = source.dropped(i);
                finishing.writeStatistics(i, startNanos, endNanos, received[i] + dropped, dropped);
            }
        }
    }

    /** Packets written to all files. */
    public long packets() {
        return packets;
    }

    /** Of these, those of one interface. */
    public long packets(int interfaceId) {
        return interfaceId < received.length ? received[interfaceId] : 0;
    }

    /** Octets written to the file that is being written. */
    public long fileOctets() {
        return writer.octets();
    }

    /**
     * Ends the file.
     *
     * @throws IOException if what was left could not be written; the message is a whole sentence for the user
     */
    @Override
    public void close() throws IOException {
        finish();
    }
}
