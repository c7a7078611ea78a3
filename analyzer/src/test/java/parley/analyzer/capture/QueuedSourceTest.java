package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A source that is read ahead of who takes its packets. */
class QueuedSourceTest {
    private static final int PACKETS = 20_000;
    private static final int MORE_THAN_MEMORY = 160_000;
    private static final int LENGTH = 1_001;

    /** Gives numbered packets and then ends, or fails. */
    private static final class Numbered implements PacketSource {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final int packets;
        private final boolean fails;
        private long given;

        Numbered(int packets, boolean fails) {
            this.packets = packets;
            this.fails = fails;
        }

        @Override
        public boolean next(Packet packet) throws IOException {
            if (given == packets) {
                if (fails) {
                    throw new IOException("the interface disappeared");
                }
                return false;
            }
            byte[] octets = new byte[LENGTH];
            octets[LENGTH - 1] = (byte) given;
            packet.set(++given, 1_000 * given, 0, 1, MemorySegment.ofArray(octets), 0, LENGTH, LENGTH + 1);
            return true;
        }

        @Override
        public List<CaptureInterface> interfaces() {
            return List.of();
        }

        @Override
        public Optional<CaptureFault> fault() {
            return Optional.empty();
        }

        @Override
        public long dropped() {
            return 7;
        }

        @Override
        public void stop() {}

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static void assertAllTaken(QueuedSource queued, int packets) throws IOException {
        Packet packet = new Packet();
        for (long i = 0; i < packets; i++) {
            assertTrue(queued.next(packet), "packet " + i);
            assertEquals(i + 1, packet.number());
            assertEquals(1_000 * (i + 1), packet.timestampNanos());
            assertEquals(LENGTH, packet.capturedLength());
            assertEquals(LENGTH + 1, packet.originalLength());
            byte last = packet.data().get(ValueLayout.JAVA_BYTE, packet.offset() + LENGTH - 1);
            assertEquals((byte) i, last);
        }
    }

    @Test
    void whoIsLateGetsEveryPacketInOrderWhenTheSourceHasLongBeenClosed() throws Exception {
        Numbered source = new Numbered(PACKETS, false);
        try (QueuedSource queued = new QueuedSource(source)) {
            assertTrue(source.closed.await(30, TimeUnit.SECONDS), "it is closed as soon as it ends");
            assertAllTaken(queued, PACKETS);
            assertFalse(queued.next(new Packet()));
            assertEquals(7, queued.dropped());
        }
    }

    @Test
    void whatMemoryIsNotToHoldWaitsInAFileAndComesInOrder() throws Exception {
        Numbered source = new Numbered(MORE_THAN_MEMORY, false);
        try (QueuedSource queued = new QueuedSource(source)) {
            assertTrue(source.closed.await(30, TimeUnit.SECONDS), "nobody has to take anything");
            assertAllTaken(queued, MORE_THAN_MEMORY);
            assertFalse(queued.next(new Packet()));
        }
    }

    @Test
    void ofASmallHeapMemoryTakesHalf() {
        assertEquals(256, QueuedSource.mostChunks(1L << 30));
        assertEquals(128, QueuedSource.mostChunks(128L << 20));
        assertEquals(1, QueuedSource.mostChunks(0));
    }

    @Test
    void whereTheFileIsFullTooTheSourceWaits() throws Exception {
        Numbered source = new Numbered(MORE_THAN_MEMORY, false);
        try (QueuedSource queued = new QueuedSource(source, 1 << 20)) {
            assertAllTaken(queued, MORE_THAN_MEMORY);
            assertFalse(queued.next(new Packet()));
        }
    }

    @Test
    void aFailureIsToldBehindWhatWasCapturedBefore() throws Exception {
        try (QueuedSource queued = new QueuedSource(new Numbered(PACKETS, true))) {
            assertAllTaken(queued, PACKETS);
            assertThrows(IOException.class, () -> queued.next(new Packet()));
        }
    }

    @Test
    void whoNeverTakesAnythingCanClose() throws Exception {
        Numbered source = new Numbered(PACKETS, false);
        new QueuedSource(source).close();
        assertEquals(0, source.closed.getCount());
    }
}
