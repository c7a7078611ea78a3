package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShutdownTest extends ServerFixture {
    @Test
    void everybodyIsToldAndNothingElse() throws IOException {
        Peer unnamed = connect();
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        ofir.expectPresence("joined: Emily");
        ofir.send("Emily");
        ofir.expect("requested Emily");
        emily.expect("request from Ofir");
        emily.send("accept");
        emily.expect("private with Ofir");
        ofir.expect("private with Emily");
        server().close();
        for (Peer peer : new Peer[] {unnamed, ofir, emily}) {
            peer.expect("server closing");
            peer.expectEnd();
        }
        ofir.expectPresence("<end of stream>");
    }

    @Test
    void whoDoesNotReadDoesNotHoldUpTheEnd() throws IOException {
        ChatServer server = server();
        Peer silent = unread();
        silent.send("Silent");
        assertTimeout(Duration.ofSeconds(5), server::close);
    }

    @Test
    void closingTwiceIsClosingOnce() throws IOException {
        ChatServer server = server();
        server.close();
        server.close();
        assertThrows(IOException.class, () -> Peer.connect(server));
    }

    @Test
    void theSamePortServesAgainAtOnce() throws IOException {
        Peer ofir = named("Ofir");
        int port = server().address().getPort();
        server().close();
        ofir.expect("server closing");
        try (ChatServer again = ChatServer.start(OPTIONS.withPort(port));
                Peer back = Peer.named(again, "Ofir")) {
            back.expectNothingMore();
        }
    }

    @Test
    void aPortInUseIsSaidInOneLine() throws IOException {
        int port = server().address().getPort();
        IOException refused = assertThrows(IOException.class, () -> ChatServer.start(OPTIONS.withPort(port)));
        assertEquals("port " + port + " on 127.0.0.1 is in use; choose another with --port", refused.getMessage());
    }

    @Test
    void anAddressOfAnotherMachineIsSaidInOneLine() {
        IOException refused =
                assertThrows(IOException.class, () -> ChatServer.start(OPTIONS.withAddress("192.0.2.1", 0)));
        assertEquals("192.0.2.1 is no address of this machine; choose another with --host", refused.getMessage());
    }

    @Test
    void aHostThatDoesNotExistIsSaidInOneLine() {
        IOException refused =
                assertThrows(IOException.class, () -> ChatServer.start(OPTIONS.withAddress("no.such.invalid", 0)));
        assertEquals("there is no host no.such.invalid; choose another with --host", refused.getMessage());
    }
}
