package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

class ProgressSourceTest {
    private static final long SECOND = 1_000_000_000;
    private static final int PACKETS = 10_000;
    private static final String WIPE = "\r\u001b[K";

    private final StringWriter terminal = new StringWriter();
    private long now = 5 * SECOND;

    @Test
    void whatTakesLessThanASecondShowsNothing() throws IOException {
        readAll(new Fake(SECOND / PACKETS / 2), 80);

        assertEquals("", terminal.toString());
    }

    @Test
    void aLongerOneShowsHowFarItIsAndWipesIt() throws IOException {
        readAll(new Fake(4 * SECOND / PACKETS), 80);

        List<String> drawn = List.of(terminal.toString().split("\r\u001b\\[K", -1));
        assertTrue(drawn.size() > 7, drawn.toString());
        assertEquals("", drawn.getLast());
        assertTrue(
                drawn.stream().anyMatch(line -> line.matches(" 5\\d% \\[=+ +\\] 5 of 10 MB, 3 MB/s, 2 s left")),
                drawn.toString());
        assertTrue(drawn.stream().allMatch(line -> line.length() < 80));
    }

    @Test
    void aNarrowTerminalShowsTheShareAlone() throws IOException {
        readAll(new Fake(4 * SECOND / PACKETS), 40);

        assertTrue(terminal.toString().contains(WIPE + " 51% " + WIPE), terminal.toString());
    }

    @Test
    void aFailureIsSaidOnAWipedLine() {
        Fake failing = new Fake(4 * SECOND / PACKETS);
        failing.failsAt = PACKETS / 2;

        assertThrows(IOException.class, () -> readAll(failing, 80));

        assertTrue(terminal.toString().endsWith(WIPE));
    }

    private void readAll(Fake source, int width) throws IOException {
        try (PacketSource watched =
                new ProgressSource(source, new PrintWriter(terminal), width, PACKETS * Fake.OCTETS, () -> now)) {
            Packet packet = new Packet();
            int count = 0;
            while (watched.next(packet)) {
                count++;
            }
            assertEquals(PACKETS, count);
            assertFalse(watched.next(packet));
        }
    }

    /** Each packet takes its time. */
    private final class Fake implements PacketSource {
        private static final long OCTETS = 1000;

        private final long nanosAPacket;
        private int given;
        private int failsAt = Integer.MAX_VALUE;

        Fake(long nanosAPacket) {
            this.nanosAPacket = nanosAPacket;
        }

        @Override
        public boolean next(Packet packet) throws IOException {
            if (given == failsAt) {
                throw new IOException("it broke");
            }
            if (given == PACKETS) {
                return false;
            }
            given++;
            now += nanosAPacket;
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
        public long octetsRead() {
            return given * OCTETS;
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
