package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.PcapngBytes;

class CompressedCaptureTest {
    private static final int CHUNK = 4000;
    private static final List<Frame> FRAMES =
            IntStream.range(0, 600).mapToObj(CompressedCaptureTest::frame).toList();

    private static Frame frame(int i) {
        return Frame.of(
                i * 1000L,
                ("packet " + i + " " + Integer.toHexString(i * 0x9e3779b9)).getBytes(StandardCharsets.US_ASCII));
    }

    static Stream<Arguments> everyCompressionOfEveryFormat() {
        return Arrays.stream(Compression.values())
                .flatMap(compression -> Stream.of(
                        Arguments.of(compression, "pcap", PcapBytes.of(LinkType.RAW, FRAMES)),
                        Arguments.of(compression, "pcapng", PcapngBytes.of(LinkType.RAW, FRAMES))));
    }

    private static byte[] packed(Compression compression, byte[]... members) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] member : members) {
            try (OutputStream packing = packing(compression, file)) {
                for (int from = 0; from < member.length; from += CHUNK) {
                    packing.write(member, from, Math.min(CHUNK, member.length - from));
                    packing.flush();
                }
            }
        }
        return file.toByteArray();
    }

    private static OutputStream packing(Compression compression, OutputStream to) throws IOException {
        return switch (compression) {
            case GZIP -> new GZIPOutputStream(to);
            case ZSTANDARD -> new ZstdOutputStream(to);
            case LZ4 -> new FramedLZ4CompressorOutputStream(to);
        };
    }

    private static PacketSource open(byte[] file) throws IOException {
        return CaptureFile.open(
                new CaptureInput(Channels.newChannel(new ByteArrayInputStream(file)), "packed"), "packed");
    }

    private static Reading read(byte[] file) throws IOException {
        try (PacketSource source = open(file)) {
            return Reading.of(source);
        }
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("everyCompressionOfEveryFormat")
    void isReadAsIfItWereNot(Compression compression, String format, byte[] capture) throws IOException {
        Reading reading = read(packed(compression, capture));
        assertEquals(FRAMES, reading.frames());
        assertNull(reading.fault());
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("everyCompressionOfEveryFormat")
    void inTwoMembersItIsOneCapture(Compression compression, String format, byte[] capture) throws IOException {
        byte[] file =
                packed(compression, Arrays.copyOf(capture, 5000), Arrays.copyOfRange(capture, 5000, capture.length));
        Reading reading = read(file);
        assertNull(reading.fault());
        assertEquals(FRAMES, reading.frames());
    }

    @ParameterizedTest(name = "{1} in {0}")
    @MethodSource("everyCompressionOfEveryFormat")
    void cutShortItGivesWhatWasThereAndSaysWhatIsWrong(Compression compression, String format, byte[] capture)
            throws IOException {
        byte[] file = packed(compression, capture);
        Reading reading = read(Arrays.copyOf(file, file.length / 2));
        CaptureFault fault = reading.fault();
        assertNotNull(fault);
        assertTrue(
                fault.reason().startsWith("the " + compression.displayName() + " compression is damaged near byte "),
                fault.reason());
        assertTrue(reading.frames().size() > 100, () -> reading.frames().size() + " frames");
        assertEquals(FRAMES.subList(0, reading.frames().size()), reading.frames());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPackedMustBeACapture(Compression compression) throws IOException {
        byte[] file = packed(compression, "Notes of the chat".getBytes(StandardCharsets.US_ASCII));
        IOException refused = assertThrows(IOException.class, () -> open(file).close());
        assertEquals("packed is text, no capture: expected a pcap or pcapng file", refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void onlyAMagicNumberIsOneLine(Compression compression) throws IOException {
        byte[] file = Arrays.copyOf(packed(compression, new byte[100]), 4);
        IOException refused = assertThrows(IOException.class, () -> open(file).close());
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("packed"), message);
        assertTrue(message.contains(compression.displayName()), message);
        assertFalse(message.contains("null"), message);
        assertTrue(message.lines().count() == 1, message);
    }

    @ParameterizedTest
    @EnumSource
    void packedTwiceIsSaid(Compression compression) throws IOException {
        byte[] file = packed(compression, packed(compression, new byte[100]));
        IOException refused = assertThrows(IOException.class, () -> open(file).close());
        assertEquals("packed is compressed twice: unpack it once", refused.getMessage());
    }
}
