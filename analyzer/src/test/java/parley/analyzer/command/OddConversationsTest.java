package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.report.Reports;

/** What is said of conversations that are seldom as the books have them. */
class OddConversationsTest {
    private static Path odd(String name) {
        return Path.of("src/test/resources/captures/odd", name);
    }

    private static CommandRun analyze(String capture, String... options) {
        return CommandRun.of(
                new AnalyzeCommand(),
                Stream.concat(Stream.of(odd(capture).toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static List<String> column(String table, String name, String capture, String... options) {
        String[] all = Stream.concat(Stream.of("-o", "-", "--only", table), Stream.of(options))
                .toArray(String[]::new);
        return Reports.column(Reports.rows(analyze(capture, all).out()), name);
    }

    private static String statement(String id, String capture, String... options) {
        List<String> ids = column("findings", "id", capture, options);
        int at = ids.indexOf(id);
        return at < 0 ? "" : column("findings", "statement", capture, options).get(at);
    }

    @Test
    void ofOneSideAmidAChatTheMessagesAreToldAndThatHalfIsMissing() {
        String capture = "one-side-midstream.pcap";
        assertEquals(
                12,
                column("messages", "kind", capture).stream()
                        .filter("direct"::equals)
                        .count());
        assertEquals(List.of("Dana"), column("users", "name", capture));
        assertTrue(statement("one-direction", capture)
                .startsWith("The capture has only one direction of 1 connection, what the client sends"));
        assertEquals("", statement("close", capture));
        assertEquals("", statement("handshake", capture));
    }

    @Test
    void aNameOnTheSynIsAName() {
        assertEquals(List.of("name", "hello"), column("messages", "kind", "tfo-not-taken.pcap"));
    }

    @ParameterizedTest
    @CsvSource({
        "lower-client-port-mid.pcap, ",
        "lower-client-port-mid.pcap, 10000=chat",
        "lower-client-port-mid.pcap, 5000=chat",
        "no-syn-low-client.pcap, "
    })
    void theServerIsWhoeverSpeaksAsOne(String capture, String decodeAs) {
        String[] options = decodeAs == null ? new String[0] : new String[] {"--decode-as", decodeAs};
        assertEquals(List.of("10.0.0.1:10000"), column("conversations", "server", capture, options));
        assertEquals(List.of("fin client"), column("conversations", "ended", capture, options));
        assertEquals(List.of("10.0.0.2"), column("users", "address", capture, options));
        assertEquals(
                "The server at 10.0.0.1 has port 10000, its client has port 5000.",
                statement("port-map", capture, options));
    }

    @Test
    void ofAConnectionToItselfThatIsAllThatIsSaidOfItsOpening() {
        String capture = "self-connect.pcap";
        assertTrue(statement("self-connection", capture)
                .startsWith("Connection 0: 127.0.0.1:40404 is connected to itself"));
        List<String> ids = column("findings", "id", capture);
        for (String id : List.of("handshake", "handshakes-incomplete", "port-map", "close", "closes")) {
            assertFalse(ids.contains(id), id);
        }
        assertEquals("The capture shows no SYN that is sent again.", statement("handshakes-repeated", capture));
        assertEquals("The capture shows no retransmission.", statement("retransmissions", capture));
    }

    @Test
    void conversationsOfOneInitialSequenceNumberAreToldApart() {
        String capture = "same-isn.pcap";
        assertEquals(List.of("0", "0", "0"), column("users", "tcp.stream", capture));
        assertEquals(List.of("User0", "User1", "User2"), column("users", "name", capture));
        assertEquals(15, column("messages", "kind", capture).size());
        assertTrue(statement("connection-reopened", capture)
                .startsWith("Connection 0 carries 3 conversations, one after another"));
        assertTrue(statement("handshake", capture).endsWith("in 2 ms from SYN to ACK, the first time."));
        assertEquals("The capture shows no retransmission.", statement("retransmissions", capture));
        assertEquals("The capture shows no keep-alive.", statement("keep-alives", capture));
        assertEquals("No byte is sent again with other content.", statement("overlap-conflicts", capture));
        // What Wireshark follows of the stream: the first conversation.
        assertEquals(List.of("6", "64"), column("streams", "bytes", capture));
    }

    @ParameterizedTest
    @CsvSource({"json-chat.pcapng, 5053, 3", "words-chat.pcapng, 5056, 30"})
    void anotherChatIsNotTakenForThisOne(String capture, int port, int lines, @TempDir Path directory)
            throws IOException {
        String statement = statement("not-this-chat", capture, "--decode-as", port + "=chat");
        assertTrue(
                statement.startsWith("127.0.0.1:" + port + " does not speak this chat: 0 of " + lines + " lines"),
                statement);
        assertEquals("", statement("server-identity", capture, "--decode-as", port + "=chat"));
        analyze(capture, "-o", directory.toString());
        assertFalse(Files.readString(directory.resolve("report.md")).contains("--decode-as"));
    }
}
