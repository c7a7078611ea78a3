package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.analyzer.os.LiveCaptureAssumption.capturableLoopback;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CaptureCommandTest {
    private static final String NAME = "chat_(\\d{5})_\\d{14}\\.pcapng";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void silentInterfaceEndsAfterItsTimeWithAFileThatSaysWhatWasCaptured() throws IOException {
        String loopback = capturableLoopback();
        Path file = directory.resolve("silent.pcapng");

        CommandRun run = capture("-f", "less 1", "-s", "96", "-a", "duration:1", "-w", file.toString());

        assertEquals(0, run.exit(), run.error());
        assertTrue(run.error().contains("File: " + file + "\nPackets captured: 0\n"), run.error());
        try (PacketSource written = CaptureFile.open(file)) {
            assertFalse(written.next(new Packet()));
            CaptureInterface described = written.interfaces().getFirst();
            assertEquals(loopback, described.name());
            assertEquals("less 1", described.filter());
            assertEquals(96, described.snapLength());
        }
    }

    @Test
    void asManyPacketsAsAskedForAreCaptured() throws IOException {
        capturableLoopback();
        Path file = directory.resolve("five.pcapng");

        CommandRun run = whileSending("-c", "5", "-w", file.toString());

        assertEquals(0, run.exit(), run.error());
        assertTrue(run.error().contains("Packets captured: 5\n"), run.error());
        assertTrue(run.error().contains("Packets received/dropped on interface '"), run.error());
        assertEquals(5, packets(file));
    }

    @Test
    void aRingKeepsItsLastFiles() throws IOException {
        capturableLoopback();

        CommandRun run = whileSending("-c", "7", "-b", "packets:2", "-b", "files:2", "-w", chat());

        assertEquals(0, run.exit(), run.error());
        List<Path> files = files();
        assertEquals(List.of("00003", "00004"), files.stream().map(this::number).toList());
        assertEquals(2, packets(files.getFirst()));
        assertEquals(1, packets(files.getLast()));
        assertEquals(
                4, run.error().lines().filter(line -> line.startsWith("File: ")).count(), run.error());
    }

    @Test
    void theLastOfSoManyFilesEndsTheCapture() throws IOException {
        capturableLoopback();

        CommandRun run = whileSending("-b", "packets:2", "-a", "files:3", "-w", chat());

        assertEquals(0, run.exit(), run.error());
        List<Path> files = files();
        assertEquals(
                List.of("00001", "00002", "00003"),
                files.stream().map(this::number).toList());
        for (Path file : files) {
            assertEquals(2, packets(file));
        }
    }

    @Test
    void filesOfASilentRingAreMadeByTimeAlone() throws IOException {
        capturableLoopback();

        CommandRun run = capture("-f", "less 1", "-b", "duration:1", "-a", "files:2", "-w", chat());

        assertEquals(0, run.exit(), run.error());
        assertEquals(
                List.of("00001", "00002"), files().stream().map(this::number).toList());
    }

    @Test
    void aFileEndsWithThePacketThatMakesItLargeEnough() throws IOException {
        capturableLoopback();
        Path file = directory.resolve("kilobyte.pcapng");

        CommandRun run = whileSending("-a", "filesize:1", "-w", file.toString());

        assertEquals(0, run.exit(), run.error());
        // What follows the last packet are the statistics.
        assertTrue(
                Files.size(file) >= 1000 && Files.size(file) < 1300,
                () -> file.toFile().length() + " octets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"duration", "duration:", "duration:0", "filesize:-1", "weight:3", "files:99999999999"})
    void whatIsNoConditionIsToldWithThoseThereAre(String condition) {
        CommandRun run = capture("-a", condition, "-w", chat());

        assertEquals(2, run.exit());
        assertEquals(
                "-a " + condition
                        + " is none of duration:SECONDS, filesize:KB, packets:N and files:N, with a whole number"
                        + " from 1 to 2147483647",
                run.error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "-b"})
    void aNumberOfFilesNeedsToKnowWhenOneIsFull(String option) {
        CommandRun run = capture(option, "files:2", "-w", chat());

        assertEquals(2, run.exit());
        assertEquals(
                "files:N needs to know when a file is full: add -b filesize:KB, -b duration:SECONDS or -b packets:N",
                run.error());
    }

    private static CommandRun capture(String... arguments) {
        return CommandRun.of(new CaptureCommand(), arguments);
    }

    /** Captures datagrams that are sent for as long as the command runs. */
    private static CommandRun whileSending(String... arguments) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread sender = Thread.ofVirtual().start(() -> sendUntilInterrupted(socket));
            try {
                List<String> all = new ArrayList<>(List.of("-f", "udp dst port " + socket.getLocalPort()));
                all.addAll(List.of(arguments));
                return capture(all.toArray(String[]::new));
            } finally {
                sender.interrupt();
            }
        }
    }

    private static void sendUntilInterrupted(DatagramSocket socket) {
        try {
            while (true) {
                socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, socket.getLocalSocketAddress()));
                Thread.sleep(1);
            }
        } catch (IOException | InterruptedException end) {
            // The command has ended.
        }
    }

    private String chat() {
        return directory.resolve("chat.pcapng").toString();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private String number(Path file) {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        assertTrue(name.matches(NAME), name);
        return name.replaceFirst(NAME, "$1");
    }

    private static int packets(Path file) throws IOException {
        try (PacketSource written = CaptureFile.open(file)) {
            Packet packet = new Packet();
            int count = 0;
            while (written.next(packet)) {
                count++;
            }
            assertEquals(Optional.empty(), written.fault());
            return count;
        }
    }
}
