package parley.analyzer.replay.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;
import parley.analyzer.app.Decoders;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.testing.TcpScript;

/** The clients of a capture, played to its server, played. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BothEndsTest {
    private static final Path OWN = Path.of("src/test/resources/captures/own");

    @TempDir
    private Path directory = Path.of("");

    private static RecordedConversation recording(Path file, OptionalLong stream) throws IOException {
        try (PacketSource source = CaptureFile.open(file)) {
            return RecordedConversation.read(source, AnalysisOptions.DEFAULT.withStream(stream))
                    .recording();
        }
    }

    private static RecordedConversation recording(String script) throws IOException {
        return RecordedConversation.read(TcpScript.parse(script).source(), AnalysisOptions.DEFAULT)
                .recording();
    }

    /** Neither end differs, and all that was captured has come. */
    private static void assertNoDifference(RecordedConversation recording) throws Exception {
        assertNoDifference(recording, RunCapture.NONE);
    }

    private static void assertNoDifference(RecordedConversation recording, RunCapture capture) throws Exception {
        assertEquals(List.of(), notesOfNoDifference(recording, capture, ReplayOptions.DEFAULT_WAIT));
    }

    private static List<String> notesOfNoDifference(
            RecordedConversation recording, RunCapture capture, Duration patience) throws Exception {
        List<String> notes = new ArrayList<>();
        try (PlayedServer server = PlayedServer.of(recording, options(PlayedServer.anywhere(), patience))) {
            ReplayResult clients = new ReplayClient(
                            recording, options(server.address(), patience), Decoders.BUILT_IN, notes::add)
                    .play(capture);
            ReplayResult played = server.result();
            assertEquals(List.of(), Differences.of(clients));
            assertEquals(List.of(), Differences.of(played));
            assertEquals(0, clients.differences() + played.differences());
            assertTrue(clients.isComparable() && played.isComparable());
            notes.addAll(server.notes);
            return notes;
        }
    }

    private static ReplayOptions options(InetSocketAddress server, Duration patience) {
        return ReplayOptions.at(server).atSpeed(Double.POSITIVE_INFINITY).waiting(patience);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The server speaks first, and is the first to end.
                "S data 'ready\\n'; C data 'quit\\n'; S data 'bye\\n'; S FIN; C ACK; C FIN; S ACK",
                // The client speaks first, and is the first to end.
                "C data 'quit\\n'; S data 'bye\\n'; C ACK; C FIN; S FIN; C ACK",
                // Each resets it.
                "C data 'quit\\n'; S data 'bye\\n'; C ACK; S RST",
                "C data 'quit\\n'; S data 'bye\\n'; C ACK; C RST",
                // Only one of the two ends, and nobody does.
                "C data 'all\\n'; S ACK; C FIN; S ACK; S data 'of it\\n'; C ACK",
                "C data 'all\\n'; S data 'of it\\n'; S FIN; C ACK; C data 'thanks\\n'; S ACK",
                "C data 'hello\\n'; S data 'there\\n'; C ACK",
                // Octets that are no text, and what was lost, repeated and reordered.
                "C data '\\x00\\xff\\r\\n'; S data '\\xfe\\x00'; C ACK; close",
                "C data 'one\\n'; lose; at +200ms; C again; dup; S data 'a'; S data 'b'; reorder; C ACK; close",
                // More than fits into any buffer, both ways.
                "C data 60000; S ACK; C data 60000; S data 60000; C ACK; S data 60000; C ACK; close",
            })
    void whatAScriptSaysIsPlayedWithoutADifference(String script) throws Exception {
        assertNoDifference(recording("handshake; " + script));
    }

    /** The one end does not send it, and the other waits for it once; that no end differs is no matter of who is faster. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // In the middle of an answer, at its end, and all of it; of the server, and of the client.
                "S data 'ready\\n'; C data 'one\\n'; S data '<o'; unseen; S data 'ne>\\n'; C data 'bye\\n'; close",
                "S data 'ready\\n'; C data 'one\\n'; S data '<o'; S data 'ne>\\n'; unseen; C data 'bye\\n'; close",
                "S data 'ready\\n'; C data 'one\\n'; S data '<one>\\n'; unseen; C data 'two\\n'; S data '<two>\\n'; close",
                "S data 'ready\\n'; C data 'o'; unseen; C data 'ne\\n'; S data '<one>\\n'; C data 'bye\\n'; close",
                "S data 'ready\\n'; C data 'on'; C data 'e\\n'; unseen; S data '<one>\\n'; C data 'bye\\n'; close",
                "S data 'ready\\n'; C data 'one\\n'; unseen; S data '<one>\\n'; C data 'bye\\n'; close",
                // At the very end.
                "C data 'one\\n'; S data '<one>\\n'; S data 'more\\n'; unseen; S FIN; C ACK; C FIN; S ACK",
                // More than would fit into memory as octets.
                "C data 'one\\n'; S data '<one>\\n'; C ACK; S data 'more\\n' seq=1000000000; C data 'bye\\n'; close",
            })
    void whatACaptureLacksIsNoDifference(String script) throws Exception {
        RecordedConversation recording = recording("handshake; " + script);
        assertTrue(
                recording.tracks().getFirst().notes().toString().contains("the capture lacks "),
                () -> recording.tracks().toString());

        List<String> notes = notesOfNoDifference(recording, RunCapture.NONE, Duration.ofSeconds(1));

        assertTrue(notes.size() <= 1, notes::toString);
        for (String note : notes) {
            assertTrue(
                    note.matches("stream 0 waited in vain for: octets that the capture lacks \\(frame \\d+\\)"), note);
        }
    }

    private static final String CHAT = """
            handshake
            S data 'welcome to the chat\\nenter name:\\n'
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            S data 'online: Emily, Ofir\\n'
            C data 'Ofir to Emily - lunch?\\n'
            S data 'Emily to Ofir - at one\\n'
            C data 'Ofir to Emily - fine\\n'
            S data 'Emily to Ofir - see you\\n'
            C data 'exit\\n'
            S data 'goodbye\\n'
            close
            """;

    /** Lines are damaged, and glued together where both ends leave out what was between. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "S data 'hello Ofir\\n'",
                "S data 'Emily to Ofir - at one\\n'",
                "C data 'Ofir to Emily - lunch?\\n'",
                "C data 'exit\\n'",
                "S data 'goodbye\\n'",
            })
    void whatACaptureOfTheChatLacksIsNoDifference(String line) throws Exception {
        assertTrue(CHAT.contains(line), line);
        String text = line.substring(8, line.length() - 3);
        for (String unseen : List.of(
                line + "; unseen",
                "%s data '%s'; unseen; %1$s data '%s\\n'"
                        .formatted(line.charAt(0), text.substring(0, 4), text.substring(4)),
                "%s data '%s'; %1$s data '%s\\n'; unseen"
                        .formatted(line.charAt(0), text.substring(0, 4), text.substring(4)))) {
            List<String> notes =
                    notesOfNoDifference(recording(CHAT.replace(line, unseen)), RunCapture.NONE, Duration.ofSeconds(1));
            for (String note : notes) {
                assertTrue(note.matches("stream 0 waited in vain for: unknown \\(frame \\d+\\)"), note);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed-session.pcapng", "lossy-1.pcapng"})
    void capturesOfTheChatArePlayedWithoutADifference(String name) throws Exception {
        assertNoDifference(recording(OWN.resolve(name), OptionalLong.empty()));
    }

    @Test
    void whatIsWrittenOfAReplayIsPlayedWithoutADifference() throws Exception {
        RecordedConversation recording = recording(OWN.resolve("seed-session.pcapng"), OptionalLong.empty());
        Path again = directory.resolve("again.pcapng");
        try (RunCapture capture = RunCapture.create(again, PlayedServer.anywhere())) {
            assertNoDifference(recording, capture);
        }

        assertNoDifference(recording(again, OptionalLong.empty()));
    }

    /** Other protocols, of the folder that {@code -Dparley.captures} names. */
    @TestFactory
    Stream<DynamicTest> otherProtocolsArePlayedWithoutADifference() {
        String folder = System.getProperty("parley.captures", "");
        return Stream.of("zeek-irc-basic.pcap 0", "zeek-smtp.pcap 0", "zeek-ftp-ipv4.pcap 0")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    if (folder.isEmpty()) {
                        throw new TestAbortedException("no captures: name their folder with -Dparley.captures=FOLDER");
                    }
                    String[] words = name.split(" ");
                    assertNoDifference(
                            recording(Path.of(folder, "public", words[0]), OptionalLong.of(Long.parseLong(words[1]))));
                }));
    }

    /** What a capture has as addresses is called by nobody, though somebody would answer there. */
    @Test
    void nothingIsSentToAnAddressThatOnlyTheCaptureNames() throws Exception {
        try (ServerSocket capturedServer = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket capturedClient = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertNoDifference(recording("""
                    client 127.0.0.1:%d
                    server 127.0.0.1:%d
                    handshake
                    C data 'PORT 127,0,0,1\\n'
                    S data 'ok\\n'
                    close
                    """.formatted(capturedClient.getLocalPort(), capturedServer.getLocalPort())));

            assertNobodyHasCalled(capturedServer);
            assertNobodyHasCalled(capturedClient);
        }
    }

    private static void assertNobodyHasCalled(ServerSocket socket) throws IOException {
        // Who had called by now would be accepted at once.
        socket.setSoTimeout(1);
        assertThrows(SocketTimeoutException.class, socket::accept);
    }
}
