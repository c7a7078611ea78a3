package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.XXHash32;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.PcapngBytes.Option;

/** A file of a hundred bytes that claims to hold gigabytes takes no more memory than a good one of its kind. */
class HostileLengthsTest {
    private static final int LARGEST_FILE = 150;

    /** What it may take to say what is wrong. */
    private static final long WORDS = 1 << 14;

    private static final long FOUR_GIGABYTES = 0xffff_fffcL;
    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int MAGIC = 0x1a2b3c4d;
    private static final int LONGEST_OPTION = 1 | 0xffff << 16;
    private static final Frame FRAME = Frame.of(1, new byte[] {1, 2, 3, 4});
    private static final byte[] GOOD_PCAP = PcapBytes.of(LinkType.RAW, List.of(FRAME));

    static Stream<Arguments> pcap() {
        return Stream.of(
                pcap("captured length", 0xffff_ffffL, 4),
                pcap("captured length that an int holds", 0x7fff_ffff, 4),
                pcap("original length", 4, 0xffff_ffffL),
                pcap("the largest packet", CaptureFile.LARGEST_PACKET, CaptureFile.LARGEST_PACKET));
    }

    private static Arguments pcap(String claim, long captured, long original) {
        PcapBytes file = new PcapBytes(ByteOrder.LITTLE_ENDIAN, true, LinkType.RAW);
        return Arguments.of(
                claim, file.record(1, 1, captured, original, new byte[4]).octets());
    }

    static Stream<Arguments> pcapng() {
        return Stream.of(
                pcapng("packet block", file -> file.words(6, FOUR_GIGABYTES, 0, 0, 0, 4, 4, 0)),
                pcapng("largest packet block", file -> file.words(6, 1_310_720, 0, 0, 0, 4, 4, 0)),
                pcapng("simple packet block", file -> file.words(3, FOUR_GIGABYTES, FOUR_GIGABYTES)),
                pcapng("custom block", file -> file.words(0xbad, FOUR_GIGABYTES, 0)),
                pcapng("names block", file -> file.words(4, FOUR_GIGABYTES, LONGEST_OPTION)),
                pcapng("interface block", file -> file.words(1, FOUR_GIGABYTES, 0, 0)),
                pcapng("section block", file -> file.words(SECTION_HEADER, FOUR_GIGABYTES, MAGIC, 1, -1, -1)),
                pcapng("captured length", file -> file.words(6, 36, 0, 0, 0, 0xffff_ffffL, 4, 0, 36)),
                pcapng("original length", file -> file.words(3, 20, 0xffff_ffffL, 0, 20)),
                pcapng("name", file -> file.words(4, 20, LONGEST_OPTION, 0, 20)),
                pcapng("packet's option", file -> file.words(6, 40, 0, 0, 0, 0, 0, LONGEST_OPTION, 0, 40)),
                pcapng("interface's option", file -> file.words(1, 28, 0, 0, LONGEST_OPTION, 0, 28)),
                pcapng("statistics' option", file -> file.words(5, 32, 0, 0, 0, LONGEST_OPTION, 0, 32)),
                pcapng(
                        "section's option",
                        file -> file.words(SECTION_HEADER, 36, MAGIC, 1, -1, -1, LONGEST_OPTION, 0, 36)));
    }

    private static Arguments pcapng(String claim, UnaryOperator<PcapngBytes> claiming) {
        PcapngBytes file = new PcapngBytes(ByteOrder.LITTLE_ENDIAN).networkInterface(LinkType.RAW, 0);
        return Arguments.of(claim, claiming.apply(file).octets());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"pcap", "pcapng"})
    void aClaimOfACaptureTakesNoMemory(String claim, byte[] file) throws IOException {
        assertTakesNoMoreThan(GOOD_PCAP, file);
        assertEquals(bufferAfter(GOOD_PCAP), bufferAfter(file));
    }

    @Test
    void aPacketOfNothingButCommentsTakesMemoryInProportion() throws IOException {
        Option[] comments = new Option[300_000];
        Arrays.fill(comments, Option.text(1, ""));
        byte[] file = new PcapngBytes(ByteOrder.LITTLE_ENDIAN)
                .networkInterface(LinkType.RAW, 0)
                .packet(0, 1, FRAME, comments)
                .octets();
        assertEquals(1, read(input(file)));
        long allocated = allocated(file);
        assertTrue(allocated < 100L * file.length, () -> allocated + " bytes, of a file of " + file.length);
    }

    static Stream<Arguments> zstandard() {
        return Stream.of(
                // RFC 8878 section 3.1.1.1: a single segment, or a window; a content size of 8 octets.
                Arguments.of("single segment", zstandard(0xe0, new byte[0], 1L << 32)),
                Arguments.of("content", zstandard(0xc0, new byte[] {0x58}, Long.MAX_VALUE)),
                Arguments.of("largest window", zstandard(0xc0, new byte[] {(byte) 0xff}, 1L << 32)));
    }

    private static byte[] zstandard(int descriptor, byte[] window, long content) {
        ByteBuffer frame = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0xfd2fb528).put((byte) descriptor).put(window).putLong(content);
        int rawBlockOf128Kibibytes = (1 << 17) << 3;
        return frame.putShort((short) rawBlockOf128Kibibytes)
                .put((byte) (rawBlockOf128Kibibytes >>> 16))
                .array();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("zstandard")
    void aClaimOfAZstandardFrameTakesNoMemory(String claim, byte[] file) throws IOException {
        assertTakesNoMoreThan(Zstd.compress(GOOD_PCAP), file);
    }

    static Stream<Arguments> lz4() {
        return Stream.of(
                Arguments.of("content", lz4(Long.MAX_VALUE, 4)),
                Arguments.of("block", lz4(4, 0x7fff_ffff)),
                Arguments.of("stored block", lz4(4, 0xffff_ffff)));
    }

    /** Blocks of up to 4 MiB, and a content size. */
    private static byte[] lz4(long content, int block) {
        ByteBuffer frame = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(0x184d2204).put((byte) 0x68).put((byte) 0x70).putLong(content);
        XXHash32 hash = new XXHash32();
        hash.update(frame.array(), Integer.BYTES, frame.position() - Integer.BYTES);
        return frame.put((byte) (hash.getValue() >>> 8)).putInt(block).array();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lz4")
    void aClaimOfAnLz4FrameTakesNoMemory(String claim, byte[] file) throws IOException {
        assertTakesNoMoreThan(packed(FramedLZ4CompressorOutputStream::new), file);
    }

    static Stream<Arguments> gzip() {
        // RFC 1952 section 2.3: an extra field, a name.
        return Stream.of(Arguments.of("extra field", gzip(4)), Arguments.of("name", gzip(8)));
    }

    private static byte[] gzip(int flags) {
        byte[] file = new byte[100];
        Arrays.fill(file, (byte) 0xff);
        return ByteBuffer.wrap(file)
                .putShort((short) 0x1f8b)
                .put((byte) 8)
                .put((byte) flags)
                .array();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gzip")
    void aClaimOfAGzipMemberTakesNoMemory(String claim, byte[] file) throws IOException {
        assertTakesNoMoreThan(packed(GZIPOutputStream::new), file);
    }

    private interface Packing {
        OutputStream to(OutputStream out) throws IOException;
    }

    private static byte[] packed(Packing packing) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream packed = packing.to(file)) {
            packed.write(GOOD_PCAP);
        }
        return file.toByteArray();
    }

    private static void assertTakesNoMoreThan(byte[] good, byte[] hostile) throws IOException {
        assertTrue(hostile.length <= LARGEST_FILE, () -> hostile.length + " bytes");
        assertEquals(1, read(input(good)));
        long ofGood = allocated(good);
        long ofHostile = allocated(hostile);
        assertTrue(ofHostile <= ofGood + WORDS, () -> ofHostile + " bytes, where a good file takes " + ofGood);
    }

    /** Octets of the heap that reading takes, once everything is loaded. */
    private static long allocated(byte[] file) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            CaptureInput input = input(file);
            long before = threads.getCurrentThreadAllocatedBytes();
            read(input);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static long bufferAfter(byte[] file) throws IOException {
        CaptureInput input = input(file);
        read(input);
        return input.buffer().byteSize();
    }

    private static CaptureInput input(byte[] file) {
        return new CaptureInput(Channels.newChannel(new ByteArrayInputStream(file)), "hostile");
    }

    /** How many packets it gives, if it is opened at all. */
    private static long read(CaptureInput input) throws IOException {
        PacketSource source;
        try {
            source = CaptureFile.open(input, "hostile");
        } catch (IOException refused) {
            input.close();
            return 0;
        }
        try (source) {
            Packet packet = new Packet();
            long packets = 0;
            while (source.next(packet)) {
                packets++;
            }
            return packets;
        }
    }
}
