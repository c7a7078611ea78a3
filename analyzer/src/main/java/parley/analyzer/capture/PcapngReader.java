package parley.analyzer.capture;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, several interfaces, enhanced,
 * simple and obsolete packet blocks. Other blocks are passed over by their length, as section 3.1 asks.
 */
final class PcapngReader implements PacketSource {
    /** The largest block that is held whole: a packet of the largest size with generous options. */
    private static final int LARGEST_BLOCK = CaptureFile.LARGEST_PACKET + (1 << 20);

    private static final int LARGEST_INTERFACE_COUNT = 1 << 16;

    private final CaptureInput input;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private final List<TimestampResolution> resolutions = new ArrayList<>();
    private ValueLayout.OfInt u32 = ValueLayout.JAVA_INT_UNALIGNED;
    private ValueLayout.OfShort u16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private int sectionFirstInterface;
    private long number;
    private long dropped;
    private @Nullable CaptureFault fault;

    /** @throws IOException if the first section header is not whole and right */
    PcapngReader(CaptureInput input, String name) throws IOException {
        this.input = input;
        if (!input.require(PcapngFormat.BLOCK_HEADER_LENGTH + 4) || !readByteOrder()) {
            throw new IOException(name + ": the pcapng section header breaks off or has no byte-order magic");
        }
    }

    /** Learns the byte order of the section header block at the input's position. */
    private boolean readByteOrder() {
        ValueLayout.OfInt little = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
        int magic = input.buffer().get(little, input.position() + PcapngFormat.BLOCK_HEADER_LENGTH);
        if (magic != PcapngFormat.BYTE_ORDER_MAGIC && magic != PcapngFormat.BYTE_ORDER_MAGIC_SWAPPED) {
            return false;
        }
        ByteOrder order = magic == PcapngFormat.BYTE_ORDER_MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        u32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        u16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        return true;
    }

    private int u32(long at) {
        return input.buffer().get(u32, input.position() + at);
    }

    private int u16(long at) {
        return input.buffer().get(u16, input.position() + at) & 0xffff;
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        while (fault == null) {
            if (!input.require(PcapngFormat.BLOCK_HEADER_LENGTH)) {
                if (input.available() > 0) {
                    broken("the last block's header breaks off");
                }
                return false;
            }
            int type = u32(0);
            if (type == PcapngFormat.SECTION_HEADER) {
                if (!input.require(PcapngFormat.BLOCK_HEADER_LENGTH + 4) || !readByteOrder()) {
                    broken("a section header has no byte-order magic");
                    return false;
                }
                sectionFirstInterface = interfaces.size();
            }
            long length = u32(4) & 0xffff_ffffL;
            if (length < PcapngFormat.MINIMUM_BLOCK_LENGTH || length % 4 != 0) {
                broken("a block claims " + length + " octets, which no block can have");
                return false;
            }
            if (isUsed(type)) {
                if (!requireBlock(length)) {
                    return false;
                }
                boolean isPacket = readBlock(type, (int) length, packet);
                if (fault != null) {
                    return false;
                }
                input.skip((int) length);
                if (isPacket) {
                    return true;
                }
            } else if (!input.skipFully(length)) {
                broken("the last block breaks off");
            }
        }
        return false;
    }

    private static boolean isUsed(int type) {
        return switch (type) {
            case PcapngFormat.SECTION_HEADER,
                    PcapngFormat.INTERFACE_DESCRIPTION,
                    PcapngFormat.PACKET,
                    PcapngFormat.SIMPLE_PACKET,
                    PcapngFormat.ENHANCED_PACKET,
                    PcapngFormat.INTERFACE_STATISTICS -> true;
            default -> false;
        };
    }

    private boolean requireBlock(long length) throws IOException {
        if (length > LARGEST_BLOCK) {
            broken("a block claims " + length + " octets, more than the " + LARGEST_BLOCK + " that one may have");
            return false;
        }
        if (!input.require((int) length)) {
            broken("the last block has " + input.available() + " of its " + length + " octets");
            return false;
        }
        if (u32(length - PcapngFormat.BLOCK_TRAILER_LENGTH) != (int) length) {
            broken("a block's two lengths differ");
            return false;
        }
        return true;
    }

    private void broken(String reason) {
        fault = new CaptureFault(input.offset(), reason);
    }

    /** Reads the whole block at the position; true where it is a packet. */
    private boolean readBlock(int type, int length, Packet packet) {
        int body = length - PcapngFormat.MINIMUM_BLOCK_LENGTH;
        int fixed = fixedLength(type);
        if (body < fixed) {
            broken("a block of type " + type + " has a body of " + body + " octets, fewer than its " + fixed);
            return false;
        }
        int at = PcapngFormat.BLOCK_HEADER_LENGTH;
        int end = at + body;
        switch (type) {
            case PcapngFormat.INTERFACE_DESCRIPTION -> readInterface(at, end);
            case PcapngFormat.INTERFACE_STATISTICS -> readStatistics(at + fixed, end);
            case PcapngFormat.ENHANCED_PACKET -> {
                return readPacket(u32(at), at + 4, at + fixed, end, packet);
            }
            case PcapngFormat.PACKET -> {
                return readPacket(u16(at), at + 4, at + fixed, end, packet);
            }
            case PcapngFormat.SIMPLE_PACKET -> {
                return readSimplePacket(at, end, packet);
            }
            default -> {
                // A section header's options say nothing about its packets.
            }
        }
        return false;
    }

    private static int fixedLength(int type) {
        return switch (type) {
            case PcapngFormat.SECTION_HEADER -> PcapngFormat.SECTION_HEADER_FIXED_LENGTH;
            case PcapngFormat.INTERFACE_DESCRIPTION -> PcapngFormat.INTERFACE_DESCRIPTION_FIXED_LENGTH;
            case PcapngFormat.PACKET -> PcapngFormat.PACKET_FIXED_LENGTH;
            case PcapngFormat.SIMPLE_PACKET -> PcapngFormat.SIMPLE_PACKET_FIXED_LENGTH;
            case PcapngFormat.ENHANCED_PACKET -> PcapngFormat.ENHANCED_PACKET_FIXED_LENGTH;
            default -> PcapngFormat.INTERFACE_STATISTICS_FIXED_LENGTH;
        };
    }

    private void readInterface(int at, int end) {
        if (interfaces.size() == LARGEST_INTERFACE_COUNT) {
            broken("more than " + LARGEST_INTERFACE_COUNT + " interfaces");
            return;
        }
        String name = null;
        String filter = null;
        int resolution = PcapngFormat.DEFAULT_RESOLUTION;
        long offset = 0;
        int option = at + PcapngFormat.INTERFACE_DESCRIPTION_FIXED_LENGTH;
        while (option + PcapngFormat.OPTION_HEADER_LENGTH <= end && u16(option) != PcapngFormat.OPTION_END) {
            int size = u16(option + 2);
            int value = option + PcapngFormat.OPTION_HEADER_LENGTH;
            if (value + size > end) {
                broken("an option of an interface is longer than its block");
                return;
            }
            switch (u16(option)) {
                case PcapngFormat.INTERFACE_NAME -> name = text(value, size);
                case PcapngFormat.INTERFACE_FILTER -> filter = size > 1 ? text(value + 1, size - 1) : null;
                case PcapngFormat.INTERFACE_TIMESTAMP_RESOLUTION ->
                    resolution = size > 0 ? u8(value) : PcapngFormat.DEFAULT_RESOLUTION;
                case PcapngFormat.INTERFACE_TIMESTAMP_OFFSET -> offset = size == 8 ? u64(value) : 0;
                default -> {
                    // Says nothing about how to read the packets.
                }
            }
            option = value + (int) PcapngFormat.padded(size);
        }
        TimestampResolution timestamps = TimestampResolution.of(resolution, offset);
        resolutions.add(timestamps);
        interfaces.add(new CaptureInterface(name, u16(at), u32(at + 4), timestamps.digits(), filter));
    }

    private void readStatistics(int options, int end) {
        int option = options;
        while (option + PcapngFormat.OPTION_HEADER_LENGTH <= end && u16(option) != PcapngFormat.OPTION_END) {
            int size = u16(option + 2);
            int value = option + PcapngFormat.OPTION_HEADER_LENGTH;
            if (value + size > end) {
                broken("an option of interface statistics is longer than its block");
                return;
            }
            boolean drops = u16(option) == PcapngFormat.STATISTICS_INTERFACE_DROPPED
                    || u16(option) == PcapngFormat.STATISTICS_OS_DROPPED;
            if (drops && size == 8) {
                dropped += u64(value);
            }
            option = value + (int) PcapngFormat.padded(size);
        }
    }

    private boolean readPacket(int interfaceInSection, int timestampAt, int dataAt, int end, Packet packet) {
        int interfaceId = sectionFirstInterface + interfaceInSection;
        if (interfaceInSection < 0 || interfaceId >= interfaces.size()) {
            broken("a packet names interface " + interfaceInSection + ", which the section has not described");
            return false;
        }
        int captured = u32(timestampAt + 8);
        int original = u32(timestampAt + 12);
        if (captured < 0 || captured > CaptureFile.LARGEST_PACKET || dataAt + captured > end) {
            broken("a packet claims " + Integer.toUnsignedString(captured) + " octets, more than its block holds");
            return false;
        }
        long units = (u32(timestampAt) & 0xffff_ffffL) << 32 | u32(timestampAt + 4) & 0xffff_ffffL;
        set(packet, interfaceId, resolutions.get(interfaceId).toNanos(units), dataAt, captured, original);
        readComment(dataAt + (int) PcapngFormat.padded(captured), end, packet);
        return true;
    }

    private void readComment(int options, int end, Packet packet) {
        int option = options;
        while (option + PcapngFormat.OPTION_HEADER_LENGTH <= end && u16(option) != PcapngFormat.OPTION_END) {
            int size = u16(option + 2);
            int value = option + PcapngFormat.OPTION_HEADER_LENGTH;
            if (value + size > end) {
                broken("an option of a packet is longer than its block");
                return;
            }
            if (u16(option) == PcapngFormat.OPTION_COMMENT) {
                packet.setComment(text(value, size));
            }
            option = value + (int) PcapngFormat.padded(size);
        }
    }

    /** A simple packet block: the section's first interface, no timestamp (section 4.4). */
    private boolean readSimplePacket(int at, int end, Packet packet) {
        if (sectionFirstInterface >= interfaces.size()) {
            broken("a simple packet comes before any interface");
            return false;
        }
        int original = u32(at);
        int snapLength = interfaces.get(sectionFirstInterface).snapLength();
        int dataAt = at + PcapngFormat.SIMPLE_PACKET_FIXED_LENGTH;
        long captured = Math.min(original & 0xffff_ffffL, (long) end - dataAt);
        if (snapLength > 0) {
            captured = Math.min(captured, snapLength);
        }
        set(packet, sectionFirstInterface, 0, dataAt, (int) captured, original);
        return true;
    }

    private void set(Packet packet, int interfaceId, long nanos, int dataAt, int captured, int original) {
        packet.set(
                ++number,
                nanos,
                interfaceId,
                interfaces.get(interfaceId).linkType(),
                input.buffer(),
                input.position() + dataAt,
                captured,
                Math.max(original, captured));
    }

    private int u8(int at) {
        return input.buffer().get(ValueLayout.JAVA_BYTE, input.position() + at) & 0xff;
    }

    /** 64 bits as two 32-bit words in the section's order, as options hold them. */
    private long u64(int at) {
        return input.buffer().get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(u32.order()), input.position() + at);
    }

    private String text(int at, int size) {
        MemorySegment value = input.buffer().asSlice(input.position() + at, size);
        return new String(value.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
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
    public long dropped() {
        return dropped;
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
