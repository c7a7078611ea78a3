package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.client.session.LinePlace;

/** Pages that behave. */
class TabsTest extends WebFixture {
    private static String text(JsonObject frame, String name) {
        return frame.get(name).getAsString();
    }

    @Test
    void theFirstFrameSaysWhichServerItIs() throws Exception {
        Page page = Page.openAny(client, web());

        JsonObject ready = page.next("ready");

        assertEquals("127.0.0.1:" + server.address().getPort(), text(ready, "server"));
        assertTrue(ready.get("layers").isJsonNull());
    }

    @Test
    void twoTabsChat() throws Exception {
        Page ofir = tab().named("Ofir");
        Page roony = tab().named("Roony");

        ofir.send("{'do':'message','id':7,'to':['Roony'],'text':'good <b>morning</b> \uD83D\uDE00'}");

        JsonObject message = roony.next("message");
        assertEquals("Ofir", text(message, "sender"));
        assertEquals("[\"Roony\"]", message.get("recipients").toString());
        assertEquals("good <b>morning</b> \uD83D\uDE00", text(message, "text"));
        assertEquals(1, message.get("line").getAsLong());
        assertEquals(7, ofir.next("pending").get("id").getAsLong());
        JsonObject written = ofir.next("written");
        assertEquals(7, written.get("id").getAsLong());
        assertEquals(1, written.get("line").getAsLong());
    }

    @Test
    void eachTabIsAConnectionOfItsOwn() throws Exception {
        Page first = tab();
        first.send("{'do':'name','name':'Ofir'}");
        Page second = tab();
        second.send("{'do':'name','name':'Roony'}");

        assertNotEquals(
                first.next("connected").get("localPort").getAsInt(),
                second.next("connected").get("localPort").getAsInt());
        assertEquals("[\"Roony\"]", first.next("joined").get("names").toString());
    }

    @Test
    void aTabThatIsClosedLeavesTheChat() throws Exception {
        Page ofir = tab().named("Ofir");
        Page roony = tab().named("Roony");

        ofir.close();

        assertEquals("[\"Ofir\"]", roony.next("left").get("names").toString());
    }

    @Test
    void aTabThatIsKilledLeavesTheChat() throws Exception {
        Page ofir = tab().named("Ofir");
        Page roony = tab().named("Roony");

        ofir.socket().abort();

        assertEquals("[\"Ofir\"]", roony.next("left").get("names").toString());
    }

    @Test
    void aPrivateChatFromRequestToEnd() throws Exception {
        Page ofir = tab().named("Ofir");
        Page roony = tab().named("Roony");

        ofir.send("{'do':'ask','id':1,'name':'Roony'}");
        assertEquals("Ofir", text(roony.next("requestFrom"), "name"));
        roony.send("{'do':'accept','id':1,'name':'Ofir'}");
        assertEquals("Roony", text(ofir.next("privateBegan"), "partner"));
        ofir.send("{'do':'say','id':2,'partner':'Roony','text':'psst'}");
        JsonObject said = roony.next("said");
        assertEquals("Ofir psst", text(said, "sender") + " " + text(said, "text"));
        roony.send("{'do':'leave','id':2}");
        JsonObject ended = ofir.next("privateEnded");
        assertEquals("Roony Roony", text(ended, "partner") + " " + text(ended, "by"));
    }

    @Test
    void aRequestIsRejected() throws Exception {
        Page ofir = tab().named("Ofir");
        Page roony = tab().named("Roony");

        ofir.send("{'do':'ask','id':1,'name':'Roony'}");
        roony.next("requestFrom");
        roony.send("{'do':'reject','id':1,'name':'Ofir'}");

        assertEquals("Roony", text(ofir.next("rejected"), "by"));
    }

    @Test
    void aRefusalNamesTheFrameItIsAbout() throws Exception {
        Page ofir = tab().named("Ofir");

        ofir.send("{'do':'message','id':41,'to':['Ofir'],'text':'me'}");

        JsonObject refused = ofir.next("refused");
        assertEquals(41, refused.get("id").getAsLong());
        assertEquals("that is you", text(refused, "reason"));
    }

    @Test
    void whoIsAnswered() throws Exception {
        tab().named("Roony");
        Page ofir = tab().named("Ofir");

        ofir.send("{'do':'who','id':1,'prefix':'Ro'}");

        JsonObject found = ofir.next("found");
        assertEquals("Ro", text(found, "prefix"));
        assertEquals("[\"Roony\"]", found.get("names").toString());
        ofir.send("{'do':'who','id':2,'prefix':null}");
        assertTrue(ofir.next("found").get("prefix").isJsonNull());
    }

    @Test
    void aNameThatIsTakenIsAskedForAgain() throws Exception {
        tab().named("Ofir");
        Page other = tab();

        other.send("{'do':'name','name':'ofir'}");

        assertEquals("ofir is taken", text(other.next("nameWanted"), "refusal"));
        other.named("Roony");
    }

    @Test
    void afterExitTheWebSocketIsClosed() throws Exception {
        Page ofir = tab().named("Ofir");

        ofir.send("{'do':'exit'}");

        ofir.next("over");
        assertEquals(1000, ofir.closed().code());
    }

    @Test
    void aRestartedServerFindsTheSameNamesAndTheLinesThatWaited() throws Exception {
        Page ofir = tab().named("Ofir");
        Page roony = tab().named("Roony");
        int port = server.address().getPort();

        server.close();
        ofir.next("disconnected");
        roony.next("disconnected");
        ofir.send("{'do':'message','id':3,'to':['Roony'],'text':'still there?'}");
        assertTrue(ofir.next("pending").get("waits").getAsBoolean());
        server = chat(port);

        assertTrue(roony.next("named").get("again").getAsBoolean());
        assertEquals("still there?", text(roony.next("message"), "text"));
        assertEquals(3, ofir.next("written").get("id").getAsLong());
    }

    @Test
    void withoutAServerThePageIsToldAndMayTryAgain() throws Exception {
        int port = server.address().getPort();
        server.close();
        Page ofir = tab();

        ofir.send("{'do':'connect'}");

        JsonObject disconnected = ofir.next("disconnected");
        assertTrue(text(disconnected, "reason").contains("no server at 127.0.0.1:" + port), disconnected.toString());
        assertTrue(disconnected.get("retryInMillis").isJsonNull());
        server = chat(port);
        ofir.send("{'do':'connect'}");
        assertTrue(ofir.next("nameWanted").get("refusal").isJsonNull());
    }

    @Test
    void aClosingServerSaysGoodbyeToTheTabs() throws Exception {
        Page ofir = tab().named("Ofir");

        web().close();

        assertEquals(1001, ofir.closed().code());
    }

    @Test
    void withoutAWatcherThereAreNoLayers() throws Exception {
        Page ofir = tab().named("Ofir");
        ofir.send("{'do':'who','id':1,'prefix':null}");
        ofir.next("written");

        ofir.send("{'do':'layers','line':1}");

        JsonObject layers = ofir.next("layers");
        assertEquals(1, layers.get("line").getAsLong());
        assertTrue(layers.get("found").isJsonNull());
    }

    @Test
    void aWatcherIsAskedForTheLineThatWasMeant() throws Exception {
        LineOnWire found = new LineOnWire(
                4,
                List.of(new LineOnWire.Frame(
                        12,
                        1_764_000_000_123_456_789L,
                        84,
                        "127.0.0.1",
                        40000,
                        "127.0.0.1",
                        10000,
                        64,
                        0x1234,
                        true,
                        70,
                        "PSH, ACK",
                        6,
                        33,
                        4_000_000_000L,
                        5,
                        65536,
                        32,
                        18,
                        "4500")),
                null,
                null,
                "frame.number == 12");
        BlockingQueue<LinePlace> asked = new LinkedBlockingQueue<>();
        restarted(options -> options.withWatcher(new WireWatcher() {
            @Override
            public String description() {
                return "lo, tcp port 10000";
            }

            @Override
            public Optional<LineOnWire> find(LinePlace place) {
                asked.add(place);
                return Optional.of(found);
            }
        }));
        Page page = Page.openAny(client, web());
        assertEquals("lo, tcp port 10000", text(page.next("ready"), "layers"));
        page.send("{'do':'name','name':'Ofir'}");
        int port = page.next("connected").get("localPort").getAsInt();
        page.next("named");
        page.send("{'do':'who','id':1,'prefix':null}");

        page.send("{'do':'layers','line':" + page.next("written").get("line") + "}");

        JsonObject layers = page.next("layers");
        LinePlace place = asked.poll(20, TimeUnit.SECONDS);
        assertTrue(place != null && place.sent());
        assertEquals(port, place.client().getPort());
        assertEquals(5, place.range().start());
        assertEquals(9, place.range().end());
        assertEquals(
                JsonParser.parseString("{\"stream\":4,\"carriers\":[{\"number\":12,"
                        + "\"timestampNanos\":\"1764000000123456789\",\"length\":84,\"source\":\"127.0.0.1\","
                        + "\"sourcePort\":40000,\"destination\":\"127.0.0.1\",\"destinationPort\":10000,"
                        + "\"timeToLive\":64,\"identification\":4660,\"dontFragment\":true,\"ipLength\":70,"
                        + "\"flags\":\"PSH, ACK\",\"sequence\":6,\"acknowledgment\":33,\"rawSequence\":4000000000,"
                        + "\"rawAcknowledgment\":5,\"window\":65536,\"headerLength\":32,\"payloadLength\":18,"
                        + "\"bytes\":\"4500\"}],\"ack\":null,\"ackDelayNanos\":null,"
                        + "\"filter\":\"frame.number == 12\"}"),
                layers.get("found"));
        page.send("{'do':'layers','line':2}");
        assertTrue(page.next("layers").get("found").isJsonNull());
        assertTrue(asked.isEmpty());
    }

    @Test
    void anIdleTabThatAnswersPingsStays() throws Exception {
        restarted(options -> options.withPatience(options.takeWithin(), Duration.ofMillis(500)));
        Page ofir = tab().named("Ofir");
        try (RawConnection dead = new RawConnection(web())) {
            String host = "127.0.0.1:" + web().address().getPort();
            dead.upgrade("Host: " + host, "Origin: http://" + host);
            // Closed because it answers no ping, which takes longer than two of them.
            dead.drain();
        }

        assertFalse(ofir.isClosed());
        ofir.send("{'do':'who','id':1,'prefix':null}");
        ofir.next("found");
    }
}
