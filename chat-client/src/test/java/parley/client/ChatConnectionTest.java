package parley.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.protocol.HostPort;
import parley.protocol.ServerLine;
import parley.server.ChatServer;
import parley.server.ServerOptions;

@Timeout(60)
class ChatConnectionTest {
    @Test
    void linesGoOutWithLfAndComeInWhateverTheirSegments() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
                    client.send("welcome to the chat\nenter na");
                    client.send("me:\r\n");
                    assertEquals("Ofir", client.receive());
                    client.send("hello Ofir\n\u001b[2J\nonline: Ofir");
                });
                ChatConnection connection = ChatConnection.open(server.address(), LocalPort.ANY)) {
            Heard heard = new Heard();
            connection.receive(heard);
            assertEquals(new ServerLine.Welcome(), heard.next());
            assertEquals(new ServerLine.Prompt(), heard.next());
            connection.send("Ofir");
            assertEquals(new ServerLine.Hello("Ofir"), heard.next());
            assertEquals(new ServerLine.Unknown("\u001b[2J"), heard.next());
            assertInstanceOf(ServerLine.Online.class, heard.next());
            assertNull(heard.ended());
            server.awaitDone();
        }
    }

    @Test
    void closingOnThisSideIsNoFault() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> assertNull(client.receive()))) {
            Heard heard = new Heard();
            ChatConnection connection = ChatConnection.open(server.address(), LocalPort.ANY);
            connection.receive(heard);
            connection.close();
            assertNull(heard.ended());
            assertThrows(IOException.class, () -> connection.send("who"));
            server.awaitDone();
        }
    }

    @Test
    void finishingEndsOneDirectionOnly() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
                    assertNull(client.receive());
                    client.send("goodbye\n");
                });
                ChatConnection connection = ChatConnection.open(server.address(), LocalPort.ANY)) {
            Heard heard = new Heard();
            connection.receive(heard);
            connection.finish();
            assertEquals(new ServerLine.Goodbye(), heard.next());
            assertNull(heard.ended());
        }
    }

    @Test
    void aResetIsGivenAsTheCause() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
                    assertEquals("who", client.receive());
                    client.reset();
                });
                ChatConnection connection = ChatConnection.open(server.address(), LocalPort.ANY)) {
            Heard heard = new Heard();
            connection.receive(heard);
            connection.send("who");
            assertInstanceOf(IOException.class, heard.ended());
        }
    }

    @Test
    void aLineThatNoChatServerSendsEndsTheConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer(client -> {
                    client.send("x".repeat(10_000) + "\n");
                    client.receive();
                });
                ChatConnection connection = ChatConnection.open(server.address(), LocalPort.ANY)) {
            Heard heard = new Heard();
            connection.receive(heard);
            IOException cause = assertInstanceOf(IOException.class, heard.ended());
            assertTrue(String.valueOf(cause.getMessage()).contains("no chat server"), cause.getMessage());
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        int free = freePort();
        IOException refused = assertThrows(
                IOException.class, () -> ChatConnection.open(HostPort.parse("127.0.0.1:" + free), LocalPort.ANY));
        assertEquals(
                "no server at 127.0.0.1:" + free + " (connection refused); start one with 'parley server'",
                refused.getMessage());
    }

    @Test
    void callingOnesOwnPortReachesNobody() throws Exception {
        int free = freePort();
        IOException refused = assertThrows(
                IOException.class,
                () -> ChatConnection.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), free), LocalPort.exactly(free)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("no server at"), refused.getMessage());
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        IOException unknown = assertThrows(
                IOException.class, () -> ChatConnection.open(HostPort.parse("nobody.invalid:10000"), LocalPort.ANY));
        assertEquals("unknown host: nobody.invalid", unknown.getMessage());
    }

    @Test
    void callsFromThePortAskedFor() throws Exception {
        int free = freePort();
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::receive);
                ChatConnection connection = ChatConnection.open(server.address(), LocalPort.preferably(free))) {
            assertEquals(free, connection.localPort());
            assertFalse(connection.usesAnotherPort());
        }
    }

    @Test
    void aPortThatIsTakenIsReplacedWhereThatIsAskedFor() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::receive);
                ChatConnection connection =
                        ChatConnection.open(server.address(), LocalPort.preferably(taken.getLocalPort()))) {
            assertNotEquals(taken.getLocalPort(), connection.localPort());
            assertTrue(connection.usesAnotherPort());
        }
    }

    @Test
    void aPortThatAnotherClientCallsFromIsTakenToo() throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::receive, ScriptedServer.Peer::receive);
                ChatConnection first = ChatConnection.open(server.address(), LocalPort.exactly(freePort()));
                ChatConnection second =
                        ChatConnection.open(server.address(), LocalPort.preferably(first.localPort()))) {
            assertTrue(second.usesAnotherPort());
        }
    }

    @Test
    void aPortThatIsTakenFailsWhereNoOtherIsWanted() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ScriptedServer server = new ScriptedServer(ScriptedServer.Peer::receive)) {
            LocalPort port = LocalPort.exactly(taken.getLocalPort());
            IOException failure = assertThrows(IOException.class, () -> ChatConnection.open(server.address(), port));
            assertEquals(
                    "local port " + port.number() + " cannot be used (address already in use); choose another, or none",
                    failure.getMessage());
        }
    }

    @Test
    void aPortInTimeWaitIsUsedAgain() throws Exception {
        int port = freePort();
        for (int i = 0; i < 3; i++) {
            try (ScriptedServer server = new ScriptedServer(client -> assertNull(client.receive()))) {
                ChatConnection connection = ChatConnection.open(server.address(), LocalPort.exactly(port));
                // Whoever closes first is the one that is left in TIME-WAIT.
                connection.close();
                server.awaitDone();
            }
        }
    }

    @Test
    @SuppressWarnings("try")
    void aConversationWithTheChatServer() throws Exception {
        try (ChatServer server = ChatServer.start(ServerOptions.defaults().withPort(0));
                ChatConnection ofir = ChatConnection.open(server.address(), LocalPort.ANY);
                ChatConnection roony = ChatConnection.open(server.address(), LocalPort.ANY)) {
            Heard byOfir = new Heard();
            Heard byRoony = new Heard();
            ofir.receive(byOfir);
            roony.receive(byRoony);
            ofir.send("Ofir");
            byOfir.until("hello Ofir");
            roony.send("Roony");
            byRoony.until("hello Roony");
            byOfir.until("joined: Roony");
            ofir.send("Ofir to Roony - שלום");
            byRoony.until("Ofir to Roony - שלום");
            server.close();
            byOfir.until("server closing");
            assertNull(byOfir.ended());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
