package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlowClientTest extends ServerFixture {
    private static final String TEXT = "x".repeat(4000);

    @Test
    void whatAClientThatDoesNotReadCannotTakeIsRefusedAndOthersGetIt() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        Peer slow = unread();
        slow.send("Slow");
        ofir.expectPresence("joined: Emily", "joined: Slow");
        List<String> taken = new ArrayList<>();
        String answer = "";
        for (int i = 0; !answer.startsWith("error"); i++) {
            String line = "Ofir to Slow, Emily - " + i + TEXT;
            ofir.send(line, "who Slow");
            emily.expect(line);
            answer = ofir.next();
            if (!answer.startsWith("error")) {
                taken.add(line);
            }
        }
        assertEquals("error: too much waits for Slow", answer);
        ofir.expect("online: Slow");
        slow.startReading();
        slow.expect("welcome to the chat", "enter name:", "hello Slow", "online: Emily, Ofir, Slow");
        slow.expect(taken.toArray(String[]::new));
        ofir.send("Ofir to Slow - and now?");
        slow.expect("Ofir to Slow - and now?");
        ofir.expectNothingMore();
        emily.expectNothingMore();
    }

    /** More than fits the outbox and what the system keeps, from many senders at once, to one who reads. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 40, 200})
    void aBurstLosesNothingAndClosesNobodyWhoReads(int senders) throws IOException {
        Peer emily = named("Emily");
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            peers.add(named("u" + i));
        }
        int lines = 20;
        for (int i = 0; i < senders; i++) {
            String[] burst = new String[lines];
            for (int j = 0; j < lines; j++) {
                burst[j] = "u" + i + " to Emily - " + j + " " + TEXT;
            }
            peers.get(i).send(burst);
        }
        Map<String, Integer> next = new HashMap<>();
        Map<String, Integer> refused = new HashMap<>();
        for (Peer peer : peers) {
            peer.send("help");
        }
        for (int i = 0; i < senders; i++) {
            int errors = 0;
            for (String line = peers.get(i).next();
                    !line.startsWith("menu");
                    line = peers.get(i).next()) {
                assertEquals("error: too much waits for Emily", line);
                errors++;
            }
            refused.put("u" + i, errors);
        }
        peers.getFirst().send("u0 to Emily - the end");
        for (String line = emily.next(); !line.equals("u0 to Emily - the end"); line = emily.next()) {
            if (line.startsWith("online")) {
                continue; // Who came meanwhile, in place of news for which there was no room.
            }
            String[] words = line.split(" ", 6);
            int number = Integer.parseInt(words[4]);
            assertTrue(number >= next.getOrDefault(words[0], 0), line.substring(0, 30) + " comes out of order");
            next.put(words[0], number + 1);
            refused.merge(words[0], 1, Integer::sum);
        }
        assertEquals(Set.of(lines), Set.copyOf(refused.values()), "delivered or refused of each");
        emily.expectNothingMore();
    }

    @Test
    void aBurstInAPrivateChatIsPassedOnOrRefused() throws IOException {
        Peer ofir = named("Ofir");
        Peer slow = unread();
        slow.send("Slow");
        ofir.expectPresence("joined: Slow");
        ofir.send("Slow");
        ofir.expect("requested Slow");
        slow.send("accept");
        ofir.expect("private with Slow");
        int sent = 1000;
        for (int i = 0; i < sent; i++) {
            ofir.send(i + " " + TEXT);
        }
        ofir.send("leave");
        int refused = 0;
        for (String line = ofir.next(); !line.equals("ended"); line = ofir.next()) {
            assertEquals("error: too much waits for Slow", line);
            refused++;
        }
        assertTrue(refused > 0 && refused < sent, refused + " refused");
        slow.startReading();
        slow.expect("welcome to the chat", "enter name:", "hello Slow", "online: Ofir, Slow");
        slow.expect("request from Ofir", "private with Ofir");
        for (int i = 0; i < sent - refused; i++) {
            assertTrue(slow.next().startsWith("Ofir: "));
        }
        slow.expect("ended by Ofir");
    }

    /** Its own answers: the server reads on when they have been taken. */
    @Test
    void whoeverAsksMuchAndReadsIsAnsweredAllOfIt() throws IOException {
        server(OPTIONS.withOutbox(8000, Duration.ofSeconds(30)));
        List<Peer> others = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            others.add(named("somebody-with-a-long-name-" + i));
        }
        Peer ofir = connect();
        ofir.send("Ofir");
        ofir.expect("hello Ofir");
        String list = ofir.next();
        String[] asking = new String[500];
        Arrays.fill(asking, "who");
        ofir.send(asking);
        for (String ignored : asking) {
            ofir.expect(list);
        }
        ofir.expectNothingMore();
    }

    @Test
    void aSlowReaderThatTakesSomethingStays() throws IOException {
        server(OPTIONS.withOutbox(96 * 1024, Duration.ofSeconds(4)));
        Peer ofir = named("Ofir");
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(32 * 1024);
            slow.setSoTimeout(20_000);
            slow.connect(server().address());
            slow.getOutputStream().write("Slow\n".getBytes(StandardCharsets.UTF_8));
            ofir.expectPresence("joined: Slow");
            for (int i = 0; i < 300; i++) {
                ofir.send("Ofir to Slow - " + TEXT);
            }
            ofir.send("exit");
            byte[] some = new byte[16 * 1024];
            int taken = 0;
            // 32 KiB a second: all that waits takes more than the time in which something must be taken.
            while (taken < 5 * 32 * 1024) {
                int count = slow.getInputStream().read(some);
                assertTrue(count > 0, "closed after " + taken + " bytes");
                taken += count;
                LockSupport.parkNanos(count * 1_000_000_000L / (32 * 1024));
            }
            assertEquals(1, server().users());
        }
    }

    @Test
    void whoTakesNoWriteForTooLongIsClosed() throws IOException {
        server(OPTIONS.withOutbox(100_000_000, Duration.ofMillis(300)));
        Peer ofir = named("Ofir");
        Peer slow = unread();
        slow.send("Slow");
        ofir.expectPresence("joined: Slow");
        for (int i = 0; i < 1000; i++) {
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
