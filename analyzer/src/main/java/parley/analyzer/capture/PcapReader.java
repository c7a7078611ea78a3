package parley.analyzer.capture;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pcap format (draft-ietf-opsawg-pcap): a file header of 24 octets, then records of a header of 16 octets
 * (seconds, fraction, captured length, original length) and the packet. Both byte orders, micro- and nanoseconds. Alexey
 * Kuznetzov's modified format has 8 octets more in a record's header: interface, protocol and packet type.
 *
 * <p>A fraction of a second or more is carried over into the seconds.
 */
final class PcapReader implements PacketSource {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int MAGIC_MODIFIED = 0xa1b2cd34;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int MODIFIED_RECORD_HEADER = 24;

    /** Which of a record's two lengths comes first (Wireshark's libpcap.c). */
    private enum Lengths {
        CAPTURED_FIRST,
        /** Before version 2.3. */
        ORIGINAL_FIRST,
        /** In version 2.3, where programs did either: no packet has more captured than there was. */
        SMALLER_IS_CAPTURED
    }

    private final CaptureInput input;
    private final FileOrder order;
    private final int nanosPerFraction;
    private final int recordHeader;
    private final Lengths lengths;
    private final String format;
    private final CaptureInterface captureInterface;
    private long number;
    private @Nullable CaptureFault fault;

    static boolean recognises(int magicBigEndian) {
        return isMagic(magicBigEndian) || isMagic(Integer.reverseBytes(magicBigEndian));
    }

    private static boolean isMagic(int number) {
        return number == MAGIC_MICROSECONDS || number == MAGIC_NANOSECONDS || number == MAGIC_MODIFIED;
    }

    /** @throws IOException if the file header is not whole */
    PcapReader(CaptureInput input, String name) throws IOException {
        this.input = input;
        if (!input.require(FILE_HEADER)) {
            throw new IOException(name + ": the pcap file breaks off after " + input.available()
                    + " bytes, in its header of " + FILE_HEADER);
        }
        order = isMagic(FileOrder.BIG_ENDIAN.u32(input.buffer(), input.position()))
                ? FileOrder.BIG_ENDIAN
                : FileOrder.LITTLE_ENDIAN;
        boolean nanoseconds = u32(0) == MAGIC_NANOSECONDS;
        nanosPerFraction = nanoseconds ? 1 : 1000;
        recordHeader = u32(0) == MAGIC_MODIFIED ? MODIFIED_RECORD_HEADER : RECORD_HEADER;
        lengths = lengths(u16(4), u16(6));
        format = (recordHeader == RECORD_HEADER ? "pcap " : "modified pcap ") + u16(4) + "." + u16(6)
                + (nanoseconds ? ", nanoseconds" : ", microseconds");
        // The upper half of the last field holds the length of a frame check sequence, not the link type.
        captureInterface = new CaptureInterface(
                null, u32(20) & 0xffff, CaptureFile.snapLength(u32(16)), nanoseconds ? 9 : 6, null);
        input.skip(FILE_HEADER);
    }

    private static Lengths lengths(int majorVersion, int minorVersion) {
        if (majorVersion != 2 || minorVersion > 3) {
            return Lengths.CAPTURED_FIRST;
        }
        return minorVersion == 3 ? Lengths.SMALLER_IS_CAPTURED : Lengths.ORIGINAL_FIRST;
    }

    private int u16(int at) {
        return order.u16(input.buffer(), input.position() + at);
    }

    private int u32(int at) {
        return order.u32(input.buffer(), input.position() + at);
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        if (fault != null) {
            return false;
        }
        if (!input.require(recordHeader)) {
            String damage = input.damage();
            if (damage != null || input.available() > 0) {
                fault = new CaptureFault(
                        input.offset(), damage == null ? "the file ends inside a record's header" : damage);
            }
            return false;
        }
        int captured = u32(8);
        int original = u32(12);
        boolean swapped = lengths == Lengths.ORIGINAL_FIRST
                || (lengths == Lengths.SMALLER_IS_CAPTURED && Integer.compareUnsigned(captured, original) > 0);
        if (swapped) {
            captured = original;
            original = u32(8);
        }
        if (captured < 0 || captured > CaptureFile.LARGEST_PACKET) {
            fault = new CaptureFault(
                    input.offset(),
                    "a packet claims " + Integer.toUnsignedString(captured) + " bytes, more than the "
                            + CaptureFile.LARGEST_PACKET + " that one may have");
            return false;
        }
        if (!input.require(recordHeader + captured)) {
            String damage = input.damage();
            fault = new CaptureFault(
                    input.offset(),
                    damage != null
                            ? damage
                            : "the file ends inside a packet: " + (input.available() - recordHeader) + " of its "
                                    + captured + " captured bytes are there");
            return false;
        }
        long seconds = u32(0) & 0xffff_ffffL;
        long fraction = u32(4) & 0xffff_ffffL;
        packet.set(
                ++number,
                seconds * 1_000_000_000L + fraction * nanosPerFraction,
                0,
                captureInterface.linkType(),
                input.buffer(),
                input.position() + recordHeader,
                captured,
                Math.max(original, captured));
        input.skip(recordHeader + captured);
        return true;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return List.of(captureInterface);
    }

    @Override
    public Optional<CaptureFault> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public Optional<FileDetails> details() {
        return Optional.of(new FileDetails(
                format,
                order.displayName(),
                input.compression(),
                1,
                null,
                null,
                null,
                List.of(),
                List.of(),
                new TreeMap<>()));
    }

    @Override
    public long octetsRead() {
        return input.octetsRead();
    }

    @Override
    public long dropped() {
        return 0;
    }

    @Override
    public void stop() {
        // A file ends by itself.
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
