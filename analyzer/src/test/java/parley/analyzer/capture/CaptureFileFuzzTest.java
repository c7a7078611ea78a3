package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;
import parley.analyzer.capture.archive.ArchiveFormat;
import parley.analyzer.testing.ArchiveFile;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.PcapngBytes.Option;
import parley.analyzer.testing.TcpFrame;

/**
 * Whatever a file has in it, it is refused with one line, or gives packets that lie in it and at most one fault; and it
 * gives the same packets when it comes octet by octet through a buffer that has to move and grow.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class CaptureFileFuzzTest {
    private static final int WHOLE_BUFFER = 1 << 16;
    private static final int SMALL_BUFFER = 32;

    private static final Frame FRAME = Frame.of(
            1_700_000_000_123_456_000L,
            TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"))
                    .payload("Ofir\n".getBytes(StandardCharsets.UTF_8))
                    .octets());
    private static final List<Frame> FRAMES =
            List.of(FRAME, FRAME.at(1_700_000_001_000_000_000L).snapped(30), FRAME.snapped(0));

    static Stream<byte[]> pcaps() {
        return Stream.of(
                pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 4),
                pcap(ByteOrder.BIG_ENDIAN, 0xa1b2c3d4, 4),
                pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b23c4d, 4),
                pcap(ByteOrder.BIG_ENDIAN, 0xa1b23c4d, 3),
                pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 2),
                modifiedPcap());
    }

    private static byte[] pcap(ByteOrder order, int magic, int minor) {
        PcapBytes file = new PcapBytes(order, magic, minor, LinkType.ETHERNET);
        FRAMES.forEach(file::packet);
        return file.octets();
    }

    private static byte[] modifiedPcap() {
        byte[] octets = new byte[8 + FRAME.octets().length];
        System.arraycopy(FRAME.octets(), 0, octets, 8, FRAME.octets().length);
        return new PcapBytes(ByteOrder.BIG_ENDIAN, 0xa1b2cd34, 4, LinkType.ETHERNET)
                .record(1, 2_000_000, FRAME.octets().length, FRAME.originalLength(), octets)
                .octets();
    }

    @MethodSource("pcaps")
    @FuzzTest
    void pcap(byte[] file) {
        checkUnpacked(file);
    }

    static Stream<byte[]> pcapngs() {
        return Stream.of(pcapng(ByteOrder.LITTLE_ENDIAN), pcapng(ByteOrder.BIG_ENDIAN), twoSections());
    }

    private static byte[] pcapng(ByteOrder order) {
        PcapngBytes file = new PcapngBytes(order);
        return file.networkInterface(
                        LinkType.ETHERNET,
                        64,
                        Option.text(2, "eth0"),
                        Option.octet(9, 0x8a),
                        file.number(14, 3600),
                        Option.text(11, "\0tcp port 10000"))
                .networkInterface(LinkType.RAW, 0)
                .packet(0, 5_000_000, FRAME, Option.text(1, "the name"), Option.text(1, "sent twice"))
                .packet(1, 6_000_000, FRAME.snapped(30))
                .obsoletePacket(0, 7_000_000, FRAME)
                .simplePacket(FRAME)
                .statistics(0, file.number(5, 3), file.number(7, 4))
                .octets();
    }

    private static byte[] twoSections() {
        byte[] names = {1, 0, 9, 0, 10, 0, 0, 1, 'o', 'f', 'i', 'r', 0, 0, 0, 0, 0, 0, 0, 0};
        return new PcapngBytes(ByteOrder.LITTLE_ENDIAN)
                .networkInterface(LinkType.ETHERNET, 0, Option.octet(9, 9))
                .packet(0, 1, FRAME)
                .block(4, names)
                .block(0x0bad, new byte[] {0, 0, 0x7e, (byte) 0xd9, 1, 2, 3, 4})
                .section(ByteOrder.BIG_ENDIAN, Option.text(1, "lunch"), Option.text(2, "PC"), Option.text(4, "dumpcap"))
                .networkInterface(LinkType.LINUX_SLL2, 16, Option.octet(9, 3))
                .packet(0, 2, FRAME.snapped(16))
                .octets();
    }

    @MethodSource("pcapngs")
    @FuzzTest
    void pcapng(byte[] file) {
        checkUnpacked(file);
    }

    static Stream<byte[]> packed() throws IOException {
        byte[] pcap = PcapBytes.of(LinkType.ETHERNET, List.of(FRAME, FRAME));
        byte[] pcapng = PcapngBytes.of(LinkType.ETHERNET, List.of(FRAME));
        Stream.Builder<byte[]> files = Stream.builder();
        for (Compression compression : Compression.values()) {
            files.add(packed(compression, pcap));
            files.add(packed(compression, pcapng));
        }
        return files.build();
    }

    private static byte[] packed(Compression compression, byte[] file) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream packing = switch (compression) {
            case GZIP -> new GZIPOutputStream(packed);
            case ZSTANDARD -> new ZstdOutputStream(packed);
            case LZ4 -> new FramedLZ4CompressorOutputStream(packed);
        }) {
            packing.write(file);
        }
        return packed.toByteArray();
    }

    @MethodSource("packed")
    @FuzzTest
    void compressed(byte[] file) {
        Outcome whole = read(file, Math.max(1, file.length), WHOLE_BUFFER);
        Outcome pieces = read(file, 1, SMALL_BUFFER);
        Reading first = whole.reading();
        Reading second = pieces.reading();
        // What damage costs of what stood before it depends on how far the library had looked ahead.
        if (first != null && second != null) {
            int common = Math.min(first.frames().size(), second.frames().size());
            assertEquals(first.frames().subList(0, common), second.frames().subList(0, common));
            assertEquals(first.fault() == null, second.fault() == null);
            if (first.fault() == null) {
                assertEquals(first, second);
            }
        }
    }

    static Stream<byte[]> archives() throws IOException {
        byte[] pcap = PcapBytes.of(LinkType.ETHERNET, List.of(FRAME, FRAME));
        ArchiveFile.File notes = ArchiveFile.file("notes.txt", "of the chat".getBytes(StandardCharsets.US_ASCII));
        ArchiveFile.File capture = ArchiveFile.file("chat.pcap", pcap);
        Stream.Builder<byte[]> files = Stream.builder();
        for (ArchiveFile form : ArchiveFile.values()) {
            files.add(form.of(notes, capture));
            files.add(form.of(capture, notes, capture));
            files.add(form.of(ArchiveFile.file("chat.pcap.gz", packed(Compression.GZIP, pcap))));
        }
        return files.build();
    }

    @MethodSource("archives")
    @FuzzTest
    void archived(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        // Names of what is in it are quoted.
        if (text.contains("null") || text.contains("Exception")) {
            return;
        }
        compressed(file);
    }

    private static void checkUnpacked(byte[] file) {
        if (file.length >= Integer.BYTES && Compression.of(ByteBuffer.wrap(file).getInt()) != null
                || ArchiveFormat.of(file).isPresent()) {
            return;
        }
        Outcome whole = read(file, Math.max(1, file.length), WHOLE_BUFFER);
        Outcome pieces = read(file, 1, SMALL_BUFFER);
        Reading reading = whole.reading();
        // How well a file is known that is refused depends on how much of it came at once.
        if (reading != null || !String.valueOf(whole.refusal()).contains(" was changed as text ")) {
            assertEquals(reading, pieces.reading());
        }
        if (reading != null) {
            int captured = reading.frames().stream()
                    .mapToInt(frame -> frame.octets().length)
                    .sum();
            assertTrue(captured <= file.length, () -> captured + " octets captured of " + file.length);
            CaptureFault fault = reading.fault();
            assertTrue(fault == null || fault.offset() <= file.length, () -> fault + " of " + file.length);
        }
    }

    /** Either why the file is refused, or what it gave. */
    private record Outcome(
            @Nullable String refusal, @Nullable Reading reading) {}

    private static Outcome read(byte[] file, int step, int buffer) {
        CaptureInput input = new CaptureInput(new Pieces(file, step), "capture", buffer);
        try (PacketSource source = CaptureFile.open(input, "capture")) {
            Reading reading = Reading.of(source);
            assertTrue(
                    input.buffer().byteSize() <= Math.max(buffer, 2L * file.length), "the buffer grew past the file");
            check(reading);
            assertTrue(source.details().isPresent());
            return new Outcome(null, reading);
        } catch (IOException refused) {
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith("capture"), message);
            assertLine(message);
            return new Outcome(message, null);
        }
    }

    private static void check(Reading reading) {
        for (int i = 0; i < reading.frames().size(); i++) {
            Frame frame = reading.frames().get(i);
            assertTrue(frame.octets().length <= CaptureFile.LARGEST_PACKET);
            assertTrue(frame.originalLength() >= frame.octets().length, frame::toString);
            assertTrue(reading.numbers().get(i) > i, "packets are numbered from 1");
            CaptureInterface from =
                    reading.interfaces().get(reading.interfaceIds().get(i));
            assertEquals(from.linkType(), reading.linkTypes().get(i));
        }
        CaptureFault fault = reading.fault();
        if (fault != null) {
            assertTrue(fault.offset() >= 0, fault::toString);
            assertLine(fault.reason());
        }
        assertTrue(reading.dropped() >= 0, () -> reading.dropped() + " dropped");
    }

    /** What a person is told fits on a line and shows no sign of what went wrong inside. */
    private static void assertLine(String text) {
        assertTrue(text.codePoints().noneMatch(Character::isISOControl), text);
        assertTrue(!text.contains("null") && !text.contains("Exception"), text);
    }

    /** A file that comes a few octets at a time. */
    private static final class Pieces implements ReadableByteChannel {
        private final ByteBuffer file;
        private final int step;

        Pieces(byte[] file, int step) {
            this.file = ByteBuffer.wrap(file);
            this.step = step;
        }

        @Override
        public int read(ByteBuffer target) {
            int count = Math.min(step, Math.min(file.remaining(), target.remaining()));
            if (count == 0) {
                return -1;
            }
            target.put(file.slice(file.position(), count));
            file.position(file.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Memory needs no closing.
        }
    }
}
