package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Handshakes handshakes =
            new Handshakes(TlsIdentity.read(resource("localhost.pem"), resource("localhost.key")), 2);
    private final List<Socket> clients = new ArrayList<>();

    HandshakesTest() throws Exception {}

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        listener.close();
    }

    @Test
    void thoseWhoSayNothingTakeNoPlace() throws Exception {
        List<FutureTask<SSLSocket>> silent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            silent.add(accepted(client()));
        }
        assertComesIn();
        assertTrue(silent.stream().noneMatch(FutureTask::isDone), "one of those who are silent had to make way");
    }

    @Test
    void whoeverHoldsAPlaceForLongMakesWayForTheNext() throws Exception {
        List<FutureTask<SSLSocket>> stalled = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Socket client = client();
            client.getOutputStream().write(22);
            stalled.add(accepted(client));
        }
        assertComesIn();
        assertThrows(ExecutionException.class, stalled.getFirst()::get);
    }

    @Test
    void oneThatIsGivenUpWhileItWaitsIsToldSo() throws Exception {
        for (int i = 0; i < 2; i++) {
            Socket client = client();
            client.getOutputStream().write(22);
            accepted(client);
        }
        Socket late = client();
        late.getOutputStream().write(22);
        Socket accepted = listener.accept();
        FutureTask<SSLSocket> shaking = shaking(accepted);
        accepted.close();
        assertThrows(ExecutionException.class, shaking::get);
    }

    private void assertComesIn() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
        Socket client = client();
        FutureTask<SSLSocket> shaking = accepted(client);
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(client, "localhost", listener.getLocalPort(), true);
        secured.startHandshake();
        shaking.get().getOutputStream().write('w');
        assertEquals('w', secured.getInputStream().read());
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
        client.setSoTimeout(TIMEOUT_MILLIS);
        clients.add(client);
        return client;
    }

    private FutureTask<SSLSocket> accepted(Socket client) throws IOException {
        Socket accepted = listener.accept();
        assertEquals(client.getLocalPort(), accepted.getPort());
        return shaking(accepted);
    }

    private FutureTask<SSLSocket> shaking(Socket accepted) {
        clients.add(accepted);
        FutureTask<SSLSocket> shaking = new FutureTask<>(() -> handshakes.shake(accepted));
        Thread.startVirtualThread(shaking);
        return shaking;
    }

    private static Path resource(String name) throws Exception {
        return Path.of(
                Objects.requireNonNull(TlsIdentity.class.getResource(name)).toURI());
    }

    /** The client's side is not what is tested here. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
