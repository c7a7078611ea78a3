package parley.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** What becomes of tests with {@link Replay} and {@link Capture}: the tests are the methods of {@link Cases}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayExtensionTest {
    private static final Path CAPTURES = Path.of("target", "captures-of-cases");
    private static final String FOUR_USERS = "../samples/four-users.pcapng";
    private static final String CHAT_OF_THE_FIRST_SERVER = "../samples/seed-session.pcapng";

    /** Run by the tests below, and by nobody else. */
    static class Cases {
        private static ChatServer server;

        @BeforeAll
        static void startServer() throws IOException {
            server = ChatServer.start(ServerOptions.defaults().withPort(0));
        }

        @AfterAll
        static void closeServer() throws Exception {
            server.close();
        }

        @Test
        @Replay(FOUR_USERS)
        void agrees(Recording recording) throws Exception {
            recording.to(server.address()).atSpeed(10).play();
        }

        @Test
        @Replay("one-answer.pcap")
        void isAResource(Recording recording) throws Exception {
            recording.to(server.address()).play();
        }

        @Test
        @Replay(value = CHAT_OF_THE_FIRST_SERVER, stream = 0)
        void differs(Recording recording) throws Exception {
            recording
                    .to("127.0.0.1", server.address().getPort())
                    .atSpeed(Double.POSITIVE_INFINITY)
                    .waiting(Duration.ofMillis(200))
                    .play();
        }

        @Test
        @Replay(FOUR_USERS)
        void doesNotPlay(Recording recording) {
            assertTrue(recording.toString().endsWith("four-users.pcapng"));
        }

        @Test
        @Replay("no-such-file.pcapng")
        void hasNoCapture(Recording recording) {
            fail("found " + recording);
        }

        @Test
        @Replay(FOUR_USERS)
        void findsNoServer(Recording recording) throws Exception {
            int port;
            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = closed.getLocalPort();
            }
            recording.to("127.0.0.1", port).play();
        }

        @Test
        @Capture("target/captures-of-cases")
        void passes(Wire wire) throws Exception {
            assertEquals("welcome to the chat", firstLine(wire));
        }

        @Test
        @Capture("target/captures-of-cases")
        void fails(Wire wire) throws Exception {
            assertEquals("good morning", firstLine(wire));
        }

        @RepeatedTest(2)
        @Capture("target/captures-of-cases")
        void failsTwice(Wire wire) throws Exception {
            assertEquals("good morning", firstLine(wire));
        }

        @Test
        @Capture("target/captures-of-cases")
        @Replay(CHAT_OF_THE_FIRST_SERVER)
        void differsOnTheWire(Recording recording, Wire wire) throws Exception {
            recording.stream(0)
                    .to(wire.to(server.address()))
                    .waiting(Duration.ofMillis(200))
                    .atSpeed(100)
                    .play();
        }

        private static String firstLine(Wire wire) throws IOException {
            InetSocketAddress way = wire.to(server.address());
            try (Socket socket = new Socket(way.getAddress(), way.getPort());
                    BufferedReader lines = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                OutputStream out = socket.getOutputStream();
                String line = lines.readLine();
                out.write("Ofir\n".getBytes(StandardCharsets.UTF_8));
                return line;
            }
        }
    }

    /** The annotation is for each of its tests. */
    @Capture("target/captures-of-cases")
    static class CapturedCases {
        @Test
        void fails(Wire wire) throws Exception {
            try (ChatServer server = ChatServer.start(ServerOptions.defaults().withPort(0))) {
                InetSocketAddress way = wire.to("127.0.0.1", server.address().getPort());
                new Socket(way.getAddress(), way.getPort()).close();
                fail("as it should");
            }
        }
    }

    @AfterEach
    void removeCaptures() throws IOException {
        for (Path file : kept()) {
            Files.delete(file);
        }
    }

    private static List<Path> kept() throws IOException {
        if (!Files.isDirectory(CAPTURES)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(CAPTURES)) {
            return files.sorted().toList();
        }
    }

    private static EngineExecutionResults run(String method, Class<?>... parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Cases.class, method, parameters))
                .execute();
    }

    private static Throwable failure(EngineExecutionResults results) {
        List<Event> failed = results.testEvents().failed().list();
        assertEquals(1, failed.size());
        return failed.getFirst()
                .getPayload(TestExecutionResult.class)
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow();
    }

    private static String message(Throwable failure) {
        return Objects.requireNonNull(failure.getMessage());
    }

    private static void assertPasses(EngineExecutionResults results) {
        results.testEvents()
                .assertStatistics(statistics -> statistics.started(1).succeeded(1));
    }

    @Test
    void aTestWhoseServerAnswersAsCapturedPasses() {
        assertPasses(run("agrees", Recording.class));
    }

    @Test
    void aCaptureMayBeAResourceBesideTheTest() {
        assertPasses(run("isAResource", Recording.class));
    }

    @Test
    void aTestWhoseServerAnswersOtherwiseFailsWithEachDifference() {
        Throwable failure = failure(run("differs", Recording.class));

        assertInstanceOf(AssertionError.class, failure);
        String message = message(failure);
        assertTrue(message.startsWith(CHAT_OF_THE_FIRST_SERVER + ", stream 0 against 127.0.0.1:"), message);
        assertTrue(message.contains("stream  client    sent  expected   equal  allowed  different"), message);
        assertTrue(message.contains("stream 0 (Ofir): unexpected"), message);
        assertTrue(message.contains("  came      hello  hello Ofir  (octets 32 to 42 of the server's)"), message);
    }

    @Test
    void aTestThatDoesNotPlayItsRecordingFails() {
        assertEquals(
                "the recording was not played: recording.to(host, port).play() plays it",
                message(failure(run("doesNotPlay", Recording.class))));
    }

    @Test
    void aCaptureThatIsNotThereIsNamed() {
        String message = message(failure(run("hasNoCapture", Recording.class)));

        assertTrue(message.contains("no-such-file.pcapng: no such file"), message);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        String message = message(failure(run("findsNoServer", Recording.class)));

        assertTrue(message.startsWith("no connection to 127.0.0.1:"), message);
    }

    @Test
    void theCaptureOfATestThatPassesIsRemoved() throws IOException {
        assertPasses(run("passes", Wire.class));

        assertTrue(Files.isDirectory(CAPTURES), "nothing was captured");
        assertEquals(List.of(), kept());
    }

    @Test
    void theCaptureOfATestThatFailsIsKeptAndTheFailureSaysWhere() throws IOException {
        EngineExecutionResults results = run("fails", Wire.class);

        Path file = CAPTURES.resolve("Cases.fails.pcapng");
        assertEquals(List.of(file), kept());
        assertEquals(
                "what the test did on the wire is in " + file.toAbsolutePath(),
                failure(results).getSuppressed()[0].toString());
        assertEquals(
                List.of(Map.of("capture", file.toAbsolutePath().toString())),
                results.testEvents().reportingEntryPublished().stream()
                        .map(event ->
                                event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                        .toList());
        assertEquals(List.of("Ofir"), sent(file));
    }

    private static List<String> sent(Path file) throws IOException {
        try (PacketSource source = CaptureFile.open(file)) {
            return RecordedConversation.read(source, AnalysisOptions.DEFAULT).recording().events().stream()
                    .filter(event -> event.what() == RecordedConversation.What.SENT)
                    .map(event ->
                            new String(Objects.requireNonNull(event.piece()).octets(), StandardCharsets.UTF_8).strip())
                    .toList();
        }
    }

    @Test
    void onAClassItIsForEachTest() throws IOException {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(CapturedCases.class, "fails", Wire.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.failed(1));

        assertEquals(List.of(CAPTURES.resolve("CapturedCases.fails.pcapng")), kept());
    }

    @Test
    void aTestThatRunsSeveralTimesHasACaptureEachTime() throws IOException {
        run("failsTwice", Wire.class);

        assertEquals(
                List.of(CAPTURES.resolve("Cases.failsTwice.1.pcapng"), CAPTURES.resolve("Cases.failsTwice.2.pcapng")),
                kept());
    }

    @Test
    void aReplayThatDiffersKeepsTheCaptureOfWhatCame() throws IOException {
        Throwable failure = failure(run("differsOnTheWire", Recording.class, Wire.class));

        assertTrue(message(failure).contains("unexpected"), failure::getMessage);
        assertEquals(List.of(CAPTURES.resolve("Cases.differsOnTheWire.pcapng")), kept());
        assertFalse(sent(kept().getFirst()).isEmpty());
    }
}
