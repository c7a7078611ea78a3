package parley.analyzer.replay.packets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.command.ReplayCommand;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LiveCapture;
import picocli.CommandLine;

/** From one end of a cable to the other: two namespaces of the network, joined by a pair of virtual interfaces. */
class VethReplayTest {
    private static final int MOST_SECONDS = 60;
    private static final String NAME = "parley" + ProcessHandle.current().pid();
    private static final String NEAR = NAME + "a";
    private static final String FAR = NAME + "b";
    private static final Path CAPTURE = Path.of("../samples/four-users.pcapng");

    /** The process that sends, in a namespace of its own. */
    static final class Replay {
        private Replay() {}

        public static void main(String[] arguments) {
            System.exit(new CommandLine(new ReplayCommand()).execute(arguments));
        }
    }

    /** The process that captures, in the other: tells when it does, and then each packet in hexadecimal. */
    static final class Receive {
        private Receive() {}

        public static void main(String[] arguments) throws IOException {
            int wanted = Integer.parseInt(arguments[1]);
            try (LiveCapture capture = LiveCapture.open(CaptureOptions.of(arguments[0], null))) {
                System.out.println("capturing");
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
                for (int received = 0; received < wanted && System.nanoTime() < end; ) {
                    if (capture.next(100)) {
                        received++;
                        byte[] octets = capture.data().toArray(ValueLayout.JAVA_BYTE);
                        System.out.println(HexFormat.of().formatHex(octets));
                    }
                }
            }
        }
    }

    @BeforeEach
    void joinTwoNamespaces() throws Exception {
        try {
            if (run("ip", "netns", "add", NEAR) != 0) {
                throw new TestAbortedException("no namespaces of the network: not root, or not allowed to make them");
            }
        } catch (IOException missing) {
            throw new TestAbortedException("no namespaces of the network: ip is not installed", missing);
        }
        assertEquals(0, run("ip", "netns", "add", FAR));
        assertEquals(
                0,
                run(
                        "ip", "link", "add", "name", "near", "netns", NEAR, "type", "veth", "peer", "name", "far",
                        "netns", FAR));
        for (String namespace : List.of(NEAR, FAR)) {
            // The kernel would announce its own addresses of IPv6.
            run("ip", "netns", "exec", namespace, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
            run("ip", "-n", namespace, "link", "set", namespace.equals(NEAR) ? "near" : "far", "up");
        }
    }

    @AfterEach
    void takeThemAway() throws Exception {
        run("ip", "netns", "del", NEAR);
        run("ip", "netns", "del", FAR);
    }

    @Test
    void whatArrivesIsTheCaptureOctetForOctetAtItsOwnPaceAndAtTopSpeed() throws Exception {
        List<byte[]> expected = packets();

        assertSame(expected, 1, arriving(expected.size(), "--speed", "4"));
        assertSame(expected, 3, arriving(3 * expected.size(), "--topspeed", "--loop", "3"));
    }

    @Test
    void whatIsTooLongForTheInterfaceIsSaidAndTheRestArrives() throws Exception {
        assertEquals(0, run("ip", "-n", NEAR, "link", "set", "near", "mtu", "120"));
        List<byte[]> expected =
                packets().stream().filter(packet -> packet.length <= 120 + 14).toList();
        assertTrue(expected.size() < packets().size() && !expected.isEmpty(), "some are too long");

        assertSame(expected, 1, arriving(expected.size(), "--topspeed"));
    }

    private static void assertSame(List<byte[]> expected, int rounds, List<String> arrived) {
        assertEquals(expected.size() * rounds, arrived.size());
        for (int i = 0; i < arrived.size(); i++) {
            assertArrayEquals(
                    expected.get(i % expected.size()), HexFormat.of().parseHex(arrived.get(i)), "packet " + (i + 1));
        }
    }

    private static List<byte[]> packets() throws IOException {
        List<byte[]> packets = new ArrayList<>();
        Packet packet = new Packet();
        try (PacketSource source = CaptureFile.open(CAPTURE)) {
            while (source.next(packet)) {
                packets.add(packet.bytes());
            }
        }
        return packets;
    }

    private static List<String> arriving(int packets, String... options) throws Exception {
        Process receiver = java(FAR, Receive.class, List.of("far", Integer.toString(packets)));
        try (var lines = receiver.inputReader(StandardCharsets.US_ASCII)) {
            assertEquals("capturing", lines.readLine());
            List<String> arguments = new ArrayList<>(List.of("packets", CAPTURE.toString(), "-i", "near"));
            arguments.addAll(List.of(options));
            Process sender = java(NEAR, Replay.class, arguments);
            String said = new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(sender.waitFor(MOST_SECONDS, TimeUnit.SECONDS), said);
            assertEquals(0, sender.exitValue(), said);
            assertTrue(said.startsWith("sent " + packets + " packets"), said);
            return lines.lines().toList();
        } finally {
            receiver.destroyForcibly();
        }
    }

    private static Process java(String namespace, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS));
        return process.exitValue();
    }
}
