package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowClientTest extends ServerFixture {
    private static final String TEXT = "x".repeat(4000);

    @Test
    void whoDoesNotReadDelaysNobodyAndIsClosedAlone() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        Peer slow = unread();
        slow.send("Slow");
        ofir.expectPresence("joined: Emily", "joined: Slow");
        flood(ofir, emily);
        slow.startReading();
        expectTooSlow(slow);
        ofir.expectNothingMore();
        emily.expectNothingMore();
    }

    /** Sends to both until the slow one has been given up; each message reaches the other one. */
    private static void flood(Peer ofir, Peer emily) throws IOException {
        boolean slowIsOnline = true;
        for (int i = 0; slowIsOnline; i++) {
            String line = "Ofir to Slow, Emily - " + i + TEXT;
            ofir.send(line);
            emily.expect(line);
            ofir.send("who Slow");
            String answer = ofir.next();
            while (answer.startsWith("error: not online")) {
                answer = ofir.next();
            }
            slowIsOnline = answer.equals("online: Slow");
        }
    }

    @Test
    void whoTakesNoWriteForTooLongIsClosed() throws IOException {
        server(OPTIONS.withOutbox(100_000_000, Duration.ofMillis(300)));
        Peer ofir = named("Ofir");
        Peer slow = unread();
        slow.send("Slow");
        ofir.expectPresence("joined: Slow");
        for (int i = 0; i < 5000; i++) {
            ofir.send("Ofir to Slow - " + TEXT);
        }
        ofir.expectPresence("left: Slow");
        slow.startReading();
        expectTooSlow(slow);
    }

    private static void expectTooSlow(Peer slow) {
        slow.expect("welcome to the chat", "enter name:", "hello Slow");
        String line = slow.next();
        while (line.startsWith("online:") || line.startsWith("Ofir to Slow")) {
            line = slow.next();
        }
        assertEquals("error: too slow", line);
        slow.expectEnd();
    }

    @Test
    void linesBeyondTheRateAreReadLaterAndNoneIsDropped() throws IOException {
        server(OPTIONS.withRate(5, 100));
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        for (int i = 0; i < 40; i++) {
            ofir.send("Ofir to Emily - " + i);
        }
        for (int i = 0; i < 40; i++) {
            emily.expect("Ofir to Emily - " + i);
        }
    }

    @Test
    void closingDoesNotWaitForALineThatItsRateHolds() throws IOException {
        ChatServer server = server(OPTIONS.withRate(2, 1));
        Peer ofir = named("Ofir");
        ofir.send("who", "who", "who", "who", "who", "who", "who", "who", "who", "who", "who", "who", "who", "who");
        ofir.expect("online: Ofir");
        server.close();
        ofir.expect("server closing");
        ofir.expectEnd();
    }
}
