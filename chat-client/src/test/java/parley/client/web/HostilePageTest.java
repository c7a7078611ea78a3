package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** Connections that send what no page sends, to a process that has no memory for what they claim. */
@Timeout(300)
class HostilePageTest {
    private static final int CONNECTIONS = 40;
    private static final int MEBIBYTES = 40;

    private static final List<String> AMBIGUOUS = List.of(
            "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: +4\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n1;x=\"\r\nX\r\n0\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n1;x\nX\r\n0\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nX: a\r\n b: c\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nX\r\n\r\nNEXT",
            "GET / HTTP/1.1\nHost: HOST\n\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\nX: a\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nX: a\rb\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1000000000\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n\r\nNEXT",
            "GET /\r\n\r\nNEXT",
            "GET / HTTP/1.1\r\nHost: HOST\r\nX: \u0000\r\n\r\nNEXT");

    /** What a frame may claim as its length, in the form in which it does: 7, 16 or 64 bits. */
    private enum Claim {
        SEVEN_BITS(bytes -> bytes.put((byte) 125)),
        SIXTEEN_BITS(bytes -> bytes.put((byte) 126).putShort((short) 0xFFFF)),
        TWELVE_MB(bytes -> bytes.put((byte) 127).putLong(12_000_000)),
        MOST_OF_AN_INT(bytes -> bytes.put((byte) 127).putLong(Integer.MAX_VALUE)),
        MORE_THAN_AN_INT(bytes -> bytes.put((byte) 127).putLong(1L << 40)),
        NEGATIVE(bytes -> bytes.put((byte) 127).putLong(-12_000_000));

        private interface Length {
            ByteBuffer put(ByteBuffer bytes);
        }

        private final Length length;

        Claim(Length length) {
            this.length = length;
        }

        /** The beginning of a frame, with 100 octets of what it claims. */
        byte[] frame(int firstOctet, boolean masked) {
            ByteBuffer bytes = ByteBuffer.allocate(128);
            bytes.put((byte) firstOctet);
            int start = bytes.position();
            length.put(bytes);
            if (masked) {
                bytes.put(start, (byte) (bytes.get(start) | 0x80));
                bytes.putInt(0);
            }
            bytes.put("x".repeat(100).getBytes(StandardCharsets.US_ASCII));
            byte[] frame = new byte[bytes.flip().limit()];
            bytes.get(frame);
            return frame;
        }
    }

    private final ChatServer server;
    private final WebProcess web;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<RawConnection> hostile = new ArrayList<>();

    HostilePageTest() throws IOException {
        server = ChatServer.start(ServerOptions.defaults().withAddress("127.0.0.1", 0));
        web = new WebProcess(server.address(), MEBIBYTES);
    }

    @AfterEach
    void close() throws IOException {
        leave();
        client.shutdownNow();
        web.close();
        server.close();
    }

    private void leave() throws IOException {
        for (RawConnection connection : hostile) {
            connection.close();
        }
        hostile.clear();
    }

    private RawConnection connection() throws IOException {
        RawConnection connection = new RawConnection(web.address());
        hostile.add(connection);
        return connection;
    }

    private String host() {
        return "127.0.0.1:" + web.address().getPort();
    }

    private RawConnection webSocket() throws IOException {
        RawConnection connection = connection();
        assertEquals(
                101,
                connection
                        .upgrade("Host: " + host(), "Origin: http://" + host())
                        .status());
        return connection;
    }

    private Page tab() throws InterruptedException {
        return Page.open(client, web.address());
    }

    private static void works(Page page, int id) throws InterruptedException {
        page.send("{'do':'who','id':" + id + ",'prefix':null}");
        page.next("found");
    }

    @Test
    void aFrameOfWhateverKindTakesNoMemoryForWhatItOnlyClaims() throws Exception {
        Page page = tab().named("Ofir");

        for (int opcode = 0; opcode < 16; opcode++) {
            for (int i = 0; i < CONNECTIONS; i++) {
                Claim claim = Claim.values()[i % Claim.values().length];
                boolean last = i % 4 != 3;
                int reserved = i % 8 == 7 ? 0x70 : 0;
                byte[] frame = claim.frame((last ? 0x80 : 0) | reserved | opcode, i % 5 != 4);
                webSocket().sendIgnoringTheEnd(frame);
            }
            works(page, opcode + 1);
            leave();
        }

        assertEquals("[\"Ofir\"]", joinedBySecond(page));
        assertTrue(web.isAlive());
    }

    /** Opens a second tab; returns those who are there already. */
    private String joinedBySecond(Page first) throws InterruptedException {
        Page second = tab().named("Roony");
        first.next("joined");
        second.send("{'do':'message','id':1,'to':['Ofir'],'text':'still there?'}");
        assertEquals("still there?", first.next("message").get("text").getAsString());
        second.send("{'do':'who','id':2,'prefix':'O'}");
        return second.next("found").get("names").toString();
    }

    @Test
    void manyFramesTakeNoMoreThanOne() throws Exception {
        Page page = tab().named("Ofir");
        byte[] piece = new byte[8 + 16_000];
        ByteBuffer.wrap(piece).putShort((short) 0x00FE).putShort((short) 16_000);
        byte[] emptyPiece = {0x00, (byte) 0x80, 0, 0, 0, 0};
        byte[] ping = Claim.SEVEN_BITS.frame(0x89, true);
        byte[] pingAndRest = new byte[ping.length + 25];
        System.arraycopy(ping, 0, pingAndRest, 0, ping.length);
        List<byte[]> floods =
                List.of(repeated(piece, 200), repeated(emptyPiece, 100_000), repeated(pingAndRest, 30_000));
        CountDownLatch begun = new CountDownLatch(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            RawConnection connection = webSocket();
            byte[] flood = floods.get(i % floods.size());
            Thread.ofVirtual().start(() -> {
                connection.sendIgnoringTheEnd(new byte[] {0x01, (byte) 0x80, 0, 0, 0, 0});
                begun.countDown();
                connection.sendIgnoringTheEnd(flood);
            });
        }
        begun.await();

        for (int id = 1; id <= 20; id++) {
            works(page, id);
        }

        assertEquals("[\"Ofir\"]", joinedBySecond(page));
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteBuffer all = ByteBuffer.allocate(bytes.length * times);
        for (int i = 0; i < times; i++) {
            all.put(bytes);
        }
        return all.array();
    }

    @Test
    void whatTwoCouldReadAsTwoRequestsIsRefusedAndEndsTheConnection() throws Exception {
        String next = "GET /next HTTP/1.1\r\nHost: " + host() + "\r\n\r\n";
        for (String request : AMBIGUOUS) {
            RawConnection connection = connection();

            connection.sendIgnoringTheEnd(
                    request.replace("HOST", host()).replace("NEXT", next).getBytes(StandardCharsets.ISO_8859_1));

            String answers = connection.drainedAnyhow();
            assertTrue(answers.isEmpty() || answers.matches("(?s)HTTP/1.1 (4..|505) .*"), request + answers);
            assertEquals(answers.isEmpty() ? 0 : 1, answers.split("HTTP/1.1 ", -1).length - 1, request + answers);
        }
    }

    @Test
    void thoseWhoSendHalfARequestKeepNobodyOut() throws Exception {
        Page page = tab().named("Ofir");
        for (int i = 0; i < 4 * Requesters.MOST; i++) {
            connection()
                    .sendIgnoringTheEnd((i % 2 == 0 ? "" : "GET / HTTP/1.1\r\nHo").getBytes(StandardCharsets.US_ASCII));
        }

        assertEquals(200, connection().ask("GET /", "Host: " + host()).status());
        assertEquals("[\"Ofir\"]", joinedBySecond(page));
    }

    @Test
    void itEndsOnSigtermWhateverIsStalled() throws Exception {
        byte[] asks = ("GET /style.css HTTP/1.1\r\nHost: " + host() + "\r\n\r\n")
                .repeat(1000)
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < CONNECTIONS; i++) {
            connection().sendIgnoringTheEnd("GET / HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            RawConnection greedy = connection();
            Thread.ofVirtual().start(() -> greedy.sendIgnoringTheEnd(asks));
            greedy.awaitAnswer();
            webSocket().sendFrame("{'do':'name','name':'user" + i + "'}");
        }

        assertEquals(143, web.terminated());
    }
}
