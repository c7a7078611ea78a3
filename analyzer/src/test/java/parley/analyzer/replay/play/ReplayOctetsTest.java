package parley.analyzer.replay.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.analyzer.app.Decoders;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.testing.TcpScript;

/** A protocol that nothing decodes, whose server speaks first. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayOctetsTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final String SESSION = """
            handshake
            S data 'ready\\n'
            C data 'one\\n'
            S data '<o'
            S data 'ne>\\n'
            C data 'two\\n'
            S data '<two>\\n'
            C data 'bye\\n'
            close
            """;

    private final List<String> notes = new ArrayList<>();

    private static RecordedConversation recording(String script) throws IOException {
        return RecordedConversation.read(TcpScript.parse(script).source(), AnalysisOptions.DEFAULT)
                .recording();
    }

    private ReplayResult replay(String script, UnaryOperator<String> answers) throws Exception {
        try (LineServer server = new LineServer(answers)) {
            ReplayResult result = new ReplayClient(
                            recording(script),
                            ReplayOptions.at(server.address()).waiting(SOON),
                            Decoders.BUILT_IN,
                            notes::add)
                    .play(RunCapture.NONE);
            assertEquals(List.of("one", "two", "bye"), server.heard.subList(0, 3));
            return result;
        }
    }

    private static String answer(String line) {
        return line.equals("bye") ? "" : "<" + line + ">\n";
    }

    @Test
    void anAnswerIsWholeWhenAsManyOctetsHaveComeAsWereCaptured() throws Exception {
        ReplayResult result = replay(SESSION, ReplayOctetsTest::answer);

        assertEquals(List.of(), Differences.of(result));
        assertEquals(3, result.tracks().getFirst().expected());
        assertEquals(List.of(), notes);
    }

    @Test
    void anotherOctetIsADifferenceAndTheNextAnswerIsNot() throws Exception {
        ReplayResult result = replay(SESSION, line -> line.equals("one") ? "<oNe>\n" : answer(line));

        assertEquals(List.of("different from octet 2 on of <one>␊ as <oNe>␊"), Differences.of(result));
    }

    @Test
    void aShorterAnswerIsWaitedForAndTheNextIsComparedFromItsBeginning() throws Exception {
        ReplayResult result = replay(SESSION, line -> line.equals("one") ? "<o>\n" : answer(line));

        assertEquals(List.of("different from octet 2 on of <one>␊ as <o>␊"), Differences.of(result));
        assertEquals(List.of("stream 0 waited in vain for: octets (frame 6)"), notes);
    }

    @Test
    void whatComesBesidesIsUnexpected() throws Exception {
        ReplayResult result = replay(SESSION, line -> line.equals("two") ? "<two>\n<more>\n" : answer(line));

        assertEquals(List.of("unexpected more octets than were captured as <more>␊"), Differences.of(result));
    }

    @Test
    void aServerThatDoesNotEndTheConnectionIsADifference() throws Exception {
        ReplayResult result = replay(SESSION.replace("close", "S FIN; C ACK"), line -> "<" + line + ">\n");

        assertEquals(
                List.of(
                        "unexpected more octets than were captured as <bye>␊",
                        "missing the server did not end the connection"),
                Differences.of(result));
    }

    /** Where one that goes wrong says the same for ever, memory would not last. */
    @Test
    void aServerThatSaysFarMoreThanWasCapturedIsNotListenedToAnyLonger() throws Exception {
        String flood = "x".repeat(1 << 20) + "\n";
        try (LineServer server = new LineServer(ReplayOctetsTest::answer)) {
            server.telling(flood, Duration.ZERO);
            ReplayResult result = new ReplayClient(
                            recording("handshake; S data 'ready\\n'; C data 'one\\n'; S data '<one>\\n'; S FIN; C ACK"),
                            ReplayOptions.at(server.address()).waiting(Duration.ofSeconds(20)),
                            Decoders.BUILT_IN,
                            notes::add)
                    .play(RunCapture.NONE);

            String told = "the server said far more than was captured: its connection was reset";
            assertEquals("different " + told, Differences.of(result).getLast());
            assertEquals(List.of("stream 0: " + told), notes);
            long kept = 0;
            for (Answer answer : result.tracks().getFirst().answers()) {
                kept += answer.actual() == null ? 0 : answer.actual().octets().length;
            }
            assertTrue(kept < 17 << 20, kept + " octets were kept");
        }
    }

    /** One that tells the time, for instance. */
    @Test
    void aServerThatGoesOnSayingThingsIsNotListenedToForEver() throws Exception {
        try (LineServer server = new LineServer(ReplayOctetsTest::answer)) {
            server.telling("tick\n", Duration.ofMillis(20));
            ReplayResult result = new ReplayClient(
                            recording("handshake; S data 'ready\\n'; C data 'one\\n'; S data '<one>\\n'; C ACK"),
                            ReplayOptions.at(server.address()).waiting(SOON),
                            Decoders.BUILT_IN,
                            notes::add)
                    .play(RunCapture.NONE);

            assertTrue(result.differences() > 0);
        }
    }

    @Test
    void whatALossyNetworkRepeatedIsSentOnce() throws Exception {
        String lossy = SESSION.replace("C data 'two\\n'", "C data 'two\\n'\nlose\nat +200ms\nC again\ndup")
                .replace("S data 'ne>\\n'", "S data 'ne>\\n'\nlose\nat +10ms\nS again");

        assertEquals(List.of(), Differences.of(replay(lossy, ReplayOctetsTest::answer)));
    }

    @Test
    void whatTheCaptureLacksIsSaidAndNotCompared() throws Exception {
        String holed = SESSION.replace("S data '<o'", "S data '<o'\nunseen");

        ReplayResult result = replay(holed, ReplayOctetsTest::answer);

        assertEquals(List.of(), Differences.of(result));
        assertEquals(
                List.of("the capture lacks 2 octets of the server, which are neither sent nor compared"),
                result.tracks().getFirst().track().notes());
    }

    @Test
    void octetsThatARuleIsAboutMayBeOthersAndMoreOrFewer() throws Exception {
        String dated = SESSION.replace("'ready\\n'", "'220 ready Mon, 3 Feb 1997 10:00:00\\r\\n'");
        Rules rules = Rules.parse("rules", "octets: /ready[^\\r]*/ may differ");
        try (LineServer server =
                new LineServer("220 ready Tue, 24 Nov 2026 06:00:00.123\r\n", ReplayOctetsTest::answer)) {
            ReplayResult result = new ReplayClient(
                            recording(dated),
                            ReplayOptions.at(server.address()).waiting(SOON).withRules(rules),
                            Decoders.BUILT_IN,
                            notes::add)
                    .play(RunCapture.NONE);

            assertEquals(List.of(), Differences.of(result));
            assertEquals(1, result.count(Verdict.ALLOWED));
            assertEquals(2, result.count(Verdict.EQUAL));
            assertEquals(List.of(), notes);
        }
    }

    @Test
    void whatIsEndedBeforeItsEndTellsWhatThereIsSoFar() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (LineServer server = new LineServer(line -> {
            if (line.equals("two")) {
                asked.countDown();
                return "<";
            }
            return answer(line);
        })) {
            ReplayClient client = new ReplayClient(
                    recording(SESSION),
                    ReplayOptions.at(server.address()).waiting(Duration.ofSeconds(50)),
                    Decoders.BUILT_IN,
                    notes::add);
            FutureTask<ReplayResult> play = new FutureTask<>(() -> client.play(RunCapture.NONE));
            Thread.ofVirtual().start(play);
            asked.await();
            client.stop();

            ReplayResult result = play.get();
            assertTrue(result.partly());
            assertEquals(List.of(), Differences.of(result));
            assertEquals(2, result.count(Verdict.EQUAL));
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailure() throws Exception {
        InetSocketAddress nobody;
        try (LineServer server = new LineServer(ReplayOctetsTest::answer)) {
            nobody = server.address();
        }

        assertThrows(
                ConnectException.class,
                () -> new ReplayClient(recording(SESSION), ReplayOptions.at(nobody), Decoders.BUILT_IN, notes::add)
                        .play(RunCapture.NONE));
    }
}
