package parley.analyzer.replay.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
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
        List<String> notes = new ArrayList<>();
        ReplayOptions options = ReplayOptions.at(PlayedServer.anywhere()).atSpeed(Double.POSITIVE_INFINITY);
        try (PlayedServer server = PlayedServer.of(recording, options)) {
            ReplayResult clients = new ReplayClient(
                            recording,
                            ReplayOptions.at(server.address()).atSpeed(Double.POSITIVE_INFINITY),
                            Decoders.BUILT_IN,
                            notes::add)
                    .play(capture);
            ReplayResult played = server.result();
            assertEquals(List.of(), Differences.of(clients));
            assertEquals(List.of(), Differences.of(played));
            assertEquals(0, clients.differences() + played.differences());
            assertEquals(List.of(), notes);
            assertEquals(List.of(), server.notes);
            assertTrue(clients.isComparable() && played.isComparable());
        }
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
