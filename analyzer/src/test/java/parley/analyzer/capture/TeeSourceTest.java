package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeeSourceTest {
    private static final CaptureInterface ETHERNET = new CaptureInterface("eth0", LinkType.ETHERNET, 0, 9, null);
    private static final CaptureInterface LOOPBACK = new CaptureInterface("lo", LinkType.ETHERNET, 0, 9, null);

    @TempDir
    Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("tee.pcapng");
    }

    @Test
    void everyPacketIsGivenAndWritten() throws IOException {
        Scripted source = new Scripted(ETHERNET);
        Packet packet = new Packet();
        try (TeeSource tee = new TeeSource(source, PcapngWriter.create(file))) {
            source.packets = 3;
            for (int i = 1; i <= 3; i++) {
                assertTrue(tee.next(packet));
                assertEquals(i, packet.number());
            }
            assertFalse(tee.next(packet));
            assertEquals(3, packetsInFile());
        }
        assertTrue(source.closed);
    }

    @Test
    void fileHoldsAllThatWasGivenWheneverTheSourceWaits() throws IOException {
        Scripted source = new Scripted(ETHERNET);
        Packet packet = new Packet();
        List<Integer> inFileWhenIdle = new ArrayList<>();
        try (TeeSource tee = new TeeSource(source, PcapngWriter.create(file))) {
            tee.onIdle(() -> inFileWhenIdle.add(packetsInFile()));
            source.packets = 2;
            assertTrue(tee.next(packet));
            assertTrue(tee.next(packet));
            assertEquals(0, packetsInFile());
            source.idle.run();
        }
        assertEquals(List.of(2), inFileWhenIdle);
    }

    @Test
    void emptyCaptureStillNamesItsInterface() throws IOException {
        try (TeeSource tee = new TeeSource(new Scripted(ETHERNET), PcapngWriter.create(file))) {
            assertEquals(List.of(ETHERNET), tee.interfaces());
        }
        try (PacketSource written = CaptureFile.open(file)) {
            assertFalse(written.next(new Packet()));
            assertEquals(List.of(ETHERNET), written.interfaces());
        }
    }

    @Test
    void interfaceThatAppearsLaterIsDescribedBeforeItsFirstPacket() throws IOException {
        Scripted source = new Scripted(ETHERNET);
        Packet packet = new Packet();
        try (TeeSource tee = new TeeSource(source, PcapngWriter.create(file))) {
            source.interfaces.add(LOOPBACK);
            source.packets = 1;
            assertTrue(tee.next(packet));
        }
        try (PacketSource written = CaptureFile.open(file)) {
            assertTrue(written.next(packet));
            assertEquals(List.of(ETHERNET, LOOPBACK), written.interfaces());
            assertEquals(1, packet.interfaceId());
        }
    }

    @Test
    void closingWritesDownWhatWasLost() throws IOException {
        Scripted source = new Scripted(ETHERNET);
        source.dropped = 7;
        TeeSource tee = new TeeSource(source, PcapngWriter.create(file));
        tee.close();
        tee.close();
        try (PacketSource written = CaptureFile.open(file)) {
            assertFalse(written.next(new Packet()));
            assertEquals(7, written.dropped());
        }
    }

    @Test
    void stopReachesTheSource() throws IOException {
        Scripted source = new Scripted(ETHERNET);
        try (TeeSource tee = new TeeSource(source, PcapngWriter.create(file))) {
            tee.stop();
        }
        assertTrue(source.stopped);
    }

    private int packetsInFile() throws IOException {
        try (PacketSource written = CaptureFile.open(file)) {
            int count = 0;
            while (written.next(new Packet())) {
                count++;
            }
            assertEquals(Optional.empty(), written.fault());
            return count;
        }
    }

    /** Gives as many packets as it is told, of the interface that it learned of last. */
    private static final class Scripted implements PacketSource {
        final List<CaptureInterface> interfaces = new ArrayList<>();
        IdleAction idle = () -> {};
        int packets;
        long dropped;
        boolean stopped;
        boolean closed;
        private int given;

        Scripted(CaptureInterface first) {
            interfaces.add(first);
        }

        @Override
        public boolean next(Packet packet) {
            if (given == packets) {
                return false;
            }
            given++;
            byte[] data = {1, 2, 3};
            packet.set(given, given, interfaces.size() - 1, 1, MemorySegment.ofArray(data), 0, 3, 3);
            return true;
        }

        @Override
        public List<CaptureInterface> interfaces() {
            return interfaces;
        }

        @Override
        public Optional<CaptureFault> fault() {
            return Optional.empty();
        }

        @Override
        public long dropped() {
            return dropped;
        }

        @Override
        public void onIdle(IdleAction action) {
            idle = action;
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
