package parley.analyzer.capture.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.relay.TcpConversation.Sender;
import parley.analyzer.wire.TcpChecksum;

class TcpConversationTest {
    private static final InetSocketAddress CLIENT = at("192.0.2.7", 40_000);
    private static final InetSocketAddress SERVER = at("192.0.2.1", 10_000);
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory = Path.of("");

    private final List<byte[]> packets = new ArrayList<>();

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    private TcpConversation conversation(int clientSequence, int serverSequence) {
        return new TcpConversation(CLIENT, SERVER, packets::add, clientSequence, serverSequence);
    }

    private List<String> told() {
        List<Described> all = Described.all(packets);
        all.forEach(packet -> assertEquals(TcpChecksum.RIGHT, packet.checksum(), packet::toString));
        return all.stream()
                .map(packet -> "%s %s %d %d %d"
                        .formatted(
                                packet.from() == CLIENT.getPort() ? ">" : "<",
                                packet.flags(),
                                packet.sequence(),
                                packet.acknowledgment(),
                                packet.data().length))
                .toList();
    }

    private static void chat(TcpConversation conversation, byte[] data) {
        conversation.call();
        conversation.answer();
        conversation.send(Sender.SERVER, data, data.length);
        conversation.acknowledge(Sender.CLIENT);
        conversation.send(Sender.CLIENT, data, data.length);
        conversation.send(Sender.SERVER, data, data.length);
        conversation.acknowledge(Sender.SERVER);
        conversation.acknowledge(Sender.CLIENT);
        conversation.finish(Sender.CLIENT);
        conversation.acknowledge(Sender.SERVER);
        conversation.send(Sender.SERVER, data, data.length);
        conversation.acknowledge(Sender.CLIENT);
        conversation.finish(Sender.SERVER);
        conversation.acknowledge(Sender.CLIENT);
    }

    @Test
    void aChatFromItsHandshakeToItsLastAcknowledgment() {
        chat(conversation(100, 500), HELLO);

        assertEquals(
                List.of(
                        "> SYN 100 0 0",
                        "< SYN ACK 500 101 0",
                        "> ACK 101 501 0",
                        "< PSH ACK 501 101 6",
                        "> ACK 101 507 0",
                        "> PSH ACK 101 507 6",
                        // What the server says next acknowledges it, so that no segment does so alone.
                        "< PSH ACK 507 107 6",
                        "> ACK 107 513 0",
                        "> FIN ACK 107 513 0",
                        "< ACK 513 108 0",
                        "< PSH ACK 513 108 6",
                        "> ACK 108 519 0",
                        "< FIN ACK 519 108 0",
                        "> ACK 108 520 0"),
                told());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -2, -4, -9})
    void sequenceNumbersWrap(int beforeZero) throws Exception {
        chat(conversation(beforeZero, beforeZero - 3), HELLO);

        List<String> told = told();
        assertEquals("> ACK %d %d 0".formatted(beforeZero + 14 - 6, beforeZero - 3 + 20), told.getLast());
        Path file = directory.resolve("wrap.pcapng");
        Described.write(packets, file);
        Wireshark.assertFaultless(file);
        assertEquals(List.of("31"), Wireshark.completeness(file));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.1, 65495",
        "2001:db8::7, 2001:db8::1, 65475",
        "::1, 127.0.0.1, 65475",
        "127.0.0.1, ::1, 65475"
    })
    void whatIsLargerThanASegmentMayBeIsSplit(String client, String server, int maximum) throws Exception {
        TcpConversation conversation = new TcpConversation(at(client, 40_000), at(server, 10_000), packets::add);
        byte[] data = new byte[3 * maximum + 11];
        new Random(5).nextBytes(data);
        chat(conversation, data);

        List<Described> all = Described.all(packets);
        all.forEach(packet -> assertEquals(TcpChecksum.RIGHT, packet.checksum(), packet::toString));
        List<Described> first = all.subList(3, 7);
        assertEquals(
                List.of(maximum, maximum, maximum, 11),
                first.stream().map(packet -> packet.data().length).toList());
        assertEquals(
                List.of("ACK", "ACK", "ACK", "PSH ACK"),
                first.stream().map(Described::flags).toList());
        ByteArrayOutputStream carried = new ByteArrayOutputStream();
        first.forEach(packet -> carried.writeBytes(packet.data()));
        assertArrayEquals(data, carried.toByteArray());
        Path file = directory.resolve("split.pcapng");
        Described.write(packets, file);
        Wireshark.assertFaultless(file);
        assertEquals(List.of("31"), Wireshark.completeness(file));
    }

    @Test
    void aCallThatNobodyTakesIsRefused() {
        TcpConversation conversation = conversation(100, 500);
        conversation.call();
        conversation.refuse();
        conversation.send(Sender.CLIENT, HELLO, HELLO.length);

        assertEquals(List.of("> SYN 100 0 0", "< RST ACK 0 101 0"), told());
    }

    @ParameterizedTest
    @CsvSource({"CLIENT, > RST ACK 107 501 0", "SERVER, < RST ACK 501 107 0"})
    void nothingComesAfterAReset(Sender sender, String reset) {
        TcpConversation conversation = conversation(100, 500);
        conversation.call();
        conversation.answer();
        conversation.send(Sender.CLIENT, HELLO, HELLO.length);
        conversation.reset(sender);
        int count = packets.size();
        conversation.acknowledge(Sender.SERVER);
        conversation.send(Sender.SERVER, HELLO, HELLO.length);
        conversation.finish(Sender.CLIENT);
        conversation.reset(sender.other());

        assertEquals(count, packets.size());
        assertEquals(reset, told().getLast());
    }

    @Test
    void whatIsAcknowledgedIsNotAcknowledgedAgain() {
        TcpConversation conversation = conversation(100, 500);
        conversation.call();
        conversation.answer();
        conversation.send(Sender.CLIENT, HELLO, HELLO.length);
        conversation.acknowledge(Sender.SERVER);
        int count = packets.size();
        conversation.acknowledge(Sender.SERVER);

        assertEquals(count, packets.size());
    }

    @Test
    void conversationsBeginAnywhere() {
        for (int i = 0; i < 8; i++) {
            new TcpConversation(CLIENT, SERVER, packets::add).call();
        }

        assertTrue(Described.all(packets).stream()
                        .map(Described::sequence)
                        .distinct()
                        .count()
                > 1);
    }

    @Test
    void addressesOfAPacketAreOfOneVersion() {
        assertThrows(IllegalArgumentException.class, () -> new SegmentWriter(new byte[4], 1, new byte[16], 2, 0));
    }
}
