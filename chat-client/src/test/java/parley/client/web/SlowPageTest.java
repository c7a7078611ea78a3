package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parley.client.ChatConnection;
import parley.client.ConnectionListener;
import parley.client.LocalPort;
import parley.client.StreamRange;
import parley.protocol.ServerLine;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** A page that is open and does not read. */
class SlowPageTest extends WebFixture {
    private static final String TEXT = "x".repeat(3900);

    @Test
    void aPageThatDoesNotReadIsClosedAndNobodyElseWaits() throws Exception {
        server.close();
        // One that is patient itself, so that it is the page's server that is not.
        server = ChatServer.start(ServerOptions.defaults()
                .withAddress("127.0.0.1", 0)
                .withRate(1000, 0)
                .withOutbox(64 * 1024 * 1024, Duration.ofMinutes(1)));
        restarted(options -> options.withTabs(3).withPatience(Duration.ofSeconds(1), Duration.ofMinutes(1)));
        Page ofir = tab().named("Ofir");
        Page roony = tab().named("Roony");
        String host = "127.0.0.1:" + web().address().getPort();
        try (RawConnection slow = new RawConnection(web());
                ChatConnection sender = ChatConnection.open(server.address(), LocalPort.ANY)) {
            slow.upgrade("Host: " + host, "Origin: http://" + host);
            slow.sendFrame("{'do':'name','name':'Slow'}");
            roony.next("joined", event -> event.get("names").toString().equals("[\"Slow\"]"));
            sender.receive(new Ignoring());
            CountDownLatch over = new CountDownLatch(1);
            Thread flood = Thread.ofVirtual().start(() -> flood(sender, over));

            for (int id = 1; id <= 20; id++) {
                ofir.send("{'do':'message','id':" + id + ",'to':['Roony'],'text':'" + id + "'}");
                assertEquals(id, roony.next("message").get("text").getAsInt());
            }
            assertEquals("ready", firstEventOfATabThatHasRoom());

            over.countDown();
            flood.join();
            slow.drain();
        }
    }

    @Test
    void aPageThatWritesAndDoesNotReadIsFoundOut() throws Exception {
        server.close();
        server = ChatServer.start(ServerOptions.defaults()
                .withAddress("127.0.0.1", 0)
                .withRate(1000, 0)
                .withOutbox(64 * 1024 * 1024, Duration.ofMinutes(1)));
        restarted(options -> options.withPatience(Duration.ofMinutes(1), Duration.ofMinutes(1)));
        Page roony = tab().named("Roony");
        String host = "127.0.0.1:" + web().address().getPort();
        try (RawConnection slow = new RawConnection(web());
                ChatConnection sender = ChatConnection.open(server.address(), LocalPort.ANY)) {
            slow.upgrade("Host: " + host, "Origin: http://" + host);
            slow.sendFrame("{'do':'name','name':'Slow'}");
            roony.next("joined", event -> event.get("names").toString().equals("[\"Slow\"]"));
            sender.receive(new Ignoring());
            CountDownLatch over = new CountDownLatch(1);
            Thread flood = Thread.ofVirtual().start(() -> flood(sender, over));

            // As fast as a page may write.
            for (int frames = 0; frames < 2 * Tab.MOST_UNDONE; frames++) {
                slow.sendFrame("{'do':'connect'}");
                Thread.sleep(Duration.ofSeconds(1).dividedBy(FrameRate.PER_SECOND));
            }
            over.countDown();
            flood.join();

            assertTrue(slow.drained().contains("the page does not read what it is told"));
            assertEquals("[\"Slow\"]", roony.next("left").get("names").toString());
        }
    }

    @Test
    void whoAsksForFilesAndDoesNotReadHoldsNobodyUp() throws Exception {
        String host = "127.0.0.1:" + web().address().getPort();
        byte[] requests = ("GET /style.css HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .repeat(500)
                .getBytes(StandardCharsets.US_ASCII);
        List<RawConnection> greedy = new ArrayList<>();
        try {
            for (int i = 0; i < 30; i++) {
                RawConnection connection = new RawConnection(web());
                greedy.add(connection);
                Thread.ofVirtual().start(() -> connection.sendIgnoringTheEnd(requests));
            }
            for (RawConnection connection : greedy) {
                connection.awaitAnswer();
            }

            for (int i = 0; i < 50; i++) {
                assertEquals(
                        200, RawConnection.ask(web(), "GET /", "Host: " + host).status());
            }
        } finally {
            for (RawConnection connection : greedy) {
                connection.close();
            }
        }
    }

    private static void flood(ChatConnection sender, CountDownLatch over) {
        try {
            sender.send("Sender");
            while (over.getCount() > 0) {
                sender.send("Sender to Slow - " + TEXT);
            }
        } catch (IOException closed) {
            throw new AssertionError(closed);
        }
    }

    /** Keeps the server from finding the sender slow. */
    private static final class Ignoring implements ConnectionListener {
        @Override
        public void received(ServerLine line, StreamRange range) {}

        @Override
        public void closed(@Nullable IOException cause) {}
    }
}
