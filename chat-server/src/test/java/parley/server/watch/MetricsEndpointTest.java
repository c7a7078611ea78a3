package parley.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Those who ask for metrics and health and do not behave. */
@Timeout(180)
class MetricsEndpointTest {
    private static final int PATIENCE_MILLIS = 30_000;

    private final MetricsEndpoint endpoint = MetricsEndpoint.start("127.0.0.1", 0, new Metrics(), () -> true);
    private final List<Socket> sockets = new ArrayList<>();

    MetricsEndpointTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        endpoint.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void healthIsToldWhileMoreThanFitHaveSentHalfARequest() throws Exception {
        List<Socket> stalled = new ArrayList<>();
        for (int i = 0; i <= MetricsEndpoint.MOST_CONNECTIONS; i++) {
            stalled.add(sending(i % 3 == 0 ? "" : "GET /metrics HTTP/1.1\r\nHost: a"));
        }

        for (int i = 0; i < 10; i++) {
            assertTrue(answer("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").endsWith("\r\n\r\nok\n"));
        }

        assertEquals(-1, stalled.getFirst().getInputStream().read());
    }

    @Test
    void whoSendsHalfARequestIsNotWaitedForLong() throws Exception {
        assertEquals("", read(sending("GET /healthz HTTP/1.1\r\n")));
    }

    @Test
    void itEndsWithConnectionsThatStallAndSomeThatDoNotRead() throws Exception {
        for (int i = 0; i < 100; i++) {
            sending(i % 2 == 0 ? "GET /metrics HTTP/1.1\r\n\r\n" : "GET /metrics");
        }
        Socket last = sending("GET");

        endpoint.close();

        try {
            assertEquals(-1, last.getInputStream().read());
        } catch (SocketException reset) {
            // It was not accepted yet.
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'GET /healthz HTTP/1.1\r\n\r\n', 200 OK",
        "'GET /healthz?full=1 HTTP/1.0\r\n\r\n', 200 OK",
        "'HEAD /metrics HTTP/1.1\r\n\r\n', 200 OK",
        "'GET /other HTTP/1.1\r\n\r\n', 404 Not Found",
        "'POST /metrics HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody', 405 Method Not Allowed",
        "'hello\r\n\r\n', 400 Bad Request",
        "'GET  /metrics HTTP/1.1\r\n\r\n', 400 Bad Request",
        "'GET /metrics HTTP/2\r\n\r\n', 400 Bad Request",
        "'GET http://a/metrics HTTP/1.1\r\n\r\n', 400 Bad Request",
    })
    void everyRequestHasOneAnswerAndIsTheLastOfItsConnection(String request, String status) throws Exception {
        String answer = answer(request + "GET /healthz HTTP/1.1\r\n\r\n");

        assertEquals("HTTP/1.1 " + status, answer.lines().findFirst().orElseThrow());
        assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
    }

    @Test
    void aRequestThatIsTooLongIsRefused() throws Exception {
        String answer =
                answer("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(2 * MetricsEndpoint.HEAD_BYTES) + "\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
    }

    private Socket sending(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", endpoint.address().getPort());
        sockets.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private String answer(String request) throws IOException {
        return read(sending(request));
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
