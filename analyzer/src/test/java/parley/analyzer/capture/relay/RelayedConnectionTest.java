package parley.analyzer.capture.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class RelayedConnectionTest {
    private static final RelayListener NOBODY = new RelayListener() {
        @Override
        public void carried(int octets) {}

        @Override
        public void trouble(String line) {}
    };

    /** By it a call from a port that was in use a moment ago is told from one to another address. */
    @Test
    void whereItWasCalledIsStillKnownWhenItIsOver() throws IOException {
        try (ServerSocket relay = new ServerSocket()) {
            relay.bind(RelayRig.loopback(0));
            InetSocketAddress called = (InetSocketAddress) relay.getLocalSocketAddress();
            try (Socket client = new Socket(called.getAddress(), called.getPort())) {
                RelayedConnection connection =
                        new RelayedConnection(relay.accept(), called, packet -> {}, NOBODY, over -> {});
                assertEquals(client.getRemoteSocketAddress(), connection.calledAddress());
                connection.close();
                assertEquals(called, connection.calledAddress());
            }
        }
    }
}
