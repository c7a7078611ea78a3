package parley.client.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.client.ScriptedServer;
import parley.client.ScriptedServer.Conduct;
import parley.client.Transport;
import parley.protocol.ServerLine;

@Timeout(60)
class AnswersThatDoNotComeTest {
    /** Short where it is waited out, long enough for an answer on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Script SCRIPT = new Script(
            "s.csv",
            List.of(
                    new Script.Row(2, null, "A", 0, "A"),
                    new Script.Row(3, null, "A", 0, "who"),
                    new Script.Row(4, null, "A", 0, "help"),
                    new Script.Row(5, null, "A", 0, "exit")));

    @Test
    void anAnswerThatDoesNotComeIsReportedAndThePlayGoesOn() throws Exception {
        PlayResult result = play(client -> {
            client.send("welcome to the chat\nenter name:\n");
            client.receive();
            client.send("hello A\nonline: A\n");
            client.receive();
            client.receive();
            client.send("menu: x\n");
            assertEquals("exit", client.receive());
            client.send("goodbye\n");
        });
        assertFalse(result.complete());
        assertEquals(List.of("s.csv:3: A has not received the list of who is online within 1 s"), missing(result));
    }

    @Test
    void withoutAPromptTheNameIsGivenAllTheSame() throws Exception {
        PlayResult result = play(client -> {
            assertEquals("A", client.receive());
            client.send("hello A\nonline: A\n");
            client.receive();
            client.send("online: A\n");
            client.receive();
            client.send("menu: x\n");
            client.receive();
            client.send("goodbye\n");
        });
        assertEquals(List.of("s.csv:2: A has not received the prompt for the name within 1 s"), missing(result));
    }

    @Test
    void anEndWithoutGoodbyeIsReported() throws Exception {
        PlayResult result = play(client -> {
            client.send("enter name:\n");
            client.receive();
            client.send("hello A\nonline: A\n");
            client.receive();
            client.send("online: A\n");
            client.receive();
            client.send("menu: x\n");
            client.receive();
        });
        assertEquals(List.of("s.csv:5: A has not received the goodbye before the connection ended"), missing(result));
    }

    @Test
    void aServerThatDoesNotCloseAfterTheGoodbyeIsReported() throws Exception {
        PlayResult result = play(client -> {
            client.send("enter name:\n");
            client.receive();
            client.send("hello A\nonline: A\n");
            client.receive();
            client.send("online: A\n");
            client.receive();
            client.send("menu: x\n");
            client.receive();
            client.send("goodbye\n");
            assertNull(client.receive());
        });
        assertEquals(List.of("s.csv:5: A has not received the end of the connection within 1 s"), missing(result));
    }

    @Test
    void aConnectionThatIsLostIsReportedOnce() throws Exception {
        PlayResult result = play(client -> {
            client.send("enter name:\n");
            client.receive();
            client.reset();
        });
        assertEquals(3, result.missing().size(), missing(result).toString());
        assertTrue(
                missing(result).get(2).startsWith("s.csv: A has lost the connection ("),
                missing(result).toString());
        assertEquals(1, result.sent());
    }

    @Test
    @SuppressWarnings("try")
    void aServerThatTakesNoSecondUserIsReported() throws Exception {
        Script two = new Script(
                "s.csv",
                List.of(
                        new Script.Row(2, null, "A", 0, "A"),
                        new Script.Row(3, null, "B", 0, "B"),
                        new Script.Row(4, null, "B", 0, "who"),
                        new Script.Row(5, null, "A", 0, "exit")));
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.send("enter name:\n");
            client.receive();
            client.send("hello A\nonline: A\n");
            assertEquals("exit", client.receive());
            client.send("goodbye\n");
        })) {
            PlayResult result = new ScriptPlayer(
                            server.address(),
                            Transport.PLAIN,
                            event -> {
                                if (event instanceof PlayEvent.Sent) {
                                    server.close();
                                }
                            },
                            PATIENCE)
                    .play(two);
            assertEquals(1, result.missing().size(), missing(result).toString());
            assertTrue(
                    missing(result).getFirst().startsWith("s.csv:3: no server at "),
                    missing(result).toString());
            assertEquals(2, result.sent());
        }
    }

    @Test
    void controlCharactersOfTheServerAreNotPrinted() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        PlayPrinter printer = new PlayPrinter(SCRIPT, new PrintWriter(out), new PrintWriter(err));
        printer.happened(new PlayEvent.Received(Duration.ofMillis(1234), "A", new ServerLine.Text("B", "\u001b[2J")));
        printer.happened(new PlayEvent.Missing(Duration.ZERO, "A", "\u001b[2J"));
        assertEquals("   1.234  A < B: \\u001b[2J", out.toString().stripTrailing());
        assertEquals("\\u001b[2J", err.toString().stripTrailing());
    }

    private static PlayResult play(Conduct conduct) throws Exception {
        try (ScriptedServer server = new ScriptedServer(conduct)) {
            PlayResult result = new ScriptPlayer(server.address(), Transport.PLAIN, event -> {}, PATIENCE).play(SCRIPT);
            server.awaitDone();
            return result;
        }
    }

    private static List<String> missing(PlayResult result) {
        return result.missing().stream().map(PlayEvent.Missing::what).toList();
    }
}
