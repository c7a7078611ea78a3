package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parley.server.tls.TlsIdentity;
import parley.server.watch.ServerWatch;

class TlsTest {
    private final BlockingQueue<ServerWatch.Ending> endings = new LinkedBlockingQueue<>();
    private ChatServer server = start(ServerFixture.OPTIONS);

    TlsTest() throws Exception {}

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void twoChatInTls() throws Exception {
        try (SSLSocket ofir = connect();
                SSLSocket emily = connect()) {
            BufferedReader toOfir = opened(ofir, "Ofir");
            assertEquals("online: Ofir", toOfir.readLine());
            BufferedReader toEmily = opened(emily, "Emily");
            assertEquals("online: Emily, Ofir", toEmily.readLine());
            String longest = "Emily to Ofir - " + "x".repeat(4000);
            say(emily, longest);
            assertEquals(Set.of("joined: Emily", longest), Set.of(toOfir.readLine(), toOfir.readLine()));
            say(emily, "exit");
            assertEquals("goodbye", toEmily.readLine());
            assertEquals(null, toEmily.readLine());
            assertEquals(ServerWatch.Ending.EXIT, endings.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aLineThatComesByteByByteIsALine() throws Exception {
        try (SSLSocket ofir = connect()) {
            BufferedReader lines = opened(ofir, "Ofir");
            assertEquals("online: Ofir", lines.readLine());
            for (byte each : "help\n".getBytes(StandardCharsets.UTF_8)) {
                ofir.getOutputStream().write(each);
            }
            assertEquals("menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit", lines.readLine());
        }
    }

    @Test
    void shutdownIsToldInTlsAndEndsInOrder() throws Exception {
        try (SSLSocket ofir = connect()) {
            BufferedReader lines = opened(ofir, "Ofir");
            server.close();
            assertEquals("online: Ofir", lines.readLine());
            assertEquals("server closing", lines.readLine());
            assertEquals(null, lines.readLine());
        }
    }

    @Test
    void whoDoesNotSpeakTlsIsClosedAndOthersAreServed() throws Exception {
        try (Socket plain =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            plain.getOutputStream().write("Ofir\n".getBytes(StandardCharsets.UTF_8));
            assertEquals(ServerWatch.Ending.NO_TLS, endings.poll(20, TimeUnit.SECONDS));
        }
        try (SSLSocket emily = connect()) {
            assertEquals("online: Emily", opened(emily, "Emily").readLine());
        }
    }

    @Test
    void aHandshakeThatIsNeverFinishedIsGivenUp() throws Exception {
        server.close();
        server = start(ServerFixture.OPTIONS.withTimeouts(Duration.ofMillis(200), Duration.ZERO));
        try (Socket silent =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            assertEquals(ServerWatch.Ending.NO_TLS, endings.poll(20, TimeUnit.SECONDS));
            InputStream in = silent.getInputStream();
            assertEquals(-1, in.read());
        }
    }

    @Test
    void aClientThatDoesNotKnowTheCertificateRefusesIt() throws Exception {
        try (SSLSocket stranger =
                (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket()) {
            stranger.connect(address());
            assertThrows(SSLException.class, stranger::startHandshake);
        }
        assertEquals(ServerWatch.Ending.NO_TLS, endings.poll(20, TimeUnit.SECONDS));
    }

    private ChatServer start(ServerOptions options) throws IOException, URISyntaxException {
        TlsIdentity identity = TlsIdentity.read(file("localhost.pem"), file("localhost.key"));
        return ChatServer.start(options, identity, new ServerWatch() {
            @Override
            public void ended(long client, Ending ending, Duration lasted) {
                endings.add(ending);
            }
        });
    }

    private InetSocketAddress address() {
        return new InetSocketAddress("localhost", server.address().getPort());
    }

    private SSLSocket connect() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = TlsIdentity.class.getResourceAsStream("localhost.pem")) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setSoTimeout(20_000);
        socket.connect(address());
        return socket;
    }

    private static BufferedReader opened(Socket socket, String name) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("welcome to the chat", lines.readLine());
        assertEquals("enter name:", lines.readLine());
        say(socket, name);
        assertEquals("hello " + name, lines.readLine());
        return lines;
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(TlsIdentity.class.getResource(name), name)
                .toURI());
    }
}
