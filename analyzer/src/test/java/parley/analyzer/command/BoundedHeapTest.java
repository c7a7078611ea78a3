package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

class BoundedHeapTest {
    private static final long MIB = 1 << 20;

    private final List<Long> collectedAt = new ArrayList<>();
    private long live;
    private long garbage;

    @Test
    void garbageNeverGrowsPastALimit() throws IOException {
        live = 100 * MIB;
        read(2_000 * MIB);
        assertEquals(10, collectedAt.size(), 1);
        collectedAt.forEach(used -> assertEquals(300 * MIB, used, 20 * MIB));
    }

    @Test
    void whatIsNeededIsNotCollectedInVainAllTheTime() throws IOException {
        live = 1_000 * MIB;
        read(2_000 * MIB);
        assertEquals(2, collectedAt.size(), 1);
    }

    @Test
    void aShortCaptureIsReadWithoutCollecting() throws IOException {
        read(299 * MIB);
        assertEquals(List.of(), collectedAt);
    }

    /** Reads a million packets that leave so much behind. */
    private void read(long octets) throws IOException {
        int packets = 1_000_000;
        try (PacketSource source =
                new BoundedHeap(new Littering(packets, octets / packets), () -> live + garbage, () -> {
                    collectedAt.add(live + garbage);
                    garbage = 0;
                })) {
            Packet packet = new Packet();
            int count = 0;
            while (source.next(packet)) {
                count++;
            }
            assertEquals(packets, count);
        }
    }

    private final class Littering implements PacketSource {
        private final long octetsAPacket;
        private int left;

        Littering(int packets, long octetsAPacket) {
            this.left = packets;
            this.octetsAPacket = octetsAPacket;
        }

        @Override
        public boolean next(Packet packet) {
            garbage += octetsAPacket;
            return left-- > 0;
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
        public long octetsRead() {
            return 0;
        }

        @Override
        public long dropped() {
            return 0;
        }

        @Override
        public void stop() {}

        @Override
        public void close() {}
    }
}
