package parley.analyzer.replay.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.replay.recording.RecordedConversation.Event;
import parley.analyzer.replay.recording.RecordedConversation.What;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.wire.IpAddress;

class LeavingTest {
    private static final Endpoint SOMEBODY = new Endpoint(IpAddress.of(InetAddress.getLoopbackAddress()), 1);

    /** Events of one connection, {@code SENT 250}: what, and milliseconds since the epoch; frames are counted from 1. */
    private static Leaving leaving(String... events) {
        List<Event> happened = new ArrayList<>();
        for (String event : events) {
            String[] words = event.split(" ");
            happened.add(new Event(
                    0, What.valueOf(words[0]), happened.size() + 1, Long.parseLong(words[1]) * 1_000_000, null));
        }
        Track track = new Track(0, SOMEBODY, SOMEBODY, "", null, List.of(), List.of());
        return new Leaving(new RecordedConversation(List.of(track), happened, 0));
    }

    @Test
    void whoEndsItSoonAfterItsLastWordsLeftWithThem() {
        Leaving leaving = leaving("OPENED 0", "SENT 3000", "SENT 5000", "RECEIVED 5500", "SERVER_CLOSED 6000");

        assertEquals(3, leaving.frame(0));
        assertEquals(5_000_000_000L, leaving.nanos(0));
    }

    @Test
    void whoEndsItLaterLeftWithTheEnd() {
        Leaving leaving = leaving("OPENED 0", "SENT 3000", "CLIENT_RESET 4001", "SERVER_CLOSED 4002");

        assertEquals(3, leaving.frame(0));
        assertEquals(4_001_000_000L, leaving.nanos(0));
    }

    /** Also where the capture's clock begins at 0, as if it had said something then. */
    @Test
    void whoSaidNothingLeftWithTheEnd() {
        Leaving leaving = leaving("OPENED 0", "RECEIVED 100", "CLIENT_CLOSED 500");

        assertEquals(3, leaving.frame(0));
    }

    @Test
    void whoDoesNotEndItStays() {
        Leaving leaving = leaving("OPENED 0", "SENT 3000");

        assertEquals(Long.MAX_VALUE, leaving.frame(0));
        assertEquals(Long.MAX_VALUE, leaving.nanos(0));
    }
}
