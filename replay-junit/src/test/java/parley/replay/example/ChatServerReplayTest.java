package parley.replay.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.replay.Capture;
import parley.replay.Recording;
import parley.replay.Replay;
import parley.replay.Wire;
import parley.server.ChatServer;
import parley.server.ServerOptions;

class ChatServerReplayTest {
    private ChatServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = ChatServer.start(ServerOptions.defaults().withPort(0));
    }

    @AfterEach
    void closeServer() throws Exception {
        server.close();
    }

    @Test
    @Replay("../samples/four-users.pcapng")
    void fourUsersAreAnsweredAsTheyWere(Recording recording) throws Exception {
        recording.to("127.0.0.1", server.address().getPort()).atSpeed(10).play();
    }

    @Test
    @Capture
    void whoConnectsIsWelcome(Wire wire) throws Exception {
        InetSocketAddress way = wire.to(server.address());
        try (Socket socket = new Socket(way.getAddress(), way.getPort());
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("welcome to the chat", lines.readLine());
        }
    }
}
