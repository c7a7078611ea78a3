package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.TcpScript;

class CaptureFileTest {
    private static final TcpScript SCRIPT = TcpScript.parse("handshake; C data 'Ofir'; close");

    @TempDir
    Path folder;

    private Path file(String name, byte[] octets) throws IOException {
        return Files.write(folder.resolve(name), octets);
    }

    private static String refusal(Path file) {
        IOException refused =
                assertThrows(IOException.class, () -> CaptureFile.open(file).close());
        String message = String.valueOf(refused.getMessage());
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void theContentTellsTheFormatNotTheName() throws IOException {
        assertEquals(SCRIPT.frames(), read(file("a.pcapng", SCRIPT.pcap())).frames());
        assertEquals(SCRIPT.frames(), read(file("b.txt", SCRIPT.pcapng())).frames());
    }

    @Test
    void aNameMayHaveSpacesAndLettersOfAnyScript() throws IOException {
        assertEquals(
                SCRIPT.frames(),
                read(file("my capture - שיחה.pcap", SCRIPT.pcap())).frames());
    }

    private static Reading read(Path file) throws IOException {
        try (PacketSource source = CaptureFile.open(file)) {
            return Reading.of(source);
        }
    }

    @Test
    void aFileThatDoesNotExistIsNamed() {
        Path missing = folder.resolve("no such.pcap");
        assertEquals(missing + ": no such file", refusal(missing));
    }

    @Test
    void aDirectoryIsNoCapture() {
        assertEquals(folder + " is a directory: name a capture file in it", refusal(folder));
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        Path file = file("secret.pcap", SCRIPT.pcap());
        assumeFalse(file.toFile().setReadable(false) && Files.isReadable(file), "this user may read every file");
        assertEquals(file + ": no permission to read it", refusal(file));
    }

    @Test
    void anEmptyFileIsNoCapture() throws IOException {
        Path file = file("empty.pcap", new byte[0]);
        assertEquals(file + " is empty: expected a pcap or pcapng file", refusal(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFewOctetsAreNoCapture(int length) throws IOException {
        Path file = file("short.pcap", new byte[length]);
        assertEquals(file + " is too short to be a capture: expected a pcap or pcapng file", refusal(file));
    }

    @Test
    void anotherKindOfFileIsNoCapture() throws IOException {
        Path file = file("notes.txt", "Notes of the chat\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(file + " is text, no capture: expected a pcap or pcapng file", refusal(file));
    }

    @ParameterizedTest
    @CsvSource({
        "425a6839, ' is compressed with bzip2, which is not read: unpack it first, with bunzip2'",
        "fd377a58, ' is compressed with xz, which is not read: unpack it first, with unxz'"
    })
    void whatCanBeMadeACaptureIsSaid(String magic, String advice) throws IOException {
        byte[] octets = new byte[100];
        ByteBuffer.wrap(octets).put(HexFormat.of().parseHex(magic));
        Path file = file("capture", octets);
        assertEquals(file + advice, refusal(file));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileLargerThanTheBufferIsReadThroughIt(boolean pcapng) throws IOException {
        Path file = folder.resolve("large");
        int count = 5000;
        try (OutputStream out = Files.newOutputStream(file)) {
            List<Frame> frames = IntStream.range(0, count)
                    .mapToObj(CaptureFileTest::numbered)
                    .toList();
            out.write(pcapng ? PcapngBytes.of(LinkType.RAW, frames) : PcapBytes.of(LinkType.RAW, frames));
        }
        assertTrue(Files.size(file) > 4 << 20);
        Packet packet = new Packet();
        try (CaptureInput input = new CaptureInput(Files.newByteChannel(file), "large");
                PacketSource source = CaptureFile.open(input, "large")) {
            for (int i = 0; i < count; i++) {
                assertTrue(source.next(packet));
                assertEquals(numbered(i), new Frame(packet.timestampNanos(), packet.bytes(), packet.originalLength()));
            }
            assertFalse(source.next(packet));
            assertEquals(CaptureInput.INITIAL, input.buffer().byteSize());
        }
    }

    /** Packets of many lengths that tell which one each is. */
    private static Frame numbered(int i) {
        byte[] octets = new byte[4 + i * 31 % 1900];
        ByteBuffer.wrap(octets).putInt(i);
        return Frame.of(i, octets);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPipeThatGivesFewOctetsAtATimeIsReadAsAFile(boolean pcapng) throws IOException {
        byte[] octets = pcapng ? SCRIPT.pcapng() : SCRIPT.pcap();
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(octets)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 3));
            }

            @Override
            public int available() {
                return 0;
            }
        };
        try (PacketSource source = CaptureFile.open(new CaptureInput(Channels.newChannel(slow), "pipe"), "pipe")) {
            assertEquals(SCRIPT.frames(), Reading.of(source).frames());
        }
    }

    @Test
    void aDeviceThatFailsIsNamedWithTheOctetsBefore() throws IOException {
        byte[] octets = SCRIPT.pcap();
        InputStream failing = new FilterInputStream(new ByteArrayInputStream(octets)) {
            private int left = 30;

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (left == 0) {
                    throw new IOException("Input/output error");
                }
                int read = super.read(target, offset, Math.min(length, left));
                left -= read;
                return read;
            }

            @Override
            public int available() {
                return 0;
            }
        };
        try (PacketSource source = CaptureFile.open(new CaptureInput(Channels.newChannel(failing), "tape"), "tape")) {
            IOException failed = assertThrows(IOException.class, () -> source.next(new Packet()));
            assertEquals("tape cannot be read after 30 bytes: Input/output error", failed.getMessage());
        }
    }
}
