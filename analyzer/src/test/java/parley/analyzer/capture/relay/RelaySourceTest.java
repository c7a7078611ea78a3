package parley.analyzer.capture.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.FileDetails;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.protocol.HostPort;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelaySourceTest {
    /** More than all the buffers between a client and a server hold. */
    private static final int MUCH = 96 << 20;

    private static final byte[] LINE = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory = Path.of("");

    private Path file() {
        return directory.resolve("relay.pcapng");
    }

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private static byte[] carried(List<Described> packets, int from) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        packets.stream().filter(packet -> packet.from() == from).forEach(packet -> all.writeBytes(packet.data()));
        return all.toByteArray();
    }

    private static CompletableFuture<Void> writing(Socket socket, byte[] octets) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        OutputStream out = socket.getOutputStream();
                        out.write(octets);
                        socket.shutdownOutput();
                    } catch (IOException failure) {
                        throw new AssertionError(failure);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void everyOctetOfBothDirectionsArrivesAndIsInThePackets() throws Exception {
        byte[] request = random(3_000_001);
        byte[] answer = random(2_000_003);
        try (RelayRig rig = RelayRig.open(file()).read();
                Socket client = rig.call();
                Socket server = rig.answer()) {
            CompletableFuture<Void> asking = writing(client, request);
            CompletableFuture<Void> answering = writing(server, answer);
            CompletableFuture<byte[]> asked = CompletableFuture.supplyAsync(() -> readAll(server));
            assertArrayEquals(answer, readAll(client));
            assertArrayEquals(request, asked.get(60, TimeUnit.SECONDS));
            CompletableFuture.allOf(asking, answering).get(60, TimeUnit.SECONDS);

            List<Described> packets = rig.end();

            assertArrayEquals(request, carried(packets, client.getLocalPort()));
            assertArrayEquals(answer, carried(packets, rig.server.getLocalPort()));
            assertEquals(request.length + answer.length, rig.relay.octets());
            assertEquals(1, rig.relay.connections());
            assertTrue(rig.troubles.isEmpty(), rig.troubles::toString);
        }
        Wireshark.assertFaultless(file());
        assertEquals(List.of("31"), Wireshark.completeness(file()));
    }

    private static byte[] readAll(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void theServerGoesOnAfterTheClientHasSentItsLast() throws Exception {
        byte[] answer = random(500_000);
        try (RelayRig rig = RelayRig.open(file()).read();
                Socket client = rig.call();
                Socket server = rig.answer()) {
            client.getOutputStream().write(LINE);
            client.shutdownOutput();
            assertArrayEquals(LINE, readAll(server));
            writing(server, answer).get(60, TimeUnit.SECONDS);
            assertArrayEquals(answer, readAll(client));

            List<Described> packets = rig.end();

            assertArrayEquals(answer, carried(packets, rig.server.getLocalPort()));
            assertEquals(
                    List.of(client.getLocalPort(), rig.server.getLocalPort()),
                    packets.stream()
                            .filter(packet -> packet.flags().equals("FIN ACK"))
                            .map(Described::from)
                            .toList());
        }
        Wireshark.assertFaultless(file());
    }

    @Test
    void aClientsResetIsAResetForTheServerAfterWhatItSentBefore() throws Exception {
        try (RelayRig rig = RelayRig.open(file()).read();
                Socket client = rig.call();
                Socket server = rig.answer()) {
            int port = client.getLocalPort();
            client.getOutputStream().write(LINE);
            assertArrayEquals(LINE, server.getInputStream().readNBytes(LINE.length));
            client.setSoLinger(true, 0);
            client.close();
            assertThrows(SocketException.class, () -> server.getInputStream().read());

            assertEndsByReset(rig.end(), port);
        }
        Wireshark.assertFaultless(file());
        assertEquals(List.of("47"), Wireshark.completeness(file()));
    }

    @Test
    void aServersResetIsAResetForTheClient() throws Exception {
        try (RelayRig rig = RelayRig.open(file()).read();
                Socket client = rig.call()) {
            try (Socket server = rig.answer()) {
                server.getOutputStream().write(LINE);
                assertArrayEquals(LINE, client.getInputStream().readNBytes(LINE.length));
                server.setSoLinger(true, 0);
            }
            assertThrows(SocketException.class, () -> client.getInputStream().read());

            assertEndsByReset(rig.end(), rig.server.getLocalPort());
        }
        Wireshark.assertFaultless(file());
    }

    /** Nothing is read of a side that has sent its last, so that its reset is noticed by writing to it. */
    @Test
    void aResetAfterTheEndIsCarriedOverOnceThereIsSomethingToSend() throws Exception {
        try (RelayRig rig = RelayRig.open(file()).read();
                Socket client = rig.call();
                Socket server = rig.answer()) {
            int port = client.getLocalPort();
            client.shutdownOutput();
            assertEquals(-1, server.getInputStream().read());
            client.setSoLinger(true, 0);
            client.close();
            OutputStream out = server.getOutputStream();
            assertThrows(SocketException.class, () -> {
                while (true) {
                    out.write(LINE);
                }
            });

            assertEndsByReset(rig.end(), port);
        }
        Wireshark.assertFaultless(file());
    }

    private static void assertEndsByReset(List<Described> packets, int from) {
        assertEquals("RST ACK", packets.getLast().flags());
        assertEquals(from, packets.getLast().from());
        assertEquals(
                1,
                packets.stream()
                        .filter(packet -> packet.flags().contains("RST"))
                        .count());
    }

    @Test
    void aServerThatIsNotThereIsAResetForTheClientAndALine() throws Exception {
        try (RelayRig rig = RelayRig.toNobody(file()).read();
                Socket client = rig.call()) {
            assertThrows(SocketException.class, () -> client.getInputStream().read());

            List<Described> packets = rig.end();

            assertEquals(
                    List.of("SYN", "RST ACK"),
                    packets.stream().map(Described::flags).toList());
            assertEquals(
                    List.of(HostPort.format(rig.relay.target())
                            + " refuses the connection; is the server running, and on that port? (127.0.0.1:"
                            + client.getLocalPort() + " is reset)"),
                    List.copyOf(rig.troubles));
        }
        Wireshark.assertFaultless(file());
    }

    @Test
    void whoDoesNotReadStopsWhoWrites() throws Exception {
        try (RelayRig rig = RelayRig.open(file()).read();
                SocketChannel client = SocketChannel.open(rig.relay.address());
                Socket server = rig.answer()) {
            assertStandsStillUntilReadBy(server, client);
        }
    }

    @Test
    void packetsThatNobodyReadsStopWhoWrites() throws Exception {
        try (RelayRig rig = RelayRig.open(file());
                SocketChannel client = SocketChannel.open(rig.relay.address());
                Socket server = rig.answer()) {
            byte[] buffer = new byte[1 << 16];
            CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> count(server, buffer));
            long written = writeUntilStuck(client);
            assertTrue(written < MUCH, "all " + written + " octets were taken");

            rig.read();
            writeAll(client, MUCH - written);

            assertEquals(MUCH, read.get(60, TimeUnit.SECONDS));
        }
    }

    private static void assertStandsStillUntilReadBy(Socket server, SocketChannel client) throws Exception {
        long written = writeUntilStuck(client);
        assertTrue(written < MUCH, "all " + written + " octets were taken");

        byte[] buffer = new byte[1 << 16];
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(() -> count(server, buffer));
        writeAll(client, MUCH - written);

        assertEquals(MUCH, read.get(60, TimeUnit.SECONDS));
    }

    private static long count(Socket socket, byte[] buffer) {
        try {
            long count = 0;
            int octets = socket.getInputStream().read(buffer);
            while (octets >= 0) {
                count += octets;
                octets = socket.getInputStream().read(buffer);
            }
            return count;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Writes until nothing is taken for a while, or everything is. */
    private static long writeUntilStuck(SocketChannel client) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        long written = 0;
        try (Selector selector = Selector.open()) {
            client.configureBlocking(false);
            SelectionKey key = client.register(selector, SelectionKey.OP_WRITE);
            while (written < MUCH && selector.select(3000) > 0) {
                selector.selectedKeys().clear();
                chunk.clear().limit((int) Math.min(chunk.capacity(), MUCH - written));
                written += client.write(chunk);
            }
            key.cancel();
        }
        client.configureBlocking(true);
        return written;
    }

    private static void writeAll(SocketChannel client, long octets) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        long left = octets;
        while (left > 0) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), left));
            left -= client.write(chunk);
        }
        client.shutdownOutput();
    }

    @Test
    void aPortThatIsUsedAgainIsAnotherConversation() throws Exception {
        int port;
        try (RelayRig rig = RelayRig.open(file()).read()) {
            try (Socket client = rig.call();
                    Socket server = rig.answer()) {
                port = client.getLocalPort();
                client.getOutputStream().write(LINE);
                assertArrayEquals(LINE, server.getInputStream().readNBytes(LINE.length));
                client.setSoLinger(true, 0);
                client.close();
                assertThrows(IOException.class, () -> server.getInputStream().read(), "the reset arrives");
            }
            try (Socket client = new Socket()) {
                client.setReuseAddress(true);
                client.bind(RelayRig.loopback(port));
                client.connect(rig.relay.address());
                try (Socket server = rig.answer()) {
                    client.getOutputStream().write(LINE);
                    client.shutdownOutput();
                    assertArrayEquals(LINE, readAll(server));
                }
                assertEquals(-1, client.getInputStream().read());
            }

            List<Described> packets = rig.end();

            assertEquals(
                    List.of("SYN", "RST ACK", "SYN", "FIN ACK", "FIN ACK"),
                    packets.stream()
                            .map(Described::flags)
                            .filter(flags -> flags.equals("SYN") || flags.contains("RST") || flags.contains("FIN"))
                            .toList());
        }
    }

    @Test
    void stoppingEndsWhatIsOpenAndTheFileIsWhole() throws Exception {
        try (RelayRig rig = RelayRig.open(file()).read();
                Socket client = rig.call();
                Socket server = rig.answer()) {
            client.getOutputStream().write(LINE);
            assertArrayEquals(LINE, server.getInputStream().readNBytes(LINE.length));

            List<Described> packets = rig.end();

            assertEquals(-1, client.getInputStream().read());
            assertEquals(-1, server.getInputStream().read());
            assertEquals("ACK", packets.getLast().flags());
            assertThrows(IOException.class, rig::call);
            try (PacketSource written = CaptureFile.open(file())) {
                Packet packet = new Packet();
                while (written.next(packet)) {
                    assertTrue(packet.number() <= packets.size());
                }
                assertEquals(packets.size(), packet.number());
                assertTrue(written.fault().isEmpty());
            }
        }
        Wireshark.assertFaultless(file());
    }

    @Test
    void whatWasSentBeforeTheStopIsCarried() throws Exception {
        byte[] last = random(200_000);
        try (RelayRig rig = RelayRig.open(file()).read();
                Socket client = rig.call();
                Socket server = rig.answer()) {
            writing(server, last).get(30, TimeUnit.SECONDS);

            List<Described> packets = rig.end();

            assertArrayEquals(last, readAll(client));
            assertArrayEquals(last, carried(packets, rig.server.getLocalPort()));
        }
    }

    @Test
    void theFileSaysThatARelayMadeIt() throws Exception {
        String said;
        try (RelayRig rig = RelayRig.open(file()).read()) {
            rig.end();
            said = "made by a relay from " + HostPort.format(rig.relay.address()) + " to "
                    + HostPort.format(rig.relay.target());
        }
        try (PacketSource written = CaptureFile.open(file())) {
            assertFalse(written.next(new Packet()));
            assertTrue(written.relayed().orElse("").startsWith(said), written.relayed()::toString);
            assertEquals(
                    List.of(written.relayed().orElse("")),
                    written.details().map(FileDetails::comments).orElse(List.of()));
        }
    }

    @Test
    void aRelayToItselfIsRefused() {
        InetSocketAddress same = RelayRig.loopback(10_000);
        IOException refused = assertThrows(IOException.class, () -> RelaySource.open(same, same, line -> {}));
        assertTrue(String.valueOf(refused.getMessage()).contains("would lead to itself"), refused::toString);
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (RelayRig rig = RelayRig.open(file())) {
            InetSocketAddress taken = rig.relay.address();
            IOException refused =
                    assertThrows(IOException.class, () -> RelaySource.open(taken, rig.relay.target(), line -> {}));
            assertEquals(
                    "the relay cannot listen on " + HostPort.format(taken) + ": the port is in use; choose another",
                    refused.getMessage());
            assertNotEquals(0, taken.getPort());
        }
    }
}
