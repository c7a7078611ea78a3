package parley.analyzer.replay.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.testing.TcpScript;

/** The server of a capture, played to clients that say what the captured ones said, or something else. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayServerTest {
    private static final String SESSION = """
            handshake
            S data 'ready\\n'
            C data 'one\\n'
            S data '<one>\\n'
            C data 'two\\n'
            S data '<two>\\n'
            C data 'bye\\n'
            close
            """;

    /** Who is who is told by what they say first, and they hear of each other. */
    private static final String TWO_USERS = """
            server 10.0.0.2:7000
            client 10.0.0.1:40001
            handshake
            S data 'name?\\n'
            C data 'alice\\n'
            S data 'hello alice\\n'
            client 10.0.0.1:40002
            handshake
            S data 'name?\\n'
            C data 'bob\\n'
            S data 'hello bob\\n'
            client 10.0.0.1:40001
            S data 'bob is here\\n'
            C data 'hi bob\\n'
            client 10.0.0.1:40002
            S data 'alice: hi bob\\n'
            close
            client 10.0.0.1:40001
            S data 'bob has gone\\n'
            close
            """;

    private static RecordedConversation recording(String script) throws IOException {
        return RecordedConversation.read(TcpScript.parse(script).source(), AnalysisOptions.DEFAULT)
                .recording();
    }

    private static ReplayOptions options() {
        return ReplayOptions.at(PlayedServer.anywhere()).waiting(Duration.ofSeconds(20));
    }

    private static PlayedServer play(String script) throws IOException {
        return PlayedServer.of(recording(script), options());
    }

    private static void assertNoDifference(ReplayResult result) {
        assertEquals(List.of(), Differences.of(result));
        assertEquals(0, result.differences());
        assertTrue(result.isComparable());
    }

    @Test
    void aClientThatSaysWhatTheCapturedOneSaidHearsWhatItHeard() throws Exception {
        try (PlayedServer server = play(SESSION);
                LineClient client = new LineClient(server.address())) {
            assertEquals("ready", client.read());
            client.say("one\n");
            assertEquals("<one>", client.read());
            client.say("two\n");
            assertEquals("<two>", client.read());
            client.say("bye\n");
            client.finish();
            assertEquals("", client.read());

            ReplayResult result = server.result();
            assertNoDifference(result);
            assertEquals(3, result.tracks().getFirst().expected());
            assertEquals(3, result.tracks().getFirst().sent());
            assertEquals(List.of(), server.notes);
        }
    }

    @Test
    void whatIsSaidInsteadIsToldWithTheFrameOfWhatWasExpectedAndItGoesOn() throws Exception {
        try (PlayedServer server = play(SESSION);
                LineClient client = new LineClient(server.address())) {
            client.say("oNe\n");
            assertEquals("ready", client.read());
            assertEquals("<one>", client.read());
            assertEquals(List.of("stream 0 said oNe␊; expected was one␊ (frame 5)"), server.notes);
            client.say("two\n");
            assertEquals("<two>", client.read());
            client.say("bye\n");
            client.finish();

            assertEquals(List.of("different from octet 1 on of one␊ as oNe␊"), Differences.of(server.result()));
        }
    }

    @Test
    void aClientThatLeavesTooSoonIsADifference() throws Exception {
        try (PlayedServer server = play(SESSION)) {
            try (LineClient client = new LineClient(server.address())) {
                assertEquals("ready", client.read());
                client.say("one\n");
                assertEquals("<one>", client.read());
            }

            List<String> differences = Differences.of(server.result());
            assertTrue(differences.contains("missing of two␊"), differences::toString);
        }
    }

    /** As a pipe into {@code nc} does. */
    @Test
    void aClientThatSaysAllAtOnceIsAnsweredAllTheSame() throws Exception {
        try (PlayedServer server = play(SESSION);
                LineClient client = new LineClient(server.address())) {
            client.say("one\ntwo\nbye\n");
            client.finish();
            assertEquals("ready", client.read());
            assertEquals("<one>", client.read());
            assertEquals("<two>", client.read());
            assertEquals("", client.read());

            assertNoDifference(server.result());
        }
    }

    @Test
    void aServerThatEndedTheConnectionEndsIt() throws Exception {
        try (PlayedServer server = play("""
                handshake
                C data 'quit\\n'
                S data 'bye\\n'
                S FIN
                C ACK
                C FIN
                S ACK
                """);
                LineClient client = new LineClient(server.address())) {
            client.say("quit\n");
            assertEquals("bye", client.read());
            assertEquals("", client.read());
            client.finish();

            assertNoDifference(server.result());
        }
    }

    @Test
    void aServerThatResetTheConnectionResetsIt() throws Exception {
        try (PlayedServer server = play("""
                handshake
                C data 'quit\\n'
                S data 'bye\\n'
                C ACK
                S RST
                """);
                LineClient client = new LineClient(server.address())) {
            client.say("quit\n");
            assertEquals("bye", client.read());
            assertThrows(SocketException.class, client::read);

            assertNoDifference(server.result());
        }
    }

    /** What {@link #TWO_USERS} say and hear once both have said who they are. */
    private static void assertTheyTalk(LineClient alice, LineClient bob) throws IOException {
        assertEquals("hello alice", alice.read());
        assertEquals("hello bob", bob.read());
        assertEquals("bob is here", alice.read());
        alice.say("hi bob\n");
        assertEquals("alice: hi bob", bob.read());
        bob.finish();
        assertEquals("bob has gone", alice.read());
        alice.finish();
    }

    @Test
    void clientsThatCallInAnotherOrderAreToldByWhatTheySayFirst() throws Exception {
        try (PlayedServer server = play(TWO_USERS);
                LineClient bob = new LineClient(server.address())) {
            assertEquals("name?", bob.read());
            bob.say("bob\n");
            try (LineClient alice = new LineClient(server.address())) {
                assertEquals("name?", alice.read());
                alice.say("alice\n");
                assertTheyTalk(alice, bob);

                assertNoDifference(server.result());
                assertEquals(List.of(), server.notes);
            }
        }
    }

    @Test
    void clientsThatHaveBothCalledAreExchangedWhereTheirNamesSaySo() throws Exception {
        try (PlayedServer server = play(TWO_USERS);
                LineClient bob = new LineClient(server.address());
                LineClient alice = new LineClient(server.address())) {
            assertEquals("name?", bob.read());
            bob.say("bob\n");
            alice.say("alice\n");
            assertEquals("name?", alice.read());
            assertTheyTalk(alice, bob);

            assertNoDifference(server.result());
        }
    }

    @Test
    void aClientMoreThanWasCapturedIsResetAndADifference() throws Exception {
        try (PlayedServer server = play(SESSION);
                LineClient client = new LineClient(server.address())) {
            assertEquals("ready", client.read());
            try (LineClient another = new LineClient(server.address())) {
                assertThrows(SocketException.class, another::read);
            }
            client.say("one\ntwo\nbye\n");
            client.finish();

            ReplayResult result = server.result();
            assertEquals(List.of(), Differences.of(result));
            assertEquals(1, result.strangers());
            assertEquals(1, result.differences());
            StringBuilder xml = new StringBuilder();
            ReplayJUnit.write("session", result, xml);
            assertTrue(xml.toString().contains("tests=\"2\" failures=\"1\""), xml::toString);
            assertTrue(xml.toString().contains("<failure message=\"1 more than were captured\"/>"), xml::toString);
        }
    }

    @Test
    void aClientThatDoesNotComeIsMissingAndTheOthersGoOn() throws Exception {
        try (PlayedServer server =
                        PlayedServer.of(recording(TWO_USERS), options().waiting(Duration.ofMillis(200)));
                LineClient alice = new LineClient(server.address())) {
            assertEquals("name?", alice.read());
            alice.say("alice\nhi bob\n");
            assertEquals("hello alice", alice.read());
            assertEquals("bob is here", alice.read());
            assertEquals("bob has gone", alice.read());
            alice.finish();

            ReplayResult result = server.result();
            assertEquals(List.of("missing of bob␊", "missing no client connected"), Differences.of(result));
            assertEquals(List.of("stream 1 waited in vain for: connection"), server.notes);
        }
    }

    @Test
    void whereNobodyComesNothingIsCompared() throws Exception {
        try (PlayedServer server =
                PlayedServer.of(recording(SESSION), options().waitingForFirst(Duration.ofMillis(50)))) {
            ReplayResult result = server.result();

            assertFalse(result.isPlayed());
            assertFalse(result.isComparable());
            assertEquals("nothing to compare: nobody connected", ReplayTable.verdict(result));
        }
    }

    @Test
    void whatIsEndedBeforeItsEndTellsWhatThereIsSoFar() throws Exception {
        try (PlayedServer server = play(SESSION);
                LineClient client = new LineClient(server.address())) {
            assertEquals("ready", client.read());
            client.say("oNe\n");
            assertEquals("<one>", client.read());
            server.stop();

            ReplayResult result = server.result();
            assertTrue(result.partly());
            assertEquals(List.of("different from octet 1 on of one␊ as oNe␊"), Differences.of(result));
            assertTrue(
                    ReplayTable.verdict(result).startsWith("ended before its end; until then 1 difference, in "),
                    ReplayTable.verdict(result));
        }
    }

    @Test
    void octetsThatARuleIsAboutMayBeOthersAndMoreOrFewer() throws Exception {
        Rules rules = Rules.parse("rules", "octets: /id=\\d+/ may differ");
        String session = """
                handshake
                C data 'id=7 hello\\n'
                S data 'hi\\n'
                C data 'id=7 bye\\n'
                close
                """;
        try (PlayedServer server = PlayedServer.of(recording(session), options().withRules(rules));
                LineClient client = new LineClient(server.address())) {
            client.say("id=12345 hello\n");
            assertEquals("hi", client.read());
            client.say("id=12345 bYe\n");
            client.finish();

            ReplayResult result = server.result();
            assertEquals(List.of("different from octet 10 on of id=7 bye␊ as id=12345 bYe␊"), Differences.of(result));
        }
    }
}
