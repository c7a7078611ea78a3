package parley.client.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.client.LocalPort;
import parley.client.ScriptedServer;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/** Sessions with servers that do what a test tells them. */
@Timeout(60)
class ChatSessionAgainstOddServersTest {
    private static final String GREETING = "welcome to the chat\nenter name:\n";

    private final Told told = new Told();

    private ChatSession session(ScriptedServer server) {
        ChatSession session = new ChatSession(server.address(), LocalPort.ANY, told);
        session.name("Ofir");
        return session;
    }

    private static void greet(ScriptedServer.Peer client) throws Exception {
        client.send(GREETING);
        assertEquals("Ofir", client.receive());
        client.send("hello Ofir\nonline: Ofir, Roony\n");
    }

    @Test
    void aNameThatIsStillTakenByTheDeadConnectionIsOfferedAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                client -> {
                    greet(client);
                    client.reset();
                },
                client -> {
                    client.send(GREETING);
                    assertEquals("Ofir", client.receive());
                    client.send("error: Ofir is taken\nenter name:\n");
                    assertEquals("Ofir", client.receive());
                    client.send("hello Ofir\nonline: Ofir\n");
                    assertEquals("exit", client.receive());
                    client.send("goodbye\n");
                })) {
            ChatSession session = session(server);

            told.next(SessionEvent.Named.class);
            SessionEvent.Disconnected lost = told.next(SessionEvent.Disconnected.class);
            assertTrue(lost.reason().endsWith(" is lost (Connection reset)"), lost.reason());
            assertTrue(told.next(SessionEvent.Named.class).again());
            session.submit(1, new ClientLine.Exit());
            told.next(SessionEvent.Over.class);
            server.awaitDone();
        }
    }

    @Test
    void whoIsSentAwayForIdlenessComesBackWithTheNextLineOnly() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                client -> {
                    greet(client);
                    client.send("error: idle\n");
                },
                client -> {
                    greet(client);
                    assertEquals("Ofir to Roony - back", client.receive());
                })) {
            ChatSession session = session(server);

            SessionEvent.Disconnected away = told.next(SessionEvent.Disconnected.class);
            assertEquals("idle", away.reason());
            assertNull(away.retryIn());
            session.submit(1, new ClientLine.Direct("", List.of("Roony"), "back"));
            assertTrue(told.next(SessionEvent.Pending.class).waits());
            assertTrue(told.next(SessionEvent.Named.class).again());
            server.awaitDone();
            session.close();
        }
    }

    @Test
    void aClosingServerIsSaidToBeClosingAndTriedAgain() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            client.send("error: not online: Dana\nserver closing\n");
        })) {
            ChatSession session = session(server);

            SessionEvent.Disconnected away = told.next(SessionEvent.Disconnected.class);
            assertEquals("the server is closing", away.reason());
            assertNotNull(away.retryIn());
            session.close();
        }
    }

    @Test
    void anErrorOfBeforeIsNotTheReasonOfALostConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            client.send("error: not online: Dana\n");
        })) {
            ChatSession session = session(server);

            String reason = told.next(SessionEvent.Disconnected.class).reason();
            assertTrue(reason.endsWith(" closed the connection"), reason);
            session.close();
        }
    }

    @Test
    void theEndOfAConnectionEndsThePrivateChatAndItsRequests() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            client.send("request from Roony\nprivate with Emily\n");
        })) {
            ChatSession session = session(server);
            told.next(SessionEvent.Disconnected.class);

            session.submit(1, new ClientLine.Text("are you there?"));
            assertEquals(
                    "the private chat is over",
                    told.next(SessionEvent.NotSent.class).reason());
            session.submit(2, new ClientLine.Accept("Roony"));
            assertEquals(
                    "there is no connection",
                    told.next(SessionEvent.NotSent.class).reason());
            session.close();
        }
    }

    @Test
    void aNameGivenBeforeThePromptIsSentOnce() throws Exception {
        CompletableFuture<Void> named = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(client -> {
            named.get();
            client.send(GREETING);
            assertEquals("Roony", client.receive());
            client.send("hello Roony\nonline: Roony\n");
            assertEquals("exit", client.receive());
        })) {
            ChatSession session = new ChatSession(server.address(), LocalPort.ANY, told);
            session.connect();
            told.next(SessionEvent.Connected.class);
            session.name("Ofir");
            session.name("Roony");
            // Both names have been taken in when what is submitted after them is told to wait.
            session.submit(1, new ClientLine.Help());
            told.next(SessionEvent.Pending.class);
            named.complete(null);
            told.next(SessionEvent.Named.class);
            session.submit(2, new ClientLine.Exit());
            session.close();
        }
    }

    @Test
    void anotherNameGivenWhileOneIsTriedAgainIsTheOnlyOneSentFromThenOn() throws Exception {
        CompletableFuture<Void> refused = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(
                client -> {
                    greet(client);
                    client.reset();
                },
                client -> {
                    client.send(GREETING);
                    assertEquals("Ofir", client.receive());
                    client.send("error: Ofir is taken\nenter name:\n");
                    refused.complete(null);
                    assertEquals("Roony", client.receive());
                    client.send("hello Roony\nonline: Roony\n");
                    assertEquals("exit", client.receive());
                    client.send("goodbye\n");
                })) {
            ChatSession session = session(server);
            told.next(SessionEvent.Disconnected.class);
            refused.get();
            session.name("Roony");
            told.next(SessionEvent.Named.class);
            session.submit(1, new ClientLine.Exit());
            told.next(SessionEvent.Over.class);
            server.awaitDone();
        }
    }

    @Test
    void aLineThatWaitsForSomebodyIsNotSaidToThePartnerOfAPrivateChat() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                client -> {
                    greet(client);
                    client.reset();
                },
                client -> {
                    client.send(GREETING);
                    assertEquals("Ofir", client.receive());
                    client.send("hello Ofir\nonline: Ofir\nrequest from Emily\nprivate with Emily\njoined: Roony\n");
                    assertEquals("to Emily alone", client.receive());
                    client.send("ended by Emily\n");
                    assertEquals("Ofir to Roony - waits", client.receive());
                })) {
            ChatSession session = session(server);
            told.next(SessionEvent.Disconnected.class);
            session.submit(1, new ClientLine.Direct("", List.of("Roony"), "waits"));
            told.next(SessionEvent.Joined.class);
            session.submit(2, new ClientLine.Text("to Emily alone"));
            told.next(SessionEvent.PrivateEnded.class);
            assertEquals(
                    1,
                    told.next(SessionEvent.Written.class, written -> written.id() == 1)
                            .id());
            server.awaitDone();
            session.close();
        }
    }

    @Test
    void aSessionClosedWhileItConnectsLeavesNoConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> assertNull(client.receive()))) {
            ChatSession session = new ChatSession(server.address(), LocalPort.ANY, told);
            session.connect();
            session.close();
            session.join();
            told.next(SessionEvent.Over.class);
            server.awaitDone();
        }
    }

    @Test
    void aLostConnectionIsToldBeforeWhatBecomesOfItsLines() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.send(GREETING);
            assertEquals("Ofir", client.receive());
            client.reset();
        })) {
            ChatSession session = session(server);
            session.submit(1, new ClientLine.Direct("", List.of("Roony"), "kept"));
            assertTrue(told.next(SessionEvent.Pending.class).waits());
            told.next(SessionEvent.Disconnected.class);
            assertTrue(told.next(SessionEvent.Pending.class).waits());
            session.close();
        }
    }

    @Test
    void oneRequestThatIsVoidLeavesTheOther() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            client.send("request from Roony\nrequest from Emily\n");
            assertEquals("accept Roony", client.receive());
            client.send("error: no request to answer\n");
            assertEquals("accept", client.receive());
            client.send("private with Emily\n");
        })) {
            ChatSession session = session(server);
            told.next(SessionEvent.RequestFrom.class, request -> request.name().equals("Emily"));
            session.submit(1, new ClientLine.Accept("Roony"));
            assertEquals("Roony", told.next(SessionEvent.RequestOver.class).name());
            told.next(SessionEvent.Refused.class);
            session.submit(2, new ClientLine.Accept(null));
            assertEquals("Emily", told.next(SessionEvent.RequestOver.class).name());
            told.next(SessionEvent.PrivateBegan.class);
            session.close();
        }
    }

    @Test
    void aQuestionThatBecameTextToThePartnerIsNotAnswered() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            assertEquals("who ab", client.receive());
            client.send("private with Emily\nended by Emily\n");
            assertEquals("who cd", client.receive());
            client.send("online: Cdaniel\n");
        })) {
            ChatSession session = session(server);
            told.next(SessionEvent.Online.class);
            session.submit(1, new ClientLine.Who("ab"));
            told.next(SessionEvent.PrivateEnded.class);
            session.submit(2, new ClientLine.Who("cd"));
            assertEquals(new SessionEvent.Found("cd", List.of("Cdaniel"), false), told.next(SessionEvent.Found.class));
            session.close();
        }
    }

    @Test
    void whatIsTypedIsMeantForWhereTheUserWas() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            client.send("request from Roony\nprivate with Emily\n");
            assertEquals("hello Emily", client.receive());
            client.send("ended by Emily\n");
            assertEquals("exit", client.receive());
            client.send("goodbye\n");
        })) {
            ChatSession session = session(server);
            told.next(SessionEvent.PrivateBegan.class);
            session.type(1, "to Dana - not for Emily", null);
            assertEquals(
                    "you are in a private chat with Emily: leave it first",
                    told.next(SessionEvent.NotSent.class).reason());
            session.say(2, "Roony", "not for Emily");
            assertEquals(
                    "the private chat with Roony is over",
                    told.next(SessionEvent.NotSent.class).reason());
            session.say(3, "emily", "hello Emily");
            told.next(SessionEvent.PrivateEnded.class);
            session.type(4, "accept", "Emily");
            assertEquals(
                    "the private chat is over",
                    told.next(SessionEvent.NotSent.class).reason());
            session.type(5, "exit", "Emily");
            told.next(SessionEvent.Over.class);
            server.awaitDone();
        }
    }

    @Test
    void aPlaceIsKnownAfterTheConnectionHasEnded() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            client.send("Roony to Ofir - the last word\n");
        })) {
            CountDownLatch read = new CountDownLatch(1);
            ChatSession session = new ChatSession(server.address(), LocalPort.ANY, event -> {
                if (event instanceof SessionEvent.Named) {
                    await(read);
                }
                told.accept(event);
            });
            session.name("Ofir");
            server.awaitDone();
            read.countDown();

            LinePlace place = told.next(SessionEvent.Message.class).place();
            assertTrue(place.client().getAddress().isLoopbackAddress(), place.toString());
            session.close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSessionThatIsClosedInAFloodEndsItsConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            String flood = "Roony to Ofir - x\n".repeat(500);
            assertThrows(IOException.class, () -> {
                while (true) {
                    client.send(flood);
                }
            });
        })) {
            ChatSession session = session(server);
            told.next(SessionEvent.Message.class);
            session.close();
            session.join();
            server.awaitDone();
        }
    }

    @Test
    void noMoreLinesThanTheLimitWaitForAServerThatDoesNotRead() throws Exception {
        CompletableFuture<Void> refused = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            refused.get();
        })) {
            ChatSession session = session(server);
            told.next(SessionEvent.Online.class);
            String text = "x".repeat(3000);
            int lines = 10_000;
            for (int id = 1; id <= lines; id++) {
                session.submit(id, new ClientLine.Direct("", List.of("Roony"), text));
            }
            assertEquals(
                    Outbound.MAXIMUM_WAITING + " lines wait to be sent already",
                    told.next(SessionEvent.NotSent.class).reason());
            refused.complete(null);
            session.close();
        }
    }

    @Test
    void aServerThatDoesNotAnswerExitIsLeft() throws Exception {
        CompletableFuture<Void> over = new CompletableFuture<>();
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            over.get();
        })) {
            ChatSession session = session(server);
            told.next(SessionEvent.Named.class);
            session.submit(1, new ClientLine.Exit());
            told.next(SessionEvent.Over.class);
            over.complete(null);
            server.awaitDone();
        }
    }

    @Test
    void aLineOfNoProtocolIsPassedOn() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
            greet(client);
            client.send("how do you do\n");
        })) {
            ChatSession session = session(server);

            assertEquals(
                    new ServerLine.Unknown("how do you do"),
                    told.next(SessionEvent.Strange.class).line());
            session.close();
        }
    }

    @Test
    void noMoreLinesWaitThanTheLimit() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> client.send(GREETING))) {
            ChatSession session = session(server);
            told.next(SessionEvent.Disconnected.class);
            for (int id = 1; id <= Outbound.MAXIMUM_WAITING + 1; id++) {
                session.submit(id, new ClientLine.Direct("", List.of("Roony"), "line " + id));
            }

            assertEquals(
                    Outbound.MAXIMUM_WAITING + 1,
                    told.next(SessionEvent.NotSent.class).id());
            session.close();
        }
    }
}
