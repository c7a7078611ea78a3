package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {
    private final Random random = new Random(1);
    private final Deque<byte[]> waiting = new ArrayDeque<>();

    @TempDir
    private Path directory = Path.of("");

    private boolean add(Spill spill, int length) {
        byte[] block = new byte[length];
        random.nextBytes(block);
        boolean added = spill.add(ByteBuffer.wrap(block));
        if (added) {
            waiting.add(block);
        }
        return added;
    }

    private void take(Spill spill) throws IOException {
        byte[] expected = waiting.remove();
        ByteBuffer block = ByteBuffer.allocate(expected.length);
        spill.take(block);
        assertFalse(block.hasRemaining());
        assertArrayEquals(expected, block.array());
    }

    @Test
    void whatHasBeenTakenMakesRoomBeforeAllHas() throws IOException {
        try (Spill spill = new Spill(100)) {
            assertTrue(add(spill, 50));
            assertTrue(add(spill, 30));
            assertFalse(add(spill, 21));
            for (int i = 0; i < 100; i++) {
                take(spill);
                assertTrue(add(spill, i % 2 == 0 ? 50 : 30), "block " + i);
            }
            take(spill);
            take(spill);
            assertTrue(spill.isEmpty());
            assertTrue(add(spill, 100));
            take(spill);
        }
    }

    @Test
    void aDiskThatIsFullInTheMiddleOfABlockIsUsedAgainOnceThereIsRoom() throws IOException {
        try (Spill spill = new Spill(1000, this::onDiskOfAHundred)) {
            assertTrue(add(spill, 60));
            assertFalse(add(spill, 60));
            assertTrue(add(spill, 40));
            take(spill);
            take(spill);
            assertTrue(add(spill, 60));
            take(spill);
        }
    }

    private SeekableByteChannel onDiskOfAHundred() throws IOException {
        return new FullDisk(
                Files.newByteChannel(
                        directory.resolve("spilled"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                100);
    }

    @Test
    void whereNoFileCanBeMadeThereIsNoRoom() throws IOException {
        int[] tries = {0};
        try (Spill spill = new Spill(1000, () -> {
            tries[0]++;
            throw new IOException("read-only file system");
        })) {
            assertFalse(add(spill, 60));
            assertFalse(add(spill, 60));
            assertTrue(spill.isEmpty());
        }
        assertEquals(1, tries[0]);
    }
}
