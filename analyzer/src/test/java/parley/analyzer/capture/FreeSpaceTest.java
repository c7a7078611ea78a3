package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreeSpaceTest {
    private static final long MIB = 1 << 20;

    private long free;

    @ParameterizedTest
    @CsvSource({
        "100000, 50000, 1000", // 1 % of a large disk
        "1000, 600, 256", // 256 MiB of a small one
        "1000, 100, 50", // half of what is free on one that is nearly full
        "10, 8, 4",
    })
    void writingEndsBeforeTheDiskIsFull(long size, long freeAtFirst, long kept) {
        free = freeAtFirst * MIB;
        FreeSpace space = new FreeSpace(() -> free, size * MIB);

        long written = 0;
        while (!space.isShort()) {
            free -= 1 << 16;
            space.wrote(1 << 16);
            written += 1 << 16;
        }

        assertEquals(kept, space.keptMebibytes());
        assertEquals((freeAtFirst - kept) * MIB, written, 2 * MIB);
    }

    @Test
    void whatFillsTheDiskBesideCountsToo() {
        free = 1_000 * MIB;
        FreeSpace space = new FreeSpace(() -> free, 2_000 * MIB);
        space.wrote(10 * MIB);
        assertFalse(space.isShort());

        free = 10 * MIB;
        space.wrote(1);
        assertFalse(space.isShort(), "it is not looked at for every octet");
        space.wrote(MIB);

        assertTrue(space.isShort());
    }

    @Test
    void aDiskThatDoesNotTellHasAllTheRoomThereIs() {
        free = 1_000 * MIB;
        FreeSpace space = new FreeSpace(
                () -> {
                    if (free == 0) {
                        throw new UncheckedIOException(new IOException("gone"));
                    }
                    return free;
                },
                2_000 * MIB);
        free = 0;
        space.wrote(10 * MIB);
        assertFalse(space.isShort());

        FreeSpace device = FreeSpace.of(Path.of("/dev/null"));
        device.wrote(Long.MAX_VALUE / 2);
        assertFalse(device.isShort());
    }

    @Test
    void packetsAreWrittenUntilTheirDiskIsShortAndTheFileIsWhole(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("chat.pcapng");
        free = 8 * MIB;
        FreeSpace space = new FreeSpace(() -> free, 16 * MIB);
        CaptureOrigin origin = new CaptureOrigin("amd64", "Linux 6", "Parley 1");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Packet packet = new Packet();
        packet.set(1, 1, 0, LinkType.RAW, MemorySegment.ofArray(new byte[1_000]), 0, 1_000, 1_000);

        try (PcapngWriter writer = PcapngWriter.begin(file.toString(), channel, origin, space)) {
            writer.addInterface(new CaptureInterface("lo", LinkType.RAW, 0, 9, null));
            IOException told = assertThrows(IOException.class, () -> {
                while (true) {
                    writer.write(packet);
                    free = 8 * MIB - channel.size();
                }
            });
            assertEquals(
                    "cannot write " + file + ": only 4 MiB are free on its disk; what it holds by now is whole",
                    told.getMessage());
        }

        long packets = 0;
        try (PacketSource source = CaptureFile.open(file)) {
            while (source.next(packet)) {
                packets++;
            }
            assertTrue(source.fault().isEmpty());
        }
        assertEquals(4 * MIB / 1_032, packets, 2 * MIB / 1_032);
    }
}
