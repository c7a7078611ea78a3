package parley.analyzer.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, several interfaces, enhanced,
 * simple and obsolete packet blocks, names. Other blocks are passed over by their length, as section 3.1 asks.
 */
final class PcapngReader implements PacketSource {
    /** The largest block that is held whole: a packet of the largest size with generous options. */
    private static final int LARGEST_BLOCK = CaptureFile.LARGEST_PACKET + (1 << 20);

    private static final int LARGEST_INTERFACE_COUNT = 1 << 16;

    /** Characters of names and filters that are kept of all interfaces together. */
    static final int LARGEST_INTERFACE_TEXT = 1 << 22;

    private final CaptureInput input;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private final List<TimestampResolution> resolutions = new ArrayList<>();
    /** By interface: what its last statistics say, which count from the start of the capture (section 4.6). */
    private final List<Long> drops = new ArrayList<>();

    private final PcapngOptions options = new PcapngOptions();
    private final SectionNotes notes = new SectionNotes();
    private FileOrder order = FileOrder.LITTLE_ENDIAN;
    private int sectionFirstInterface;
    private int interfaceTextLeft = LARGEST_INTERFACE_TEXT;
    private long blockOffset;
    private long number;
    private @Nullable CaptureFault fault;

    /** @throws IOException if the first section header is not whole, or does not begin as one must */
    PcapngReader(CaptureInput input, String name) throws IOException {
        this.input = input;
        if (!input.require(PcapngFormat.MINIMUM_BLOCK_LENGTH)) {
            throw new IOException(
                    name + ": the pcapng file breaks off after " + input.available() + " bytes, in its first block");
        }
        if (!readByteOrder()) {
            throw new IOException(
                    name + " begins like pcapng, but has no byte-order magic after 8 bytes: it is damaged,"
                            + " or no capture");
        }
        long length = u32(4) & 0xffff_ffffL;
        if (length < PcapngFormat.MINIMUM_BLOCK_LENGTH || length > LARGEST_BLOCK) {
            throw new IOException(name + ": the first block claims " + length + " bytes: the file is damaged");
        }
        if (!input.require((int) length)) {
            String damage = input.damage();
            throw new IOException(name + ": "
                    + (damage != null
                            ? damage
                            : "the pcapng file breaks off after " + input.available() + " bytes, in its first block of "
                                    + length));
        }
    }

    /** Learns the byte order of the section header block at the input's position. */
    private boolean readByteOrder() {
        int magic = FileOrder.LITTLE_ENDIAN.u32(input.buffer(), input.position() + PcapngFormat.BLOCK_HEADER_LENGTH);
        if (magic != PcapngFormat.BYTE_ORDER_MAGIC && magic != PcapngFormat.BYTE_ORDER_MAGIC_SWAPPED) {
            return false;
        }
        order = magic == PcapngFormat.BYTE_ORDER_MAGIC ? FileOrder.LITTLE_ENDIAN : FileOrder.BIG_ENDIAN;
        return true;
    }

    private int u32(long at) {
        return order.u32(input.buffer(), input.position() + at);
    }

    private int u16(long at) {
        return order.u16(input.buffer(), input.position() + at);
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        while (fault == null) {
            blockOffset = input.offset();
            if (!input.require(PcapngFormat.BLOCK_HEADER_LENGTH)) {
                if (input.available() > 0 || input.damage() != null) {
                    broken("the file ends inside a block's header");
                }
                return false;
            }
            int type = u32(0);
            if (type == PcapngFormat.SECTION_HEADER && !startSection()) {
                return false;
            }
            long length = u32(4) & 0xffff_ffffL;
            if (length < PcapngFormat.MINIMUM_BLOCK_LENGTH || length % 4 != 0) {
                broken("a block claims " + length + " bytes: its length is damaged");
            } else if (!isUsed(type) || (type == PcapngFormat.NAME_RESOLUTION && length > LARGEST_BLOCK)) {
                passOver(type, length);
            } else if (requireBlock(length)) {
                boolean isPacket = readBlock(type, (int) length, packet);
                input.skip((int) length);
                if (isPacket && fault == null) {
                    number++;
                    return true;
                }
            }
        }
        return false;
    }

    /** A section has its own byte order and counts its interfaces anew (section 4.1). */
    private boolean startSection() throws IOException {
        if (!input.require(PcapngFormat.MINIMUM_BLOCK_LENGTH)) {
            broken("the file ends inside a section header");
        } else if (!readByteOrder()) {
            broken("a section header has no byte-order magic");
        }
        sectionFirstInterface = interfaces.size();
        return fault == null;
    }

    private static boolean isUsed(int type) {
        return switch (type) {
            case PcapngFormat.SECTION_HEADER,
                    PcapngFormat.INTERFACE_DESCRIPTION,
                    PcapngFormat.PACKET,
                    PcapngFormat.SIMPLE_PACKET,
                    PcapngFormat.NAME_RESOLUTION,
                    PcapngFormat.ENHANCED_PACKET,
                    PcapngFormat.INTERFACE_STATISTICS -> true;
            default -> false;
        };
    }

    private void passOver(int type, long length) throws IOException {
        notes.passedOver(type);
        if (isNumbered(type)) {
            number++;
        }
        long untilTrailer = length - PcapngFormat.BLOCK_TRAILER_LENGTH;
        if (!input.skipFully(untilTrailer) || !input.require(PcapngFormat.BLOCK_TRAILER_LENGTH)) {
            endsInside(length, input.offset() + input.available() - blockOffset);
            return;
        }
        checkTrailer(length, u32(0) & 0xffff_ffffL);
        input.skip(PcapngFormat.BLOCK_TRAILER_LENGTH);
    }

    /** Wireshark gives these a frame number, though they are no packets (pcapng.c). */
    private static boolean isNumbered(int type) {
        return switch (type) {
            case PcapngFormat.CUSTOM, PcapngFormat.CUSTOM_NOT_COPIED, PcapngFormat.SYSTEMD_JOURNAL_EXPORT -> true;
            default -> false;
        };
    }

    private boolean requireBlock(long length) throws IOException {
        if (length > LARGEST_BLOCK) {
            broken("a block claims " + length + " bytes, more than the " + LARGEST_BLOCK + " that one may have");
        } else if (!input.require((int) length)) {
            endsInside(length, input.available());
        } else {
            checkTrailer(length, u32(length - PcapngFormat.BLOCK_TRAILER_LENGTH) & 0xffff_ffffL);
        }
        return fault == null;
    }

    private void endsInside(long length, long present) {
        broken("the file ends inside a block: " + present + " of its " + length + " bytes are there");
    }

    private void checkTrailer(long length, long trailer) {
        if (length != trailer) {
            broken("a block claims " + length + " bytes at its start and " + trailer + " at its end");
        }
    }

    private void broken(String reason) {
        if (fault == null) {
            String damage = input.damage();
            fault = new CaptureFault(blockOffset, damage == null ? reason : damage);
        }
    }

    /** Reads the whole block at the position; true where it is a packet. */
    private boolean readBlock(int type, int length, Packet packet) {
        int body = length - PcapngFormat.MINIMUM_BLOCK_LENGTH;
        int fixed = fixedLength(type);
        if (body < fixed) {
            broken("a block of type " + type + " claims " + length + " bytes, fewer than the "
                    + (fixed + PcapngFormat.MINIMUM_BLOCK_LENGTH) + " that one has at least");
            return false;
        }
        int at = PcapngFormat.BLOCK_HEADER_LENGTH;
        int end = at + body;
        return switch (type) {
            case PcapngFormat.ENHANCED_PACKET -> readPacket(u32(at), at + 4, at + fixed, end, packet);
            case PcapngFormat.PACKET -> readPacket(u16(at), at + 4, at + fixed, end, packet);
            case PcapngFormat.SIMPLE_PACKET -> readSimplePacket(at, end, packet);
            default -> {
                readDescription(type, at, at + fixed, end);
                yield false;
            }
        };
    }

    private static int fixedLength(int type) {
        return switch (type) {
            case PcapngFormat.SECTION_HEADER -> PcapngFormat.SECTION_HEADER_FIXED_LENGTH;
            case PcapngFormat.INTERFACE_DESCRIPTION -> PcapngFormat.INTERFACE_DESCRIPTION_FIXED_LENGTH;
            case PcapngFormat.PACKET -> PcapngFormat.PACKET_FIXED_LENGTH;
            case PcapngFormat.SIMPLE_PACKET -> PcapngFormat.SIMPLE_PACKET_FIXED_LENGTH;
            case PcapngFormat.ENHANCED_PACKET -> PcapngFormat.ENHANCED_PACKET_FIXED_LENGTH;
            case PcapngFormat.NAME_RESOLUTION -> 0;
            default -> PcapngFormat.INTERFACE_STATISTICS_FIXED_LENGTH;
        };
    }

    private void readDescription(int type, int at, int optionsAt, int end) {
        switch (type) {
            case PcapngFormat.SECTION_HEADER -> readSectionHeader(at, optionsAt, end);
            case PcapngFormat.INTERFACE_DESCRIPTION -> readInterface(at, optionsAt, end);
            case PcapngFormat.NAME_RESOLUTION ->
                notes.names(input.buffer(), order, input.position() + at, input.position() + end);
            default -> readStatistics(at, optionsAt, end);
        }
    }

    private PcapngOptions options(int from, int end) {
        long base = input.position();
        return options.at(input.buffer(), base + from, base + end, order);
    }

    private void checkOptions(String owner) {
        if (options.isBroken()) {
            broken("an option of " + owner + " claims " + options.length() + " bytes, more than its block holds");
        }
    }

    private void readSectionHeader(int at, int optionsAt, int end) {
        int major = u16(at + 4);
        if (major != PcapngFormat.MAJOR_VERSION) {
            broken("a section has format version " + major + "." + u16(at + 6) + ", where " + PcapngFormat.MAJOR_VERSION
                    + "." + PcapngFormat.MINOR_VERSION + " is the one known");
            return;
        }
        PcapngOptions option = options(optionsAt, end);
        notes.section();
        while (option.next()) {
            notes.sectionOption(option);
        }
        checkOptions("a section header");
    }

    private void readInterface(int at, int optionsAt, int end) {
        if (interfaces.size() == LARGEST_INTERFACE_COUNT) {
            broken("more than " + LARGEST_INTERFACE_COUNT + " interfaces");
            return;
        }
        String name = null;
        String filter = null;
        int resolution = PcapngFormat.DEFAULT_RESOLUTION;
        long offset = 0;
        PcapngOptions option = options(optionsAt, end);
        while (option.next()) {
            switch (option.code()) {
                case PcapngFormat.INTERFACE_NAME -> name = option.text(0);
                case PcapngFormat.INTERFACE_FILTER -> filter = filter(option);
                case PcapngFormat.INTERFACE_TIMESTAMP_RESOLUTION ->
                    resolution = option.length() == 1 ? option.u8(0) : PcapngFormat.DEFAULT_RESOLUTION;
                case PcapngFormat.INTERFACE_TIMESTAMP_OFFSET -> offset = option.length() == 8 ? option.u64() : 0;
                default -> {
                    // Says nothing about how to read the packets.
                }
            }
        }
        checkOptions("an interface");
        TimestampResolution timestamps = TimestampResolution.of(resolution, offset);
        resolutions.add(timestamps);
        drops.add(0L);
        interfaces.add(new CaptureInterface(
                kept(name), u16(at), CaptureFile.snapLength(u32(at + 4)), timestamps.digits(), kept(filter)));
    }

    private @Nullable String kept(@Nullable String text) {
        if (text == null || text.length() > interfaceTextLeft) {
            return null;
        }
        interfaceTextLeft -= text.length();
        return text;
    }

    private static @Nullable String filter(PcapngOptions option) {
        return option.length() > 1 && option.u8(0) == PcapngFormat.FILTER_STRING ? option.text(1) : null;
    }

    private void readStatistics(int at, int optionsAt, int end) {
        long dropped = 0;
        PcapngOptions option = options(optionsAt, end);
        while (option.next()) {
            boolean counts = option.code() == PcapngFormat.STATISTICS_INTERFACE_DROPPED
                    || option.code() == PcapngFormat.STATISTICS_OS_DROPPED;
            if (counts && option.length() == 8) {
                dropped += Math.max(0, option.u64());
            }
        }
        checkOptions("interface statistics");
        int interfaceId = interfaceId(u32(at));
        if (interfaceId >= 0) {
            drops.set(interfaceId, dropped);
        }
    }

    /** The index in {@link #interfaces} of one that the section has described, else -1. */
    private int interfaceId(int interfaceInSection) {
        long id = sectionFirstInterface + (interfaceInSection & 0xffff_ffffL);
        return id < interfaces.size() ? (int) id : -1;
    }

    private boolean readPacket(int interfaceInSection, int timestampAt, int dataAt, int end, Packet packet) {
        int interfaceId = interfaceId(interfaceInSection);
        if (interfaceId < 0) {
            broken("a packet names interface " + Integer.toUnsignedString(interfaceInSection)
                    + ", which its section has not described");
            return false;
        }
        long captured = u32(timestampAt + 8) & 0xffff_ffffL;
        if (!isPossible(captured, (long) end - dataAt)) {
            return false;
        }
        long units = ((u32(timestampAt) & 0xffff_ffffL) << 32) | (u32(timestampAt + 4) & 0xffff_ffffL);
        TimestampResolution resolution = resolutions.get(interfaceId);
        boolean representable = resolution.isRepresentable(units);
        long nanos = representable ? resolution.toNanos(units) : 0;
        set(packet, interfaceId, nanos, dataAt, (int) captured, u32(timestampAt + 12));
        if (!representable) {
            packet.setWithoutTimestamp();
        }
        readComments(dataAt + (int) PcapngFormat.padded(captured), end, packet);
        return true;
    }

    private boolean isPossible(long captured, long room) {
        if (captured > room) {
            broken("a packet claims " + captured + " bytes, more than the " + room + " that its block has for it");
        } else if (captured > CaptureFile.LARGEST_PACKET) {
            broken("a packet claims " + captured + " bytes, more than the " + CaptureFile.LARGEST_PACKET
                    + " that one may have");
        }
        return fault == null;
    }

    private void readComments(int optionsAt, int end, Packet packet) {
        StringBuilder comments = null;
        PcapngOptions option = options(optionsAt, end);
        while (option.next()) {
            if (option.code() == PcapngFormat.OPTION_COMMENT) {
                comments = comments == null ? new StringBuilder() : comments.append('\n');
                comments.append(option.text(0));
            }
        }
        checkOptions("a packet");
        packet.setComment(comments == null ? null : comments.toString());
    }

    /** A simple packet block: the section's first interface, no timestamp (section 4.4). */
    private boolean readSimplePacket(int at, int end, Packet packet) {
        int interfaceId = interfaceId(0);
        if (interfaceId < 0) {
            broken("a simple packet comes before its section has described an interface");
            return false;
        }
        int original = u32(at);
        int snapLength = interfaces.get(interfaceId).snapLength();
        int dataAt = at + PcapngFormat.SIMPLE_PACKET_FIXED_LENGTH;
        long captured = Math.min(original & 0xffff_ffffL, (long) end - dataAt);
        if (snapLength > 0) {
            captured = Math.min(captured, snapLength);
        }
        if (!isPossible(captured, captured)) {
            return false;
        }
        set(packet, interfaceId, 0, dataAt, (int) captured, original);
        packet.setWithoutTimestamp();
        return true;
    }

    private void set(Packet packet, int interfaceId, long nanos, int dataAt, int captured, int original) {
        packet.set(
                number + 1,
                nanos,
                interfaceId,
                interfaces.get(interfaceId).linkType(),
                input.buffer(),
                input.position() + dataAt,
                captured,
                Math.max(original, captured));
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return Collections.unmodifiableList(interfaces);
    }

    @Override
    public Optional<CaptureFault> fault() {
        return Optional.ofNullable(fault);
    }

    @Override
    public Optional<FileDetails> details() {
        return Optional.of(notes.details(order.displayName(), input.compression()));
    }

    @Override
    public long octetsRead() {
        return input.octetsRead();
    }

    @Override
    public long dropped() {
        return drops.stream().mapToLong(Long::longValue).sum();
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
