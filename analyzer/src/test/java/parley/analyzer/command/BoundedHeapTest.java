package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.ForwardingSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;

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
        PacketSource empty = new FrameSource(1, Collections.nCopies(packets, Frame.of(0, new byte[0])));
        PacketSource littering = new ForwardingSource(empty) {
            @Override
            public boolean next(Packet packet) throws IOException {
                garbage += octets / packets;
                return source().next(packet);
            }
        };
        try (PacketSource source = new BoundedHeap(littering, () -> live + garbage, this::collect)) {
            Packet packet = new Packet();
            int count = 0;
            while (source.next(packet)) {
                count++;
            }
            assertEquals(packets, count);
        }
    }

    private void collect() {
        collectedAt.add(live + garbage);
        garbage = 0;
    }
}
