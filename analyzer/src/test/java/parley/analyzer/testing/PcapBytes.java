package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Crafts pcap files. */
public final class PcapBytes {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final ByteOrder order;
    private final boolean nanoseconds;

    /** A file header; timestamps have microseconds or nanoseconds. */
    public PcapBytes(ByteOrder order, boolean nanoseconds, int linkType) {
        this(order, nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4, linkType);
    }

    /** A file header of any magic number and version 2.{@code minor}. */
    public PcapBytes(ByteOrder order, int magic, int minor, int linkType) {
        this.order = order;
        this.nanoseconds = magic == 0xa1b23c4d;
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(magic).putShort((short) 2).putShort((short) minor);
        header.putInt(0).putInt(0).putInt(262_144).putInt(linkType);
        file.writeBytes(header.array());
    }

    /** A little-endian file with nanoseconds. */
    public static byte[] of(int linkType, List<Frame> frames) {
        PcapBytes bytes = new PcapBytes(ByteOrder.LITTLE_ENDIAN, true, linkType);
        frames.forEach(bytes::packet);
        return bytes.octets();
    }

    public PcapBytes packet(Frame frame) {
        long fraction = frame.nanos() % 1_000_000_000L;
        return record(
                frame.nanos() / 1_000_000_000L,
                nanoseconds ? fraction : fraction / 1000,
                frame.octets().length,
                frame.originalLength(),
                frame.octets());
    }

    /** A record whose header says what is given, whatever the truth is; only the lower 32 bits of each count. */
    public PcapBytes record(long seconds, long fraction, long captured, long original, byte[] octets) {
        ByteBuffer header = ByteBuffer.allocate(16).order(order);
        header.putInt((int) seconds)
                .putInt((int) fraction)
                .putInt((int) captured)
                .putInt((int) original);
        file.writeBytes(header.array());
        file.writeBytes(octets);
        return this;
    }

    public int length() {
        return file.size();
    }

    public byte[] octets() {
        return file.toByteArray();
    }
}
