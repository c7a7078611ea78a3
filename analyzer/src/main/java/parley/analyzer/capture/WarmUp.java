package parley.analyzer.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LiveCapture;

/**
 * Sends packets from memory the way of captured ones, through libpcap into a file, so that the JVM has compiled that way
 * when the first real one comes. Until it has, a packet takes so long that a burst fills a small buffer: with 1 MiB, what
 * one core sends in the first half second.
 */
public final class WarmUp {
    /** By then it is compiled; that takes less than a third of a second. */
    private static final int PACKETS = 40_000;

    private static final int PACKET_OCTETS = 64;

    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int VERSION_MAJOR_2_MINOR_4 = 0x0004_0002;
    private static final int SNAP_LENGTH = 65_535;
    private static final int ETHERNET = 1;

    private WarmUp() {}

    private interface Way {
        void take(PacketSource packets) throws IOException;
    }

    /**
     * For packets that are recorded as they come; where libpcap can read memory.
     *
     * @throws IOException if there is no libpcap; the message is one line that says what to do
     */
    public static void ofRecording() throws IOException {
        send(source -> {
            try (Recording recording = new Recording(source, nowhere())) {
                Packet packet = new Packet();
                for (int i = 0; i < PACKETS && source.next(packet); i++) {
                    recording.write(packet);
                }
            }
        });
    }

    /**
     * The same for packets that are recorded and queued.
     *
     * @throws IOException if there is no libpcap; the message is one line that says what to do
     */
    public static void ofQueue() throws IOException {
        send(source -> {
            try (PacketSource queued = new QueuedSource(new TeeSource(source, nowhere()))) {
                Packet packet = new Packet();
                for (int i = 0; i < PACKETS && queued.next(packet); i++) {
                    // It is taken, and that is all.
                }
            }
        });
    }

    private static void send(Way way) throws IOException {
        // Shared: a queue reads it on a thread of its own.
        try (Arena arena = Arena.ofShared()) {
            Optional<LiveCapture> capture = LiveCapture.inMemory(file(arena));
            if (capture.isPresent()) {
                try (PacketSource source = new LiveSource(capture.get(), CaptureOptions.of("memory", null))) {
                    way.take(source);
                }
            }
        }
    }

    private static PcapngWriter nowhere() throws IOException {
        return PcapngWriter.begin("nowhere", new Nowhere(), CaptureOrigin.here());
    }

    private static MemorySegment file(Arena arena) {
        MemorySegment file = arena.allocate(FILE_HEADER + (long) PACKETS * (PACKET_HEADER + PACKET_OCTETS), Long.BYTES);
        file.set(ValueLayout.JAVA_INT, 0, MAGIC_NANOSECONDS);
        file.set(ValueLayout.JAVA_INT, 4, VERSION_MAJOR_2_MINOR_4);
        file.set(ValueLayout.JAVA_INT, 16, SNAP_LENGTH);
        file.set(ValueLayout.JAVA_INT, 20, ETHERNET);
        for (int i = 0; i < PACKETS; i++) {
            long at = FILE_HEADER + (long) i * (PACKET_HEADER + PACKET_OCTETS);
            file.set(ValueLayout.JAVA_INT, at, i);
            file.set(ValueLayout.JAVA_INT, at + 8, PACKET_OCTETS);
            file.set(ValueLayout.JAVA_INT, at + 12, PACKET_OCTETS);
        }
        return file;
    }

    /** Takes everything and keeps nothing. */
    private static final class Nowhere implements WritableByteChannel {
        @Override
        public int write(ByteBuffer octets) {
            int count = octets.remaining();
            octets.position(octets.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
