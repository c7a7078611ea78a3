package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Crafts pcapng files block by block, independently of the product's own writer. */
public final class PcapngBytes {
    /** An option of a block: its code and its value, which is padded when written. */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    public record Option(int code, byte[] value) {
        public static Option text(int code, String value) {
            return new Option(code, value.getBytes(StandardCharsets.UTF_8));
        }

        public static Option octet(int code, int value) {
            return new Option(code, new byte[] {(byte) value});
        }
    }

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private ByteOrder order;

    /** A file that begins with a section of this byte order. */
    public PcapngBytes(ByteOrder order) {
        this.order = order;
        section(order);
    }

    /** A little-endian file of one interface with nanoseconds. */
    public static byte[] of(int linkType, List<Frame> frames) {
        PcapngBytes bytes = new PcapngBytes(ByteOrder.LITTLE_ENDIAN).networkInterface(linkType, 0, Option.octet(9, 9));
        frames.forEach(frame -> bytes.packet(0, frame.nanos(), frame));
        return bytes.octets();
    }

    /** A section header block, version 1.0. */
    public PcapngBytes section(ByteOrder sectionOrder, Option... options) {
        order = sectionOrder;
        byte[] body = octets(
                16,
                to -> to.putInt(0x1A2B3C4D)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
        return block(0x0A0D0D0A, body, options(options));
    }

    /** An interface description block. */
    public PcapngBytes networkInterface(int linkType, int snapLength, Option... options) {
        byte[] body = octets(
                8, to -> to.putShort((short) linkType).putShort((short) 0).putInt(snapLength));
        return block(1, body, options(options));
    }

    /** An enhanced packet block; {@code units} are the interface's. */
    public PcapngBytes packet(int interfaceId, long units, Frame frame, Option... options) {
        byte[] body = octets(
                20,
                to -> to.putInt(interfaceId)
                        .putInt((int) (units >>> 32))
                        .putInt((int) units)
                        .putInt(frame.octets().length)
                        .putInt(frame.originalLength()));
        return block(6, body, padded(frame.octets()), options(options));
    }

    /** A packet block of the obsolete kind. */
    public PcapngBytes obsoletePacket(int interfaceId, long units, Frame frame) {
        byte[] body = octets(
                20,
                to -> to.putShort((short) interfaceId)
                        .putShort((short) 0)
                        .putInt((int) (units >>> 32))
                        .putInt((int) units)
                        .putInt(frame.octets().length)
                        .putInt(frame.originalLength()));
        return block(2, body, padded(frame.octets()));
    }

    /** A simple packet block. */
    public PcapngBytes simplePacket(Frame frame) {
        return block(3, octets(4, to -> to.putInt(frame.originalLength())), padded(frame.octets()));
    }

    /** An interface statistics block. */
    public PcapngBytes statistics(int interfaceId, Option... options) {
        return block(5, octets(12, to -> to.putInt(interfaceId).putLong(0)), options(options));
    }

    /** Any block: header and trailer around a body, which is not padded here. */
    public PcapngBytes block(int type, byte[]... body) {
        int length = 12 + Arrays.stream(body).mapToInt(part -> part.length).sum();
        words(type, length);
        for (byte[] part : body) {
            raw(part);
        }
        return words(length);
    }

    /** Octets as they are, for blocks that are wrong. */
    public PcapngBytes raw(byte[] octets) {
        file.writeBytes(octets);
        return this;
    }

    /** Numbers as 32 bits each in the section's order, for blocks that are wrong. */
    public PcapngBytes words(long... words) {
        for (long word : words) {
            raw(octets(4, to -> to.putInt((int) word)));
        }
        return this;
    }

    /** An option whose value is a 64-bit number in the section's order. */
    public Option number(int code, long value) {
        return new Option(code, octets(8, to -> to.putLong(value)));
    }

    private byte[] octets(int length, Consumer<ByteBuffer> fill) {
        byte[] octets = new byte[length];
        fill.accept(ByteBuffer.wrap(octets).order(order));
        return octets;
    }

    private byte[] options(Option... options) {
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        for (Option option : options) {
            int length = option.value().length;
            result.writeBytes(octets(4, to -> to.putShort((short) option.code()).putShort((short) length)));
            result.writeBytes(padded(option.value()));
        }
        if (options.length > 0) {
            result.writeBytes(new byte[4]);
        }
        return result.toByteArray();
    }

    private static byte[] padded(byte[] octets) {
        return Arrays.copyOf(octets, (octets.length + 3) / 4 * 4);
    }

    public int length() {
        return file.size();
    }

    public byte[] octets() {
        return file.toByteArray();
    }
}
