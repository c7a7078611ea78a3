package parley.client.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parley.client.LineClient;
import parley.client.LocalPort;
import parley.client.ScriptedServer;
import parley.client.Transport;
import parley.protocol.HostPort;
import parley.server.ChatServer;
import parley.server.ServerOptions;
import parley.server.tls.TlsIdentity;
import parley.server.watch.ServerWatch;

class TlsTest {
    private final ChatServer server = ChatServer.start(
            ServerOptions.defaults().withAddress("0.0.0.0", 0).withConnections(100, 100),
            TlsIdentity.read(file("localhost.pem"), file("localhost.key")),
            ServerWatch.NONE);

    TlsTest() throws Exception {}

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aTrustedServerIsChattedWith() throws Exception {
        for (String host : new String[] {"localhost", "127.0.0.1"}) {
            assertEquals("""
                    welcome to the chat
                    enter name:
                    hello Ofir
                    online: Ofir
                    goodbye
                    """, chat(host, Tls.trusting(file("localhost.pem"))));
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsRefused() throws Exception {
        for (Transport transport : new Transport[] {Tls.trustingKnown(), Tls.trusting(file("other.pem"))}) {
            String reason = failure("localhost", transport);
            assertTrue(
                    reason.startsWith("the certificate of localhost:" + port() + " is not to be trusted (")
                            && reason.endsWith("); --tls-ca FILE says whom to trust"),
                    reason);
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        String reason = failure("127.0.0.2", Tls.trusting(file("localhost.pem")));
        assertTrue(reason.contains("No subject alternative names matching IP address 127.0.0.2 found"), reason);
    }

    @Test
    void whoChecksNothingIsServed() throws Exception {
        assertTrue(chat("127.0.0.2", Tls.trustingAnybody()).endsWith("goodbye\n"));
    }

    @Test
    void aServerWithoutTlsIsSaid() throws Exception {
        try (ChatServer plain = ChatServer.start(ServerOptions.defaults().withPort(0))) {
            Transport transport = Tls.trusting(file("localhost.pem"));
            IOException failure = assertThrows(IOException.class, () -> chat(plain.address(), transport));
            assertEquals(
                    "127.0.0.1:" + plain.address().getPort()
                            + " does not speak TLS (Unsupported or unrecognized SSL message); leave out --tls",
                    failure.getMessage());
        }
    }

    @Test
    void aServerThatBreaksOffIsNamed() throws Exception {
        try (ScriptedServer scripted = new ScriptedServer(client -> {
            client.socket().getInputStream().read();
            client.reset();
        })) {
            Transport transport = Tls.trusting(file("localhost.pem"));
            IOException failure = assertThrows(IOException.class, () -> chat(scripted.address(), transport));
            String reason = String.valueOf(failure.getMessage());
            assertTrue(reason.startsWith("no TLS with " + HostPort.format(scripted.address()) + " ("), reason);
        }
    }

    @Test
    void aFileThatCannotBeUsedIsSaid() throws Exception {
        assertEquals(
                "there is no file no.pem",
                assertThrows(IOException.class, () -> Tls.trusting(Path.of("no.pem")))
                        .getMessage());
        Path key = file("localhost.key");
        String reason = String.valueOf(
                assertThrows(IOException.class, () -> Tls.trusting(key)).getMessage());
        assertTrue(reason.startsWith(key + " holds no certificate"), reason);
    }

    private String failure(String host, Transport transport) {
        return String.valueOf(
                assertThrows(IOException.class, () -> chat(host, transport)).getMessage());
    }

    private int port() {
        return server.address().getPort();
    }

    private String chat(String host, Transport transport) throws IOException, InterruptedException {
        return chat(InetSocketAddress.createUnresolved(host, port()), transport);
    }

    private static String chat(InetSocketAddress server, Transport transport) throws IOException, InterruptedException {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out);
        new LineClient(new ByteArrayInputStream(new byte[0]), StandardCharsets.UTF_8, printer, printer, false)
                .run(server, LocalPort.ANY, transport, "Ofir");
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(TlsTest.class.getResource(name), name).toURI());
    }
}
