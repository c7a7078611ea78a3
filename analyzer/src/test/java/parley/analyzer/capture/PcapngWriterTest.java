package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.Pcaps;
import parley.analyzer.os.LiveCapture;
import parley.analyzer.os.LiveCaptureException;

class PcapngWriterTest {
    private static final long TIME = 1_700_000_000_123_456_789L;
    private static final CaptureInterface NANOSECONDS =
            new CaptureInterface("lo", LinkType.ETHERNET, 262_144, 9, "tcp port 10000");

    @TempDir
    Path directory;

    @Test
    void octetsAreThoseOfTheDraft() throws IOException {
        Path file = directory.resolve("golden.pcapng");
        try (PcapngWriter writer = PcapngWriter.create(file, new CaptureOrigin("amd64", "Linux 6", "Parley 1"))) {
            writer.addInterface(new CaptureInterface("lo", LinkType.ETHERNET, 262_144, 9, "tcp"));
            Packet packet = packet(0, TIME, "Ofir!".getBytes(StandardCharsets.US_ASCII));
            packet.setComment("hi");
            writer.write(packet);
            writer.writeStatistics(0, TIME, TIME + 1, 9, 7);
        }

        String sectionHeader = "0a0d0d0a 44000000 4d3c2b1a 0100 0000 ffffffffffffffff"
                + "0200 0500 616d643634 000000"
                + "0300 0700 4c696e75782036 00"
                + "0400 0800 5061726c65792031"
                + "0000 0000 44000000";
        String interfaceDescription = "01000000 3c000000 0100 0000 00000400"
                + "0200 0200 6c6f 0000"
                + "0900 0100 09 000000"
                + "0b00 0400 00746370"
                + "0c00 0700 4c696e75782036 00"
                + "0000 0000 3c000000";
        String enhancedPacket = "06000000 34000000 00000000 fe9c9717 15cd853d 05000000 05000000"
                + "4f66697221 000000"
                + "0100 0200 6869 0000"
                + "0000 0000 34000000";
        String statistics = "05000000 4c000000 00000000 fe9c9717 16cd853d"
                + "0200 0800 fe9c9717 15cd853d"
                + "0300 0800 fe9c9717 16cd853d"
                + "0400 0800 0900000000000000"
                + "0500 0800 0700000000000000"
                + "0000 0000 4c000000";
        assertEquals(
                (sectionHeader + interfaceDescription + enhancedPacket + statistics).replace(" ", ""),
                HexFormat.of().formatHex(Files.readAllBytes(file)));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = directory.resolve("back.pcapng");
        CaptureInterface microseconds = new CaptureInterface(null, LinkType.RAW, 0, 6, null);
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            writer.addInterface(NANOSECONDS);
            writer.addInterface(microseconds);
            Packet commented = packet(0, TIME, new byte[] {1, 2, 3});
            commented.setComment("ein Wort — 你好");
            writer.write(commented);
            writer.write(packet(1, TIME, new byte[0]));
            Packet snapped = new Packet();
            snapped.set(3, TIME + 5, 0, LinkType.ETHERNET, MemorySegment.ofArray(new byte[] {9, 8, 7, 6}), 1, 2, 1500);
            writer.write(snapped);
            assertEquals(3, writer.packets());
        }

        List<ReadBack> packets = new ArrayList<>();
        try (PacketSource source = CaptureFile.open(file)) {
            packets.addAll(readAll(source));
            assertEquals(List.of(NANOSECONDS, microseconds), source.interfaces());
            assertTrue(source.fault().isEmpty());
        }
        assertEquals(new ReadBack(0, TIME, "010203", 3, "ein Wort — 你好"), packets.get(0));
        assertEquals(new ReadBack(1, TIME / 1_000 * 1_000, "", 0, null), packets.get(1));
        assertEquals(new ReadBack(0, TIME + 5, "0807", 1500, null), packets.get(2));
        assertEquals(3, packets.size());
    }

    @Test
    void libpcapReadsIt() throws Exception {
        try {
            LiveCapture.requireLibrary();
        } catch (LiveCaptureException e) {
            Assumptions.abort("skipped: " + e.getMessage());
        }
        Path file = directory.resolve("libpcap.pcapng");
        byte[] frame = new byte[61];
        frame[60] = 42;
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            writer.addInterface(NANOSECONDS);
            writer.write(packet(0, TIME, frame));
            writer.writeStatistics(0, TIME, TIME, 0, 0);
        }

        try (PcapHandle handle = Pcaps.openOffline(file.toString(), PcapHandle.TimestampPrecision.NANO)) {
            assertEquals(LinkType.ETHERNET, handle.getDlt().value());
            assertArrayEquals(frame, handle.getNextRawPacket());
            assertEquals(TIME / 1_000_000, handle.getTimestamp().getTime());
            assertEquals(TIME % 1_000_000_000, handle.getTimestamp().getNanos());
            assertNull(handle.getNextRawPacket());
        }
    }

    @Test
    void flushLeavesAReadableFile() throws IOException {
        Path file = directory.resolve("growing.pcapng");
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            assertEquals(0, countPackets(file));
            writer.addInterface(NANOSECONDS);
            writer.write(packet(0, TIME, new byte[60]));
            writer.flush();
            assertEquals(1, countPackets(file));
        }
    }

    @Test
    void packetASecondYoungerThanTheFirstThatWaitsBringsAllIntoTheFile() throws IOException {
        Path file = directory.resolve("second.pcapng");
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            writer.addInterface(NANOSECONDS);
            writer.write(packet(0, TIME, new byte[60]));
            writer.write(packet(0, TIME + 999_999_999, new byte[60]));
            assertEquals(0, countPackets(file));
            writer.write(packet(0, TIME + 1_000_000_000, new byte[60]));
            assertEquals(3, countPackets(file));
        }
    }

    @Test
    void everyWriteThatFillsTheBufferLeavesWholeBlocks() throws IOException {
        Path file = directory.resolve("large.pcapng");
        byte[] almostFull = new byte[262_000];
        byte[] largest = new byte[262_144];
        largest[262_143] = 42;
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            writer.addInterface(NANOSECONDS);
            writer.flush();
            writer.write(packet(0, TIME, almostFull));
            assertEquals(0, countPackets(file));
            Packet commented = packet(0, TIME, largest);
            commented.setComment("x".repeat(60_000));
            writer.write(commented);
            assertEquals(2, countPackets(file));
        }
        try (PacketSource source = CaptureFile.open(file)) {
            ReadBack last = readAll(source).getLast();
            assertEquals(HexFormat.of().formatHex(largest), last.data());
            assertEquals("x".repeat(60_000), last.comment());
        }
    }

    @Test
    void commentLongerThanAnOptionIsCutAtACharacter() throws IOException {
        Path file = directory.resolve("comment.pcapng");
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            writer.addInterface(NANOSECONDS);
            Packet packet = packet(0, TIME, new byte[1]);
            packet.setComment("好".repeat(30_000) + "\ud800");
            writer.write(packet);
        }
        try (PacketSource source = CaptureFile.open(file)) {
            assertEquals("好".repeat(65_535 / 3), readAll(source).getLast().comment());
        }
    }

    @Test
    void packetOfAnUnknownInterfaceIsRefused() throws IOException {
        try (PcapngWriter writer = PcapngWriter.create(directory.resolve("unknown.pcapng"))) {
            Packet packet = packet(0, TIME, new byte[1]);
            assertThrows(IndexOutOfBoundsException.class, () -> writer.write(packet));
        }
    }

    @Test
    void missingDirectoryIsTold() {
        Path file = directory.resolve("none").resolve("x.pcapng");
        assertEquals(
                "cannot write " + file + ": there is no directory " + file.getParent(),
                failure(() -> PcapngWriter.create(file)));
    }

    @Test
    void directoryInPlaceOfAFileIsTold() {
        assertEquals(
                directory + " is a directory: name a file to write the capture to",
                failure(() -> PcapngWriter.create(directory)));
    }

    @Test
    void fullDiskIsTold() {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "skipped: this system has no /dev/full");
        String message = failure(() -> PcapngWriter.create(full));
        assertTrue(message.startsWith("cannot write /dev/full: "), message);
        assertFalse(message.endsWith("null"), message);
    }

    @Test
    void diskThatFillsUpKeepsWholePackets() throws IOException {
        Path file = directory.resolve("filled.pcapng");
        SeekableByteChannel disk = new FullDisk(
                Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 1_000);
        PcapngWriter writer =
                PcapngWriter.begin(file.toString(), disk, new CaptureOrigin("amd64", "Linux 6", "Parley 1"));
        writer.addInterface(NANOSECONDS);
        // 68 octets of section header, 72 of interface description, then 132 a packet: six fit, a seventh in part.
        for (int i = 0; i < 10; i++) {
            writer.write(packet(0, TIME, new byte[100]));
        }
        String told = "cannot write " + file + ": No space left on device; what it holds by now is whole";
        assertEquals(told, failure(writer::flush));
        assertEquals(told, failure(() -> writer.write(packet(0, TIME, new byte[100]))));
        writer.close();
        assertFalse(disk.isOpen());
        assertEquals(6, countPackets(file));
    }

    private interface Failing {
        void run() throws IOException;
    }

    private static String failure(Failing action) {
        return Objects.requireNonNull(
                assertThrows(IOException.class, action::run).getMessage());
    }

    private static Packet packet(int interfaceId, long nanos, byte[] data) {
        Packet packet = new Packet();
        packet.set(1, nanos, interfaceId, LinkType.ETHERNET, MemorySegment.ofArray(data), 0, data.length, data.length);
        return packet;
    }

    private static int countPackets(Path file) throws IOException {
        try (PacketSource source = CaptureFile.open(file)) {
            int count = readAll(source).size();
            assertTrue(source.fault().isEmpty(), () -> source.fault().toString());
            return count;
        }
    }

    private record ReadBack(
            int interfaceId,
            long nanos,
            String data,
            int originalLength,
            @Nullable String comment) {}

    private static List<ReadBack> readAll(PacketSource source) throws IOException {
        List<ReadBack> packets = new ArrayList<>();
        Packet packet = new Packet();
        while (source.next(packet)) {
            packets.add(new ReadBack(
                    packet.interfaceId(),
                    packet.timestampNanos(),
                    HexFormat.of().formatHex(packet.bytes()),
                    packet.originalLength(),
                    packet.comment()));
        }
        return packets;
    }
}
