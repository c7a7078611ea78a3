package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP by hand, for fields that no client of the JDK sends. */
final class RawConnection implements AutoCloseable {
    /** @param head the status line and the fields, names in lower case */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        String field(String name) {
            return head.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SMALL_BUFFER = 4096;

    private final Socket socket = new Socket();

    RawConnection(WebServer web) throws IOException {
        this(web.address());
    }

    RawConnection(InetSocketAddress web) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), web.getPort()));
    }

    /** Sends a request on a connection of its own. */
    static Answer ask(WebServer web, String request, String... fields) throws IOException {
        try (RawConnection connection = new RawConnection(web)) {
            return connection.ask(request, fields);
        }
    }

    /** Sends a request, {@code GET /} say, with these fields and no others. */
    Answer ask(String request, String... fields) throws IOException {
        StringBuilder text = new StringBuilder(request).append(" HTTP/1.1\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        send(text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("no answer but " + head);
            }
            head.write(octet);
        }
        StringBuilder lines = new StringBuilder();
        head.toString(StandardCharsets.US_ASCII)
                .lines()
                .map(RawConnection::withLowerCaseName)
                .forEach(line -> lines.append(line).append('\n'));
        Answer answer = new Answer(lines.toString(), "");
        String length = answer.field("content-length");
        boolean hasBody = !length.isEmpty() && !request.startsWith("HEAD");
        byte[] body = hasBody ? in.readNBytes(Integer.parseInt(length)) : new byte[0];
        return new Answer(answer.head(), new String(body, StandardCharsets.UTF_8));
    }

    /** Makes it a WebSocket, the page's with the fields that the page sends besides. */
    Answer upgrade(String... otherFields) throws IOException {
        String[] fields = new String[otherFields.length + 4];
        fields[0] = "Upgrade: websocket";
        fields[1] = "Connection: Upgrade";
        fields[2] = "Sec-WebSocket-Version: 13";
        fields[3] = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
        System.arraycopy(otherFields, 0, fields, 4, otherFields.length);
        return ask("GET /ws", fields);
    }

    /** Sends a masked text frame of less than 126 octets; ' stands for ". */
    void sendFrame(String json) throws IOException {
        byte[] payload = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        send(frame);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends until all is sent, or one side has closed. */
    void sendIgnoringTheEnd(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException ended) {
            // That is one of the ends.
        }
    }

    /** Waits for the first octet of an answer and takes it. */
    void awaitAnswer() throws IOException {
        assertEquals('H', socket.getInputStream().read());
    }

    /** What the other side sends until it ends the connection. */
    String drained() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** The same where that end may be a reset. */
    String drainedAnyhow() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (java.net.SocketTimeoutException stillOpen) {
            throw new AssertionError("not closed after " + all, stillOpen);
        } catch (java.net.SocketException reset) {
            // An end as well.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads until the other side has ended the connection, in whatever way. */
    void drain() {
        try {
            socket.getInputStream().skipNBytes(Long.MAX_VALUE);
        } catch (java.net.SocketTimeoutException stillOpen) {
            throw new AssertionError("not closed", stillOpen);
        } catch (IOException ended) {
            // An end in order or a reset: both are an end.
        }
    }

    private static String withLowerCaseName(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
