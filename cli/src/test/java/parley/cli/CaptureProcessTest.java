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
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;

/** How {@code capture} ends, wanted or not, and what the file is then. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CaptureProcessTest {
    private static final List<String> NATIVE_ACCESS = List.of("--enable-native-access=ALL-UNNAMED");
    private static final String SILENCE = "tcp port 9";
    private static final long BETWEEN_PACKETS_NANOS = 50_000;

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
                // Not
                // faster than that takes, for tshark reads all of it.
                List<Long> sentAt = new ArrayList<>();
                long start = System.nanoTime();
                while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(3)) {
                    byte[] number = ByteBuffer.allocate(Integer.BYTES)
                            .putInt(sentAt.size())
                            .array();
                    sentAt.add(System.nanoTime());
                    socket.send(new DatagramPacket(number, number.length, socket.getLocalSocketAddress()));
                    while (System.nanoTime() - sentAt.getLast() < BETWEEN_PACKETS_NANOS) {
                        Thread.onSpinWait();
                    }
                }
                long killed = System.nanoTime();
                capture.destroyForcibly().waitFor();

                int last = lastNumber();
                long due = sentAt.stream()
                        .filter(sent ->
                                sent < killed - TimeUnit.SECONDS.toNanos(1) - TimeUnit.MILLISECONDS.toNanos(200))
                        .count();
                assertTrue(last >= due - 1, () -> last + " is the last of " + due + " that were due");
                if (Tshark.isInstalled()) {
                    assertEquals(
                            last + 1,
                            Tshark.framesOfCutFile(file, "udp.dstport == " + socket.getLocalPort())
                                    .size());
                }
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
            String why = "Nothing was captured: no packet on lo matched the filter \"" + SILENCE + "\".";
            assertTrue(errors.readLine().startsWith(why));
            assertEquals(143, capture.waitFor());
        } finally {
            capture.destroyForcibly().waitFor();
        }
        assertEquals(-1, lastNumber());
    }

    @Test
    void anInterfaceThatGoesAwayEndsItWithOneLine() throws Exception {
        assumeNetworksCanBeMade("an interface that goes away is not tested");
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
    void aFullDiskIsOneLineAndTheFileHasWhatWasWritten() throws Exception {
        // A limit on the file's size is to a writer what a full disk is; jnr-ffi unpacks a smaller one.
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            ProcessBuilder limited = capture("-f", "udp dst port " + socket.getLocalPort(), "-w", file.toString());
            limited.command().addAll(0, List.of("bash", "-c", "ulimit -f 1024; exec \"$@\"", "bash"));
            Process capture = limited.start();
            try (BufferedReader errors = capture.errorReader(StandardCharsets.UTF_8)) {
                awaitFile(errors);
                for (int i = 0; capture.isAlive(); i++) {
                    byte[] number = ByteBuffer.allocate(1000)
                            .putInt(1000 - Integer.BYTES, i)
                            .array();
                    socket.send(new DatagramPacket(number, number.length, socket.getLocalSocketAddress()));
                    Thread.onSpinWait();
                }

                assertEquals(1, capture.waitFor());
                List<String> said = errors.lines().toList();
                assertEquals(
                        "parley: cannot write " + file + ": File too large; what it holds by now is whole",
                        said.getLast(),
                        said::toString);
            } finally {
                capture.destroyForcibly().waitFor();
            }
        }
        assertTrue(lastNumber() > 500);
    }

    @Test
    void severalInterfacesAreOneFileInOrderOfTime() throws Exception {
        assumeNetworksCanBeMade("several interfaces are not captured at once");
        // What goes out on one comes in on the other: each datagram is there twice, and first on the one that sent it.
        String script = """
                ip link add here type veth peer name there && ip link set here up && ip link set there up || exit 99
                ip addr add 192.0.2.1/24 dev here && ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev here || exit 99
                "$@" & capture=$!
                while ! [ -s "$FILE" ]; do kill -0 $capture || exit 98; sleep 0.1; done
                for i in $(seq 1000); do echo $i > /dev/udp/192.0.2.2/9; done
                wait $capture
                """;
        ProcessBuilder capture =
                capture("-i", "here", "-i", "there", "-f", "udp dst port 9", "-c", "2000", "-w", file.toString());
        capture.command().addAll(0, List.of("unshare", "-n", "bash", "-c", script, "bash"));
        capture.environment().put("FILE", file.toString());

        ChildJvm.Run run = ChildJvm.run(directory, capture);

        assertEquals(0, run.exitCode(), run.errors());
        List<List<Long>> timesByInterface = List.of(new ArrayList<>(), new ArrayList<>());
        try (PacketSource source = CaptureFile.open(file)) {
            Packet packet = new Packet();
            long before = Long.MIN_VALUE;
            while (source.next(packet)) {
                assertTrue(packet.timestampNanos() >= before, () -> "packet " + packet.number() + " is earlier");
                before = packet.timestampNanos();
                timesByInterface.get(packet.interfaceId()).add(before);
            }
            assertEquals(
                    List.of("here", "there"),
                    source.interfaces().stream().map(CaptureInterface::name).toList());
        }
        assertEquals(1000, timesByInterface.get(0).size());
        assertEquals(1000, timesByInterface.get(1).size());
        for (int i = 0; i < 1000; i++) {
            assertTrue(timesByInterface.get(0).get(i) <= timesByInterface.get(1).get(i), "datagram " + i);
        }
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

    private static void assumeNetworksCanBeMade(String otherwise) throws IOException {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)
                        && Files.isExecutable(Path.of("/usr/bin/unshare"))
                        && Files.isExecutable(Path.of("/sbin/ip")),
                otherwise + ": it takes root, unshare and ip");
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
