package parley.client.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.client.LocalPort;
import parley.protocol.ClientLine;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** Sessions with a real server. */
@Timeout(60)
class ChatSessionTest {
    private record User(ChatSession session, Told told) {}

    private final List<ChatSession> sessions = new ArrayList<>();
    private ChatServer server = started(0);

    private static ChatServer started(int port) {
        try {
            return ChatServer.start(ServerOptions.defaults().withAddress("127.0.0.1", port));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @AfterEach
    void closeAll() {
        sessions.forEach(ChatSession::close);
        server.close();
    }

    private User user() {
        Told told = new Told();
        ChatSession session = new ChatSession(server.address(), LocalPort.ANY, told);
        sessions.add(session);
        return new User(session, told);
    }

    private User user(String name) throws InterruptedException {
        User user = user();
        user.session().name(name);
        assertEquals(name, user.told().next(SessionEvent.Named.class).name());
        user.told().next(SessionEvent.Online.class);
        return user;
    }

    private static void direct(User from, long id, String text, String... to) {
        from.session().submit(id, new ClientLine.Direct("", List.of(to), text));
    }

    @Test
    void aNameIsTakenAndTheListFollows() throws Exception {
        user("Ofir");
        User roony = user();
        roony.session().name("Roony");

        int port = roony.told().next(SessionEvent.Connected.class).localPort();
        assertTrue(port > 0 && port < 65536, "port " + port);
        assertFalse(roony.told().next(SessionEvent.Named.class).again());
        assertEquals(
                List.of("Ofir", "Roony"),
                roony.told().next(SessionEvent.Online.class).names());
    }

    @Test
    void aRefusedNameIsAskedForAgain() throws Exception {
        user("Ofir");
        User other = user();
        other.session().name("ofir");

        assertEquals(
                "ofir is taken",
                other.told().next(SessionEvent.NameWanted.class).refusal());
        other.session().name("Roony");
        assertEquals("Roony", other.told().next(SessionEvent.Named.class).name());
    }

    @Test
    void aNameThatWouldBeMoreThanOneLineIsNotSent() throws Exception {
        User user = user();

        user.session().name("Ofir\nexit");
        assertNotNull(user.told().next(SessionEvent.NameWanted.class).refusal());
        user.session().name("Ofir");

        assertEquals("Ofir", user.told().next(SessionEvent.Named.class).name());
        assertEquals(
                1,
                user.told().passed().stream()
                        .filter(SessionEvent.Connected.class::isInstance)
                        .count());
    }

    @Test
    void aRequestThatWouldReadAsACommandIsNotSent() throws Exception {
        User ofir = user("Ofir");

        ofir.session().submit(1, new ClientLine.Ask("who"));
        assertEquals(
                "nobody is called 'who'",
                ofir.told().next(SessionEvent.NotSent.class).reason());
        ofir.session().submit(2, new ClientLine.Accept("A B"));
        assertEquals(2, ofir.told().next(SessionEvent.NotSent.class).id());
        ofir.session().submit(3, new ClientLine.Direct("", List.of("Roony", "A - b"), "hi"));
        assertEquals(3, ofir.told().next(SessionEvent.NotSent.class).id());
        ofir.session().submit(4, new ClientLine.Who(""));
        assertEquals(4, ofir.told().next(SessionEvent.NotSent.class).id());
    }

    @Test
    void whoHasNoNameIsAskedForIt() throws Exception {
        User nobody = user();
        nobody.session().connect();

        assertNull(nobody.told().next(SessionEvent.NameWanted.class).refusal());
    }

    @Test
    void aMessageIsPendingThenWrittenThenThere() throws Exception {
        User ofir = user("Ofir");
        User roony = user("Roony");

        direct(ofir, 7, "lunch?", "Roony");

        assertFalse(ofir.told().next(SessionEvent.Pending.class).waits());
        SessionEvent.Written written = ofir.told().next(SessionEvent.Written.class);
        assertEquals(7, written.id());
        SessionEvent.Message message = roony.told().next(SessionEvent.Message.class);
        assertEquals("Ofir", message.sender());
        assertEquals(List.of("Roony"), message.recipients());
        assertEquals("lunch?", message.text());
    }

    @Test
    void aPlaceCountsTheBytesOfItsDirection() throws Exception {
        User ofir = user("Ofir");
        User roony = user("Roony");
        direct(ofir, 1, "hé", "Roony");
        direct(ofir, 2, "ho", "Roony");

        ofir.told().next(SessionEvent.Written.class);
        LinePlace sent = ofir.told().next(SessionEvent.Written.class).place();
        LinePlace received = roony.told()
                .next(SessionEvent.Message.class, m -> m.text().equals("ho"))
                .place();

        // "Ofir" and the first line come before: 5 and 20 bytes.
        assertTrue(sent.sent());
        assertEquals(25, sent.range().start());
        assertEquals(44, sent.range().end());
        assertFalse(received.sent());
        // welcome to the chat, enter name:, hello Roony, online: Ofir, Roony; then the first line
        assertEquals(20 + 12 + 12 + 20 + 20, received.range().start());
        assertEquals(received.range().start() + 19, received.range().end());
        assertEquals(server.address(), sent.server());
        assertEquals("127.0.0.1", sent.client().getAddress().getHostAddress());
    }

    @Test
    void anErrorIsToldWithTheLineItIsAbout() throws Exception {
        User ofir = user("Ofir");
        user("Roony");

        direct(ofir, 1, "a", "Roony");
        direct(ofir, 2, "b", "Dana");
        direct(ofir, 3, "c", "Roony", "Dana");
        ofir.session().submit(4, new ClientLine.Ask("Ofir"));
        ofir.session().submit(5, new ClientLine.Accept(null));

        assertEquals(
                new SessionEvent.Refused(2L, "not online: Dana"), ofir.told().next(SessionEvent.Refused.class));
        assertEquals(
                new SessionEvent.Refused(3L, "not online: Dana"), ofir.told().next(SessionEvent.Refused.class));
        assertEquals(new SessionEvent.Refused(4L, "that is you"), ofir.told().next(SessionEvent.Refused.class));
        assertEquals(
                new SessionEvent.Refused(5L, "no request to answer"),
                ofir.told().next(SessionEvent.Refused.class));
    }

    @Test
    void aPrivateChatIsAskedForRejectedAskedForAgainAcceptedAndLeft() throws Exception {
        User hodaya = user("Hodaya");
        User emily = user("Emily");

        hodaya.session().submit(1, new ClientLine.Ask("Emily"));
        assertEquals("Emily", hodaya.told().next(SessionEvent.Requested.class).name());
        assertEquals("Hodaya", emily.told().next(SessionEvent.RequestFrom.class).name());
        emily.session().submit(1, new ClientLine.Reject("hodaya"));
        assertEquals("Hodaya", emily.told().next(SessionEvent.RequestOver.class).name());
        assertEquals("Emily", hodaya.told().next(SessionEvent.Rejected.class).by());

        hodaya.session().submit(2, new ClientLine.Ask("Emily"));
        emily.told().next(SessionEvent.RequestFrom.class);
        emily.session().submit(2, new ClientLine.Accept("Hodaya"));
        assertEquals(
                "Emily", hodaya.told().next(SessionEvent.PrivateBegan.class).partner());
        assertEquals(
                "Hodaya", emily.told().next(SessionEvent.PrivateBegan.class).partner());

        hodaya.session().submit(3, new ClientLine.Text("shall we ask Dana along?"));
        SessionEvent.Said said = emily.told().next(SessionEvent.Said.class);
        assertEquals("Hodaya", said.sender());
        assertEquals("shall we ask Dana along?", said.text());

        emily.session().submit(3, new ClientLine.Leave());
        assertEquals(
                new SessionEvent.PrivateEnded("Emily", "Emily"), hodaya.told().next(SessionEvent.PrivateEnded.class));
        assertEquals(new SessionEvent.PrivateEnded("Hodaya", null), emily.told().next(SessionEvent.PrivateEnded.class));
    }

    @Test
    void theRequestOfSomebodyWhoLeavesIsOver() throws Exception {
        User hodaya = user("Hodaya");
        User emily = user("Emily");
        hodaya.session().submit(1, new ClientLine.Ask("Emily"));
        emily.told().next(SessionEvent.RequestFrom.class);

        hodaya.session().close();

        assertEquals("Hodaya", emily.told().next(SessionEvent.RequestOver.class).name());
        assertEquals(
                List.of("Hodaya"), emily.told().next(SessionEvent.Left.class).names());
    }

    @Test
    void whatWouldBeReadAsSomethingElseIsNotSent() throws Exception {
        User hodaya = user("Hodaya");
        User emily = user("Emily");
        hodaya.session().submit(1, new ClientLine.Text("no chat yet"));
        assertEquals(1, hodaya.told().next(SessionEvent.NotSent.class).id());
        direct(hodaya, 2, "two\nlines", "Emily");
        assertEquals(2, hodaya.told().next(SessionEvent.NotSent.class).id());
        direct(hodaya, 3, "x".repeat(5000), "Emily");
        assertEquals(3, hodaya.told().next(SessionEvent.NotSent.class).id());
        direct(hodaya, 4, " ", "Emily");
        assertEquals(4, hodaya.told().next(SessionEvent.NotSent.class).id());

        hodaya.session().submit(5, new ClientLine.Ask("Emily"));
        emily.told().next(SessionEvent.RequestFrom.class);
        emily.session().submit(1, new ClientLine.Accept(null));
        hodaya.told().next(SessionEvent.PrivateBegan.class);

        hodaya.session().submit(6, new ClientLine.Text("leave"));
        assertEquals(6, hodaya.told().next(SessionEvent.NotSent.class).id());
        direct(hodaya, 7, "to the lobby", "Emily");
        assertEquals(7, hodaya.told().next(SessionEvent.NotSent.class).id());
        hodaya.session().submit(8, new ClientLine.Text("only this"));
        assertEquals("only this", emily.told().next(SessionEvent.Said.class).text());
    }

    @Test
    void typedLinesAreReadWhereTheUserStands() throws Exception {
        User ofir = user("Ofir");
        User roony = user("Roony");

        ofir.session().type(1, "to Roony - short", null);
        assertEquals("Ofir", roony.told().next(SessionEvent.Message.class).sender());
        ofir.session().type(2, "Ofir to Roony - in full", null);
        assertEquals("in full", roony.told().next(SessionEvent.Message.class).text());
        ofir.session().type(3, "Roony", null);
        roony.told().next(SessionEvent.RequestFrom.class);
        roony.session().type(1, "accept", null);
        ofir.told().next(SessionEvent.PrivateBegan.class);
        ofir.session().type(4, "to Roony - is text here", "Roony");
        assertEquals(
                "to Roony - is text here",
                roony.told().next(SessionEvent.Said.class).text());
    }

    @Test
    void anAnswerToWhoIsNotTakenForTheListOfAll() throws Exception {
        User ofir = user("Ofir");
        user("Roony");
        user("Ronit");
        ofir.told().next(SessionEvent.Joined.class, joined -> joined.names().contains("Ronit"));

        ofir.session().submit(1, new ClientLine.Who("ro"));
        ofir.session().submit(2, new ClientLine.Who(null));

        assertEquals(
                new SessionEvent.Found("ro", List.of("Ronit", "Roony"), false),
                ofir.told().next(SessionEvent.Found.class));
        assertEquals(
                List.of("Ofir", "Ronit", "Roony"),
                ofir.told().next(SessionEvent.Online.class).names());
        assertNull(ofir.told().next(SessionEvent.Found.class).prefix());
    }

    @Test
    void withPresenceOffThereIsACountAndWhoStillFinds() throws Exception {
        server.close();
        server = ChatServer.start(
                ServerOptions.defaults().withAddress("127.0.0.1", 0).withPresence(2, 2));
        User a = user();
        a.session().name("Aa");
        a.told().next(SessionEvent.Online.class);
        User b = user();
        b.session().name("Bb");
        b.told().next(SessionEvent.Online.class);
        User c = user();
        c.session().name("Cc");

        assertEquals(3, c.told().next(SessionEvent.PresenceOff.class).online());
        c.session().submit(1, new ClientLine.Who(null));
        assertEquals(3, c.told().next(SessionEvent.PresenceOff.class).online());
        c.session().submit(2, new ClientLine.Who("A"));
        assertEquals(new SessionEvent.Found("A", List.of("Aa"), false), c.told().next(SessionEvent.Found.class));

        b.session().close();
        a.session().close();
        c.told().next(SessionEvent.PresenceOn.class);
        c.told().next(SessionEvent.Online.class);
    }

    @Test
    void exitEndsTheSessionAfterTheGoodbye() throws Exception {
        User ofir = user("Ofir");

        ofir.session().submit(1, new ClientLine.Exit());
        ofir.told().next(SessionEvent.Over.class);

        ofir.session().join();
        assertTrue(ofir.told().passed().stream().noneMatch(SessionEvent.Disconnected.class::isInstance));
    }

    @Test
    void withoutAServerItTriesAgainUntilThereIsOne() throws Exception {
        InetSocketAddress address = server.address();
        server.close();
        User ofir = user();
        ofir.session().name("Ofir");

        SessionEvent.Disconnected first = ofir.told().next(SessionEvent.Disconnected.class);
        assertTrue(first.reason().startsWith("no server at 127.0.0.1:"), first.reason());
        assertNotNull(first.retryIn());
        server = started(address.getPort());

        assertEquals("Ofir", ofir.told().next(SessionEvent.Named.class).name());
    }

    @Test
    void afterARestartTheNameIsTheSameAndWhatWasSubmittedArrives() throws Exception {
        User ofir = user("Ofir");
        User roony = user("Roony");
        InetSocketAddress address = server.address();
        server.close();
        ofir.told().next(SessionEvent.Disconnected.class);
        roony.told().next(SessionEvent.Disconnected.class);

        direct(ofir, 1, "written meanwhile", "Roony");
        assertTrue(ofir.told().next(SessionEvent.Pending.class).waits());
        ofir.session().submit(2, new ClientLine.Text("to nobody"));
        assertEquals(2, ofir.told().next(SessionEvent.NotSent.class).id());
        ofir.session().submit(3, new ClientLine.Reject(null));
        assertEquals(3, ofir.told().next(SessionEvent.NotSent.class).id());
        server = started(address.getPort());

        assertTrue(roony.told().next(SessionEvent.Named.class).again());
        assertTrue(ofir.told().next(SessionEvent.Named.class).again());
        assertEquals(
                "written meanwhile",
                roony.told().next(SessionEvent.Message.class).text());
    }

    @Test
    void aLineToSomebodyWhoIsNotBackYetWaitsForHimInOrder() throws Exception {
        User ofir = user("Ofir");
        user("Emily");
        InetSocketAddress address = server.address();
        server.close();
        ofir.told().next(SessionEvent.Disconnected.class);
        direct(ofir, 1, "first", "Roony");
        direct(ofir, 2, "to who is back", "Emily");
        server = started(address.getPort());
        ofir.told().next(SessionEvent.Named.class);
        ofir.told().next(SessionEvent.Written.class, written -> written.id() == 2);
        direct(ofir, 3, "second", "Roony", "Emily");
        assertTrue(ofir.told()
                .next(SessionEvent.Pending.class, pending -> pending.id() == 3)
                .waits());

        User roony = user("Roony");

        assertEquals("first", roony.told().next(SessionEvent.Message.class).text());
        assertEquals("second", roony.told().next(SessionEvent.Message.class).text());
    }

    @Test
    void closedWhileItTriesItIsOver() throws Exception {
        server.close();
        User ofir = user();
        ofir.session().name("Ofir");
        ofir.told().next(SessionEvent.Disconnected.class);

        ofir.session().close();

        ofir.told().next(SessionEvent.Over.class);
        ofir.session().join();
    }
}
