package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.analyzer.testing.ArchiveFile.file;
import static parley.analyzer.testing.ArchiveFile.folder;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.ArchiveFile;
import parley.analyzer.testing.ArchiveFile.File;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.PcapngBytes;

class ArchivedCaptureTest {
    private static final List<Frame> FRAMES = IntStream.range(0, 600)
            .mapToObj(i -> Frame.of(
                    i * 1000L,
                    ("packet " + i + " " + Integer.toHexString(i * 0x9e3779b9)).getBytes(StandardCharsets.US_ASCII)))
            .toList();
    private static final byte[] PCAP = PcapBytes.of(LinkType.RAW, FRAMES);
    private static final byte[] PCAPNG = PcapngBytes.of(LinkType.RAW, FRAMES);
    private static final File README = file("README.txt", text("What was captured where"));
    private static final File CAPTURE = file("chat/chat.pcapng", PCAPNG);

    @TempDir
    Path directory;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream packing = new GZIPOutputStream(packed)) {
            packing.write(octets);
        }
        return packed.toByteArray();
    }

    private Path stored(byte[] archive) throws IOException {
        return Files.write(directory.resolve("chat.archive"), archive);
    }

    private Reading readFile(byte[] archive) throws IOException {
        try (PacketSource source = CaptureFile.open(stored(archive))) {
            return Reading.of(source);
        }
    }

    private static Reading readPipe(InputStream archive) throws IOException {
        try (PacketSource source =
                CaptureFile.open(new CaptureInput(Channels.newChannel(archive), "standard input"), "standard input")) {
            return Reading.of(source);
        }
    }

    private static Reading readPipe(byte[] archive) throws IOException {
        return readPipe(new ByteArrayInputStream(archive));
    }

    /** Why a file is refused, from its name on without the folder. */
    private String refusal(byte[] archive) throws IOException {
        Path file = stored(archive);
        IOException refused =
                assertThrows(IOException.class, () -> CaptureFile.open(file).close());
        String message = String.valueOf(refused.getMessage());
        assertEquals(1, message.lines().count(), message);
        return message.replace(directory + java.io.File.separator, "");
    }

    private static void assertWhole(Reading reading) {
        assertNull(reading.fault());
        assertEquals(FRAMES, reading.frames());
    }

    @ParameterizedTest
    @EnumSource
    void theOneCaptureIsOpenedWhateverIsAroundIt(ArchiveFile form) throws IOException {
        byte[] archive = form.of(folder("chat"), README, CAPTURE, file("chat/notes.json", text("{\"by\": \"Ofir\"}")));

        assertWhole(readFile(archive));
        assertWhole(readPipe(archive));
    }

    @ParameterizedTest
    @EnumSource
    void aCaptureThatIsCompressedInTheArchiveIsOpened(ArchiveFile form) throws IOException {
        byte[] archive = form.of(file("notes.gz", gzip(text("notes"))), file("chat.pcap.gz", gzip(PCAP)), README);

        assertWhole(readFile(archive));
        assertWhole(readPipe(archive));
    }

    @ParameterizedTest
    @EnumSource
    void whatTheSystemPutBesideTheFilesIsNotCounted(ArchiveFile form) throws IOException {
        byte[] fork = text("\u0000\u0005\u0016\u0007\u0000\u0002");
        File beside = file("__MACOSX/chat/._chat.pcapng", fork);

        assertWhole(readFile(form.of(CAPTURE, beside)));
        assertEquals(
                "chat.archive holds no capture that is read, only README.txt: look into it with " + command(form)
                        + " chat.archive",
                refusal(form.of(README, beside, file("chat/._README.txt", fork))));
    }

    private static String command(ArchiveFile form) {
        return form.name().startsWith("ZIP") ? "unzip" : "tar xf";
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralCapturesNoneIsChosen(ArchiveFile form) throws IOException {
        byte[] archive = form.of(file("a.pcap", PCAP), README, CAPTURE, file("c.pcap.gz", gzip(PCAP)));

        assertEquals(
                "chat.archive holds 3 captures, a.pcap, chat/chat.pcapng and c.pcap.gz: unpack it with " + command(form)
                        + " chat.archive, and name one of them",
                refusal(archive));
        IOException atTheEnd = assertThrows(IOException.class, () -> readPipe(archive));
        assertEquals(
                "standard input holds 3 captures, a.pcap, chat/chat.pcapng and c.pcap.gz: unpack it with "
                        + command(form) + " FILE, and name one of them",
                atTheEnd.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aSecondCaptureIsFoundAfterOneThatIsCompressed(ArchiveFile form) throws IOException {
        byte[] archive = form.of(file("a.pcap.gz", gzip(PCAP)), file("b.pcap", PCAP));

        assertThrows(UnclearArchiveException.class, () -> readPipe(archive));
    }

    @ParameterizedTest
    @EnumSource(names = {"ZIP", "TAR", "TAR_GZIP"})
    void anArchiveInAnArchiveIsNamed(ArchiveFile form) throws IOException {
        byte[] archive = form.of(
                file("inner.zip", ArchiveFile.ZIP.of(CAPTURE)), file("inner.tgz", ArchiveFile.TAR_GZIP.of(CAPTURE)));

        assertEquals(
                "chat.archive holds no capture that is read, only inner.zip and inner.tgz: look into it with "
                        + command(form) + " chat.archive",
                refusal(archive));
    }

    @ParameterizedTest
    @EnumSource
    void anArchiveWithFoldersOnlyIsSaidToHaveNoFile(ArchiveFile form) throws IOException {
        String format = form.name().startsWith("ZIP") ? "ZIP" : "tar";

        assertEquals(
                "chat.archive is a " + format + " archive without a whole file in it: expected one with a capture",
                refusal(form.of(folder("chat"))));
    }

    @Test
    void anEmptyZipIsSaidToHaveNoFile() throws IOException {
        assertEquals(
                "chat.archive is a ZIP archive without a whole file in it: expected one with a capture",
                refusal(ArchiveFile.ZIP.of()));
    }

    @ParameterizedTest
    @EnumSource
    void ofTenThousandFilesTheFirstAreNamed(ArchiveFile form) throws IOException {
        File[] files = IntStream.range(0, 10_000)
                .mapToObj(i -> file("note-" + i, text("note " + i)))
                .toArray(File[]::new);

        assertEquals(
                "chat.archive holds no capture that is read, only note-0, note-1, note-2, note-3, note-4 and 9995 more:"
                        + " look into it with " + command(form) + " chat.archive",
                refusal(form.of(files)));
        files[9_000] = CAPTURE;
        assertWhole(readFile(form.of(files)));
    }

    @ParameterizedTest
    @EnumSource
    void aNameInItCannotReachTheTerminal(ArchiveFile form) throws IOException {
        String message =
                refusal(form.of(file("a\u001b[31m\r\n\u202eb.txt", text("x")), file("n".repeat(500), text("y"))));

        assertTrue(message.contains("only a\ufffd[31m\ufffd\ufffd\ufffdb.txt and " + "n".repeat(60) + "…: "), message);
        assertFalse(message.chars().anyMatch(Character::isISOControl), message);
    }

    @ParameterizedTest
    @EnumSource
    void cutShortItGivesWhatWasThereAndSaysWhatIsWrong(ArchiveFile form) throws IOException {
        byte[] archive = form.of(README, CAPTURE);
        byte[] cut = Arrays.copyOf(archive, archive.length / 2);

        for (Reading reading : List.of(readFile(cut), readPipe(cut))) {
            CaptureFault fault = reading.fault();
            assertNotNull(fault);
            assertTrue(
                    fault.reason()
                            .matches(
                                    "the (ZIP archive|tar archive|gzip compression) is damaged near byte \\d+ of the file .*"),
                    fault.reason());
            assertTrue(reading.frames().size() > 100, () -> reading.frames().size() + " frames");
            assertEquals(FRAMES.subList(0, reading.frames().size()), reading.frames());
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutAnywhereItIsOneLineOrAFault(ArchiveFile form) throws IOException {
        byte[] archive = form.of(README, file("chat.pcap", PcapBytes.of(LinkType.RAW, FRAMES.subList(0, 3))));

        for (int length = 0; length < archive.length; length += 7) {
            try {
                readPipe(Arrays.copyOf(archive, length));
            } catch (IOException refused) {
                String message = String.valueOf(refused.getMessage());
                assertTrue(message.startsWith("standard input"), message);
                assertEquals(1, message.lines().count(), message);
                assertFalse(message.contains("null") || message.contains("Exception"), message);
            }
        }
    }

    @Test
    void aTarInZstandardIsOpened() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream packing = new ZstdOutputStream(packed)) {
            packing.write(ArchiveFile.TAR.of(README, CAPTURE));
        }

        assertWhole(readFile(packed.toByteArray()));
    }

    @Test
    void whatItIsPackedWithIsInItsDetails() throws IOException {
        try (PacketSource source = CaptureFile.open(stored(ArchiveFile.TAR_GZIP.of(file("a.pcap.gz", gzip(PCAP)))))) {
            assertEquals("gzip in tar in gzip", source.details().orElseThrow().compression());
        }
    }

    /** Sets the bit of encryption in the local header of the first entry. */
    private static byte[] encrypted(byte[] zip) {
        zip[6] |= 1;
        return zip;
    }

    @Test
    void anEncryptedEntryIsNamed() throws IOException {
        assertEquals(
                "chat.archive cannot be read: chat/chat.pcapng in it is encrypted; unpack it with 7z x chat.archive",
                refusal(encrypted(ArchiveFile.ZIP_STORED.of(CAPTURE))));
        assertEquals(
                "chat.archive cannot be read: chat/chat.pcapng in it is encrypted; unpack it with 7z x chat.archive",
                refusal(encrypted(ArchiveFile.ZIP.of(CAPTURE, README))));
    }

    @Test
    void anEncryptedEntryBesideTheCaptureIsPassedOver() throws IOException {
        assertWhole(readFile(encrypted(ArchiveFile.ZIP_STORED.of(README, CAPTURE))));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 95, 98, 99, 4711})
    void aMethodThatIsNotReadIsNamed(int method) throws IOException {
        byte[] zip = ArchiveFile.ZIP_STORED.of(CAPTURE);
        ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).putShort(8, (short) method);

        String message = refusal(zip);

        assertTrue(
                message.startsWith("chat.archive cannot be read: chat/chat.pcapng in it is compressed with "), message);
        assertTrue(message.endsWith("; unpack it with 7z x chat.archive"), message);
    }

    @Test
    void bzip2InZipIsRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] packed;
        try (ByteArrayOutputStream bzip2 = new ByteArrayOutputStream()) {
            try (OutputStream packing = new BZip2CompressorOutputStream(bzip2)) {
                packing.write(PCAPNG);
            }
            packed = bzip2.toByteArray();
        }
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            ZipArchiveEntry entry = new ZipArchiveEntry("chat.pcapng");
            entry.setMethod(ZipMethod.BZIP2.getCode());
            entry.setSize(PCAPNG.length);
            entry.setCompressedSize(packed.length);
            CRC32 sum = new CRC32();
            sum.update(PCAPNG);
            entry.setCrc(sum.getValue());
            zip.addRawArchiveEntry(entry, new ByteArrayInputStream(packed));
        }

        assertWhole(readFile(out.toByteArray()));
    }

    @Test
    void aNameOfATarMayBeEndlessAndIsNotKept() throws IOException {
        long length = 1L << 31;
        byte[] capture = ArchiveFile.TAR.of(CAPTURE);
        for (char type : new char[] {'L', 'K', 'x', 'g'}) {
            InputStream archive = new SequenceInputStream(
                    new ByteArrayInputStream(tarHeader("long", length, type)),
                    new SequenceInputStream(new Repeated('a', length), new ByteArrayInputStream(capture)));

            assertWhole(readPipe(archive));
        }
    }

    @Test
    void theSizeInAPaxHeaderCounts() throws IOException {
        byte[] record = Arrays.copyOf(text(("20 size=" + PCAPNG.length + "\n")), 512);
        byte[] tar = ArchiveFile.TAR.of(CAPTURE);
        byte[] zeroSize = tarHeader("chat.pcapng", 0, '0');
        System.arraycopy(zeroSize, 0, tar, 0, zeroSize.length);
        byte[] archive = Stream.of(tarHeader("pax", 20, 'x'), record, tar)
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes, (a, b) -> {})
                .toByteArray();

        assertWhole(readFile(archive));
    }

    @Test
    void aSparseFileOfATarIsNamed() throws IOException {
        byte[] archive = Stream.of(tarHeader("chat.pcap", 512, 'S'), new byte[512], new byte[1024])
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes, (a, b) -> {})
                .toByteArray();

        assertEquals(
                "chat.archive cannot be read: chat.pcap in it is a sparse file; unpack it with tar xf chat.archive",
                refusal(archive));
    }

    @Test
    void aDamagedHeaderOfATarIsOneLine() throws IOException {
        byte[] archive = ArchiveFile.TAR.of(README, CAPTURE);
        archive[1024 + 10]++;

        assertEquals(
                "chat.archive: the tar archive is damaged near byte 1536 of the file (a header's checksum is wrong),"
                        + " and no capture comes before that",
                refusal(archive));
    }

    /** A header as POSIX has it. */
    private static byte[] tarHeader(String name, long size, char type) {
        byte[] header = new byte[512];
        ByteBuffer fields = ByteBuffer.wrap(header);
        fields.put(0, text(name)).put(124, text(String.format("%011o", size))).put(156, (byte) type);
        fields.put(257, text("ustar\u000000")).put(148, text("        "));
        int sum = 0;
        for (byte octet : header) {
            sum += octet & 0xff;
        }
        fields.put(148, text(String.format("%06o\0", sum)));
        return header;
    }

    /** One octet as often as is said. */
    private static final class Repeated extends InputStream {
        private final byte octet;
        private long left;

        Repeated(char octet, long count) {
            this.octet = (byte) octet;
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? octet : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = (int) Math.min(length, left);
            if (count == 0) {
                return -1;
            }
            Arrays.fill(target, offset, offset + count, octet);
            left -= count;
            return count;
        }
    }
}
