package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.SparseChannel;

/** Offsets, and packets, behind the 2 GiB and 4 GiB where a number of 32 bits ends. */
class LargeCaptureTest {
    private static final Frame LAST = Frame.of(1_000_000_000, new byte[] {1, 2, 3, 4});
    private static final int FILE_HEADER = 24;
    private static final int RESOLUTION = 9;
    private static final int DECRYPTION_SECRETS = 10;
    private static final int LARGEST_BUFFER = 1 << 20;

    /** What a source gave at its end, without all that was before. */
    private record End(long packets, Frame last, CaptureFault fault) {
        static End of(SparseChannel file) throws IOException {
            CaptureInput input = new CaptureInput(file, "large");
            Packet packet = new Packet();
            try (PacketSource source = CaptureFile.open(input, "large")) {
                while (source.next(packet)) {
                    // Only the last one counts, which the view then still shows.
                }
                Frame last = new Frame(packet.timestampNanos(), packet.bytes(), packet.originalLength());
                assertTrue(input.buffer().byteSize() <= LARGEST_BUFFER);
                return new End(packet.number(), last, source.fault().orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, 1L << 32})
    void aPcapFileIsReadAndItsBreakIsPlacedBehindAnyNumberOfBytes(long size) throws IOException {
        byte[] largest = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(8, CaptureFile.LARGEST_PACKET)
                .putInt(12, CaptureFile.LARGEST_PACKET)
                .array();
        SparseChannel file = new SparseChannel().content(PcapBytes.of(LinkType.RAW, List.of()));
        long packets = 0;
        while (file.length() < size) {
            file.content(largest).hole(CaptureFile.LARGEST_PACKET);
            packets++;
        }
        byte[] small = PcapBytes.of(LinkType.RAW, List.of(LAST));
        file.content(Arrays.copyOfRange(small, FILE_HEADER, small.length));
        long offset = file.length();
        assertEquals(
                new End(packets + 1, LAST, new CaptureFault(offset, "the file ends inside a record's header")),
                End.of(file.content(new byte[5])));
    }

    @Test
    void aPcapngBlockOfFourGigabytesIsPassedOver() throws IOException {
        long length = 0xffff_fffcL;
        PcapngBytes blocks = new PcapngBytes(ByteOrder.LITTLE_ENDIAN)
                .networkInterface(LinkType.RAW, 0, PcapngBytes.Option.octet(RESOLUTION, 9))
                .words(DECRYPTION_SECRETS, length);
        int hole = blocks.length();
        byte[] all = blocks.words(length).packet(0, LAST.nanos(), LAST).octets();
        SparseChannel file = new SparseChannel()
                .content(Arrays.copyOf(all, hole))
                .hole(length - 12)
                .content(Arrays.copyOfRange(all, hole, all.length));
        long offset = file.length();
        assertEquals(
                new End(1, LAST, new CaptureFault(offset, "the file ends inside a block's header")),
                End.of(file.content(new byte[7])));
    }
}
