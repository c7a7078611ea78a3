package parley.analyzer.replay.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.analyzer.app.Decoders;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.comparison.Answer;
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
            ReplayResult result = ReplayClient.play(
                    recording(script),
                    ReplayOptions.to(server.address()).waiting(SOON),
                    Decoders.BUILT_IN,
                    RunCapture.NONE,
                    notes::add);
            assertEquals(List.of("one", "two", "bye"), server.heard.subList(0, 3));
            return result;
        }
    }

    private static List<String> differences(ReplayResult result) {
        return result.tracks().stream()
                .flatMap(played -> played.differences().stream())
                .map(ReplayOctetsTest::words)
                .toList();
    }

    private static String words(Answer answer) {
        return answer.verdict()
                + (answer.why().isEmpty() ? "" : " " + answer.why())
                + (answer.expected() == null ? "" : " of " + ReplayTable.said(answer.expected()))
                + (answer.actual() == null ? "" : " as " + ReplayTable.said(answer.actual()));
    }

    private static String answer(String line) {
        return line.equals("bye") ? "" : "<" + line + ">\n";
    }

    @Test
    void anAnswerIsWholeWhenAsManyOctetsHaveComeAsWereCaptured() throws Exception {
        ReplayResult result = replay(SESSION, ReplayOctetsTest::answer);

        assertEquals(List.of(), differences(result));
        assertEquals(3, result.tracks().getFirst().expected());
        assertEquals(List.of(), notes);
    }

    @Test
    void anotherOctetIsADifferenceAndTheNextAnswerIsNot() throws Exception {
        ReplayResult result = replay(SESSION, line -> line.equals("one") ? "<oNe>\n" : answer(line));

        assertEquals(List.of("different from octet 2 on of <one>␊ as <oNe>␊"), differences(result));
    }

    @Test
    void aShorterAnswerIsWaitedForAndTheNextIsComparedFromItsBeginning() throws Exception {
        ReplayResult result = replay(SESSION, line -> line.equals("one") ? "<o>\n" : answer(line));

        assertEquals(List.of("different from octet 2 on of <one>␊ as <o>␊"), differences(result));
        assertEquals(List.of("stream 0 waited in vain for: octets"), notes);
    }

    @Test
    void whatComesBesidesIsUnexpected() throws Exception {
        ReplayResult result = replay(SESSION, line -> line.equals("two") ? "<two>\n<more>\n" : answer(line));

        assertEquals(List.of("unexpected more octets than were captured as <more>␊"), differences(result));
    }

    @Test
    void aServerThatDoesNotEndTheConnectionIsADifference() throws Exception {
        ReplayResult result = replay(SESSION.replace("close", "S FIN; C ACK"), line -> "<" + line + ">\n");

        assertEquals(
                List.of(
                        "unexpected more octets than were captured as <bye>␊",
                        "missing the server did not end the connection"),
                differences(result));
    }

    @Test
    void whatALossyNetworkRepeatedIsSentOnce() throws Exception {
        String lossy = SESSION.replace("C data 'two\\n'", "C data 'two\\n'\nlose\nat +200ms\nC again\ndup")
                .replace("S data 'ne>\\n'", "S data 'ne>\\n'\nlose\nat +10ms\nS again");

        assertEquals(List.of(), differences(replay(lossy, ReplayOctetsTest::answer)));
    }

    @Test
    void whatTheCaptureLacksIsSaidAndNotCompared() throws Exception {
        String holed = SESSION.replace("S data '<o'", "S data '<o'\nunseen");

        ReplayResult result = replay(holed, ReplayOctetsTest::answer);

        assertEquals(List.of(), differences(result));
        assertEquals(
                List.of("the capture lacks 2 octets of the server, which are not compared"),
                result.tracks().getFirst().track().notes());
    }

    @Test
    void aServerThatIsNotThereIsAFailure() throws Exception {
        InetSocketAddress nobody;
        try (LineServer server = new LineServer(ReplayOctetsTest::answer)) {
            nobody = server.address();
        }

        assertThrows(
                ConnectException.class,
                () -> ReplayClient.play(
                        recording(SESSION), ReplayOptions.to(nobody), Decoders.BUILT_IN, RunCapture.NONE, notes::add));
    }
}
