package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/** How {@code capture} ends, wanted or not, and what the file is then. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CaptureProcessTest {
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");
    private static final String SILENCE = "tcp port 9";

    @TempDir
    private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void loopbackCanBeCaptured() throws IOException {
        CaptureAssumption.loopbackCanBeCaptured();
        file = directory.resolve("packets.pcapng");
    }

    @Test
    void killedItLeavesAllButTheLastSecond() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Process capture = capture("-f", "udp dst port " + socket.getLocalPort(), "-w", file.toString())
                    .start();
            try (BufferedReader errors = capture.errorReader(StandardCharsets.UTF_8)) {
                awaitFile(errors);
                // Three seconds without a gap that a flush could use: one that waited for idleness would have nothing.
                List<Long> sentAt = new ArrayList<>();
                long start = System.nanoTime();
                while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(3)) {
                    byte[] number = ByteBuffer.allocate(Integer.BYTES)
                            .putInt(sentAt.size())
                            .array();
                    sentAt.add(System.nanoTime());
                    socket.send(new DatagramPacket(number, number.length, socket.getLocalSocketAddress()));
                    Thread.onSpinWait();
                }
                long killed = System.nanoTime();
                capture.destroyForcibly().waitFor();

                int last = lastNumber();
                long due = sentAt.stream()
                        .filter(sent ->
                                sent < killed - TimeUnit.SECONDS.toNanos(1) - TimeUnit.MILLISECONDS.toNanos(200))
                        .count();
                assertTrue(last >= due - 1, () -> last + " is the last of " + due + " that were due");
            } finally {
                capture.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void terminatedOnASilentInterfaceItEndsItsFile() throws Exception {
        Process capture = capture("-f", SILENCE, "-w", file.toString()).start();
        try (BufferedReader errors = capture.errorReader(StandardCharsets.UTF_8)) {
            awaitFile(errors);
            capture.toHandle().destroy();
            assertEquals("Packets captured: 0", errors.readLine());
            assertEquals("Packets received/dropped on interface 'lo': 0/0 (100.0%)", errors.readLine());
            assertEquals(143, capture.waitFor());
        } finally {
            capture.destroyForcibly().waitFor();
        }
        assertEquals(-1, lastNumber());
    }

    @Test
    void anInterfaceThatGoesAwayEndsItWithOneLine() throws Exception {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
                        && Files.isExecutable(Path.of("/usr/bin/unshare"))
                        && Files.isExecutable(Path.of("/sbin/ip")),
                "an interface that goes away is not tested: it takes root, unshare and ip");
        String script = """
                ip link add here type veth peer name there && ip link set here up && ip link set there up || exit 99
                "$@" & capture=$!
                while ! [ -s "$FILE" ]; do kill -0 $capture || exit 98; sleep 0.1; done
                ip link del here
                wait $capture
                """;
        ProcessBuilder capture = capture("-i", "here", "-f", "", "-w", file.toString());
        capture.command().addAll(0, List.of("unshare", "-n", "sh", "-c", script, "sh"));
        capture.environment().put("FILE", file.toString());

        ChildJvm.Run run = ChildJvm.run(directory, capture);

        assertEquals(1, run.exitCode(), run.errors());
        assertTrue(
                run.errors().endsWith("\nparley: capturing on here ended: The interface disappeared\n"), run.errors());
        lastNumber();
    }

    @Test
    void standardOutputCarriesTheFile() throws Exception {
        Process capture = capture("-f", SILENCE, "-a", "duration:1", "-w", "-").start();
        try (InputStream packets = capture.getInputStream()) {
            Files.copy(packets, file);
            assertEquals(0, capture.waitFor());
        } finally {
            capture.destroyForcibly().waitFor();
        }
        assertEquals(-1, lastNumber());
    }

    private static ProcessBuilder capture(String... arguments) {
        List<String> all = new ArrayList<>(List.of("capture", "--no-drop"));
        all.addAll(List.of(arguments));
        return ChildJvm.java(NATIVE_ACCESS, all.toArray(String[]::new));
    }

    private static void awaitFile(BufferedReader errors) throws IOException {
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith("File: ")) {
                return;
            }
        }
        throw new AssertionError("the capture ended before it began");
    }

    /** The number in the last packet of the file, which is one for each; -1 where there is none. */
    private int lastNumber() throws IOException {
        try (PacketSource source = CaptureFile.open(file)) {
            Packet packet = new Packet();
            int last = -1;
            while (source.next(packet)) {
                byte[] octets = packet.bytes();
                last = ByteBuffer.wrap(octets).getInt(octets.length - Integer.BYTES);
            }
            assertEquals(1, source.interfaces().size());
            return last;
        }
    }
}
