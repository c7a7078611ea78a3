package parley.analyzer.capture;

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.OutputFile;

/**
 * Writes the pcapng format (draft-ietf-opsawg-pcapng), little-endian, one section.
 *
 * <p>What is in the file always ends with a whole block, so that it can be read while it grows, and after any failure.
 * Blocks are gathered in memory until {@link #flush}, until the buffer is full, or until a packet is a second younger
 * than the first that waits. Used by one thread.
 */
public final class PcapngWriter implements Closeable {
    private static final long LONGEST_UNFLUSHED_NANOS = 1_000_000_000L;
    private static final int NANO_DIGITS = 9;

    private final String name;
    private final WritableByteChannel channel;
    private final CaptureOrigin origin;
    private final FreeSpace space;
    private final BlockBuffer blocks = new BlockBuffer();
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private long packets;
    private long writtenOctets;
    private long firstUnflushedNanos;
    private boolean packetsWait;
    private @Nullable IOException failure;

    private PcapngWriter(String name, WritableByteChannel channel, CaptureOrigin origin, FreeSpace space) {
        this.name = name;
        this.channel = channel;
        this.origin = origin;
        this.space = space;
    }

    /**
     * Begins a file, in place of one that is there, with a section header that names this program and this system.
     *
     * @throws IOException if it cannot be written; the message is a whole sentence for the user
     */
    public static PcapngWriter create(Path file) throws IOException {
        return create(file, CaptureOrigin.here());
    }

    /**
     * Begins a file for the packets of a source, whose section header also says so where a relay made them.
     *
     * @throws IOException if it cannot be written; the message is a whole sentence for the user
     */
    public static PcapngWriter create(Path file, PacketSource source) throws IOException {
        return create(file, CaptureOrigin.here(source.relayed().orElse(null)));
    }

    /**
     * Begins a file, whose section header has a comment.
     *
     * @throws IOException if it cannot be written; the message is a whole sentence for the user
     */
    public static PcapngWriter create(Path file, String comment) throws IOException {
        return create(file, CaptureOrigin.here(comment));
    }

    static PcapngWriter create(Path file, CaptureOrigin origin) throws IOException {
        SeekableByteChannel channel;
        try {
            channel = OutputFile.create(file);
        } catch (IOException e) {
            throw new IOException(unwritable(file, e), e);
        }
        return begin(file.toString(), channel, origin, FreeSpace.of(file));
    }

    /**
     * Begins a section on standard output. Closing the writer closes it.
     *
     * @throws IOException if it cannot be written; the message is a whole sentence for the user
     */
    public static PcapngWriter toStandardOutput() throws IOException {
        return begin("standard output", new FileOutputStream(FileDescriptor.out).getChannel(), CaptureOrigin.here());
    }

    /** Writes to {@code channel}, which is empty; {@code name} is what messages call it. */
    static PcapngWriter begin(String name, WritableByteChannel channel, CaptureOrigin origin) throws IOException {
        return begin(name, channel, origin, FreeSpace.UNKNOWN);
    }

    /** Likewise, as long as there is space for it. */
    static PcapngWriter begin(String name, WritableByteChannel channel, CaptureOrigin origin, FreeSpace space)
            throws IOException {
        PcapngWriter writer = new PcapngWriter(name, channel, origin, space);
        writer.writeSectionHeader();
        try {
            writer.flush();
        } catch (IOException e) {
            writer.close();
            throw e;
        }
        return writer;
    }

    private static String unwritable(Path file, IOException e) {
        if (Files.isDirectory(file)) {
            return file + " is a directory: name a file to write the capture to";
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            return "cannot write " + file + ": there is no directory " + directory;
        }
        if (e instanceof AccessDeniedException) {
            return "cannot write " + file + ": permission denied; name a file in a directory of your own";
        }
        return "cannot write " + file + ": " + reason(e);
    }

    /** Section 4.1. */
    private void writeSectionHeader() {
        blocks.begin(PcapngFormat.SECTION_HEADER);
        blocks.putInt(PcapngFormat.BYTE_ORDER_MAGIC);
        blocks.putShort(PcapngFormat.MAJOR_VERSION);
        blocks.putShort(PcapngFormat.MINOR_VERSION);
        blocks.putLong(PcapngFormat.SECTION_LENGTH_UNKNOWN);
        String comment = origin.comment();
        if (comment != null) {
            blocks.putText(PcapngFormat.OPTION_COMMENT, comment);
        }
        blocks.putText(PcapngFormat.SECTION_HARDWARE, origin.hardware());
        blocks.putText(PcapngFormat.SECTION_OS, origin.os());
        blocks.putText(PcapngFormat.SECTION_APPLICATION, origin.application());
        blocks.putEndOfOptions();
        blocks.end();
    }

    /**
     * Describes the next interface (section 4.2), whose index is the number of those described before. Its timestamps
     * are written with the digits that they have.
     *
     * @throws IOException if the file cannot be written; the message is a whole sentence for the user
     */
    public void addInterface(CaptureInterface description) throws IOException {
        interfaces.add(description);
        begin(PcapngFormat.INTERFACE_DESCRIPTION);
        blocks.putShort(description.linkType());
        blocks.putShort(0);
        blocks.putInt(description.snapLength());
        String name = description.name();
        if (name != null) {
            blocks.putText(PcapngFormat.INTERFACE_NAME, name);
        }
        blocks.putOctet(PcapngFormat.INTERFACE_TIMESTAMP_RESOLUTION, description.timestampDigits());
        String filter = description.filter();
        if (filter != null) {
            blocks.putText(PcapngFormat.INTERFACE_FILTER, (char) PcapngFormat.FILTER_STRING + filter);
        }
        blocks.putText(PcapngFormat.INTERFACE_OS, origin.os());
        blocks.putEndOfOptions();
        blocks.end();
        drainIfFull();
    }

    /** How many interfaces have been described. */
    public int interfaceCount() {
        return interfaces.size();
    }

    /**
     * Adds a packet as an enhanced packet block (section 4.3), with its comment.
     *
     * @throws IndexOutOfBoundsException if its interface has not been described
     * @throws IOException if the file cannot be written; the message is a whole sentence for the user
     */
    public void write(Packet packet) throws IOException {
        CaptureInterface origin = interfaces.get(packet.interfaceId());
        begin(PcapngFormat.ENHANCED_PACKET);
        blocks.putInt(packet.interfaceId());
        blocks.putTimestamp(units(packet.timestampNanos(), origin));
        blocks.putInt(packet.capturedLength());
        blocks.putInt(packet.originalLength());
        blocks.putData(packet.data(), packet.offset(), packet.capturedLength());
        String comment = packet.comment();
        if (comment != null) {
            blocks.putText(PcapngFormat.OPTION_COMMENT, comment);
            blocks.putEndOfOptions();
        }
        blocks.end();
        packets++;
        drainIfFull();
        flushIfOld(packet.timestampNanos());
    }

    private void flushIfOld(long timestampNanos) throws IOException {
        if (!packetsWait) {
            packetsWait = true;
            firstUnflushedNanos = timestampNanos;
        } else if (Math.abs(timestampNanos - firstUnflushedNanos) >= LONGEST_UNFLUSHED_NANOS) {
            flush();
        }
    }

    /** Nanoseconds in the units that the interface's if_tsresol says. */
    private static long units(long nanos, CaptureInterface origin) {
        long units = nanos;
        for (int digits = NANO_DIGITS; digits > origin.timestampDigits(); digits--) {
            units = Math.floorDiv(units, 10);
        }
        return units;
    }

    /**
     * Adds interface statistics (section 4.6). Losses go to isb_ifdrop, where dumpcap puts what libpcap calls ps_drop
     * and the one count that Wireshark shows.
     *
     * @param interfaceId index of a described interface
     * @param startNanos when its capture began, in nanoseconds since 1970-01-01T00:00:00Z
     * @param endNanos when it ended
     * @param received packets that matched the filter between the two, those lost among them
     * @param dropped packets lost of these
     * @throws IOException if the file cannot be written; the message is a whole sentence for the user
     */
    public void writeStatistics(int interfaceId, long startNanos, long endNanos, long received, long dropped)
            throws IOException {
        CaptureInterface described = interfaces.get(interfaceId);
        begin(PcapngFormat.INTERFACE_STATISTICS);
        blocks.putInt(interfaceId);
        blocks.putTimestamp(units(endNanos, described));
        blocks.putTimestamp(PcapngFormat.STATISTICS_START_TIME, units(startNanos, described));
        blocks.putTimestamp(PcapngFormat.STATISTICS_END_TIME, units(endNanos, described));
        blocks.putLong(PcapngFormat.STATISTICS_INTERFACE_RECEIVED, received);
        blocks.putLong(PcapngFormat.STATISTICS_INTERFACE_DROPPED, dropped);
        blocks.putEndOfOptions();
        blocks.end();
        drainIfFull();
    }

    /**
     * Puts everything written so far into the file.
     *
     * @throws IOException if the file cannot be written; the message is a whole sentence for the user
     */
    public void flush() throws IOException {
        throwIfFailed();
        int octets = blocks.length();
        try {
            blocks.drainTo(channel);
        } catch (IOException e) {
            keepWholeBlocks();
            fail(reason(e), e);
        }
        writtenOctets += octets;
        packetsWait = false;
        space.wrote(octets);
        if (space.isShort()) {
            fail("only " + space.keptMebibytes() + " MiB are free on its disk", null);
        }
    }

    private void fail(String reason, @Nullable IOException cause) throws IOException {
        String kept = writtenOctets == 0 ? "" : "; what it holds by now is whole";
        failure = new IOException("cannot write " + name + ": " + reason + kept, cause);
        throwIfFailed();
    }

    /** A new exception each time: whoever closes this while handling the first one may not meet that very one again. */
    private void throwIfFailed() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure.getCause());
        }
    }

    /** Whether writing has failed, after which nothing more is written. */
    boolean hasFailed() {
        return failure != null;
    }

    private void begin(int type) throws IOException {
        throwIfFailed();
        blocks.begin(type);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException refused ? refused.getReason() : e.getMessage();
        return Objects.requireNonNullElse(reason, "the system gives no reason");
    }

    private void keepWholeBlocks() {
        if (!(channel instanceof SeekableByteChannel seekable)) {
            return;
        }
        try {
            long partly = seekable.position() - writtenOctets;
            writtenOctets += blocks.wholeBlocksWithin(partly);
            seekable.truncate(writtenOctets);
        } catch (IOException e) {
            // The failure that led here is the one to tell; a reader stops at the broken block.
        }
    }

    private void drainIfFull() throws IOException {
        if (blocks.isFull()) {
            flush();
        }
    }

    /** Octets written, whether or not they have reached the file yet. */
    public long octets() {
        return writtenOctets + blocks.length();
    }

    /** Packets written, whether or not they have reached the file yet. */
    public long packets() {
        return packets;
    }

    /**
     * Flushes and closes the file.
     *
     * @throws IOException if what was left could not be written; the message is a whole sentence for the user
     */
    @Override
    public void close() throws IOException {
        try (channel) {
            if (failure == null && channel.isOpen()) {
                flush();
            }
        }
    }
}
