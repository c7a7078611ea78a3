package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Decoders;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.play.ReplayOptions;
import parley.analyzer.replay.play.ReplayResult;
import parley.analyzer.replay.play.ReplayServer;
import parley.analyzer.replay.play.RunCapture;
import parley.analyzer.replay.recording.RecordedConversation;

/** The server of a capture of the chat, played to captured clients and to the chat's own. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayServerChatTest {
    private static final Path FOUR_USERS = ProjectFiles.sample("four-users.pcapng");
    private static final Path FIRST_SERVER = ProjectFiles.sample("seed-session.pcapng");
    private static final Path LOSSY = Path.of("src/test/resources/lossy-four-users.pcap");
    private static final Renames RENAMES = new Renames(Map.of("Ofir", "Zohar", "Emily", "Amit"));

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final List<ReplayServer> servers = new ArrayList<>();

    @AfterEach
    void closeServers() throws IOException {
        for (ReplayServer server : servers) {
            server.close();
        }
    }

    /** A server that plays, and what becomes of it. */
    private record Played(InetSocketAddress address, FutureTask<ReplayResult> play) {
        void assertNoDifference() throws Exception {
            assertEquals(
                    List.of(),
                    play.get().tracks().stream()
                            .flatMap(track -> track.differences().stream())
                            .map(Answer::toString)
                            .toList());
            assertEquals(0, play.get().differences());
            assertTrue(play.get().isComparable());
        }
    }

    private Played play(Path capture, Renames renames) throws IOException {
        RecordedConversation recording;
        try (PacketSource source = CaptureFile.open(capture)) {
            recording =
                    RecordedConversation.read(source, AnalysisOptions.DEFAULT).recording();
        }
        ReplayOptions options = ReplayOptions.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .atSpeed(10)
                .withRenames(renames);
        ReplayServer server = ReplayServer.open(recording, options, Decoders.BUILT_IN, notes::add);
        servers.add(server);
        FutureTask<ReplayResult> play = new FutureTask<>(() -> server.play(RunCapture.NONE));
        Thread.ofPlatform().daemon().name("played server").start(play);
        return new Played(server.address(), play);
    }

    private static Run client(Path capture, Played server, String... options) {
        Stream<String> fixed = Stream.of(
                "replay",
                "client",
                capture.toString(),
                "--to",
                "127.0.0.1:" + server.address().getPort());
        return Run.of(
                Commands.neededFor("replay"),
                Stream.concat(fixed, Arrays.stream(options)).toArray(String[]::new));
    }

    private void assertBothAgree(Path capture, Renames renames, String... options) throws Exception {
        Played server = play(capture, renames);

        Run run = client(capture, server, options);

        assertEquals("", run.errors());
        assertTrue(run.output().contains("no difference: "), run::output);
        assertEquals(0, run.exitCode());
        server.assertNoDifference();
        assertEquals(List.of(), notes);
    }

    @Test
    void capturedClientsAndTheCapturedServerAgree() throws Exception {
        assertBothAgree(FOUR_USERS, Renames.NONE);
        assertBothAgree(FOUR_USERS, Renames.NONE, "--speed", "max");
        assertBothAgree(FIRST_SERVER, Renames.NONE, "--speed", "10");
        assertBothAgree(LOSSY, Renames.NONE, "--speed", "10");
    }

    @Test
    void underOtherNamesTheyAgree() throws Exception {
        assertBothAgree(FOUR_USERS, RENAMES, "--rename", "Ofir=Zohar,Emily=Amit");
    }

    @Test
    void theChatsOwnClientsHearWhatTheCapturedOnesHeard() throws Exception {
        Played server = play(FOUR_USERS, Renames.NONE);

        Run run = Run.of(
                Commands.neededFor("play"),
                "play",
                ProjectFiles.sample("four-users.csv").toString(),
                "--server",
                "127.0.0.1:" + server.address().getPort());

        assertEquals(0, run.exitCode(), run::errors);
        server.assertNoDifference();
        assertEquals(List.of(), notes);
    }

    @Test
    void aUserWhoSaysSomethingElseIsToldWithTheFrameAndIsAnsweredAllTheSame() throws Exception {
        Played server = play(FOUR_USERS, Renames.NONE);

        Run run = client(FOUR_USERS, server, "--rename", "Dana=Dina", "--speed", "10");

        assertEquals(1, run.exitCode(), run::output);
        assertEquals(
                List.of(
                        "different recipients: Hodaya → Dana: will you join us for lunch?",
                        "different recipients: Emily → Ofir, Dana: see you at one"),
                server.play().get().tracks().stream()
                        .flatMap(track -> track.differences().stream())
                        .map(ReplayServerChatTest::words)
                        .toList());
        assertTrue(
                notes.getFirst()
                        .matches(
                                "stream 2 \\(Hodaya\\) said direct  Hodaya → Dina: will you join us for lunch\\?;"
                                        + " expected was direct  Hodaya → Dana: will you join us for lunch\\? \\(frame \\d+\\)"),
                notes::toString);
        assertEquals(2, notes.size(), notes::toString);
    }

    private static String words(Answer answer) {
        DecodedMessage said = Objects.requireNonNull(answer.expected()).said();
        return answer.verdict() + " " + answer.why() + ": " + said.sender() + " → "
                + String.join(", ", said.recipients()) + ": " + said.text();
    }
}
