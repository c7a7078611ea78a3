package parley.client.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parley.protocol.ClientLine;

class SentLinesTest {
    private final SentLines sent = new SentLines();
    private long nanos;

    private void say(long id, String... to) {
        sent.add(id, new ClientLine.Direct("Ofir", List.of(to), "hello"), nanos);
    }

    private @Nullable Long refused(String reason) {
        Outgoing line = sent.refusedBy(reason, "Ofir", nanos);
        return line == null ? null : line.id();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void errorsAreAboutTheLinesInTheirOrder() {
        say(1, "Dana");
        say(2, "Roony");
        say(3, "Dana", "Roony");
        assertEquals(1, refused("not online: Dana"));
        assertEquals(3, refused("not online: Dana"));
        assertNull(refused("not online: Dana"));
    }

    @Test
    void namesAreFoundInAnyCase() {
        say(1, "dana");
        assertEquals(1, refused("not online: Dana"));
    }

    @Test
    void aBurstIsAnsweredAtTheServersPaceAndInOrder() {
        for (int id = 1; id <= 300; id++) {
            say(id, "Dana");
        }
        for (int id = 1; id <= 300; id++) {
            pass(Duration.ofMillis(100));
            assertEquals(id, refused("not online: Dana"));
        }
    }

    @Test
    void aLineOfLongAgoWasDeliveredAndTheLatestIsMeant() {
        say(1, "Dana");
        pass(Duration.ofMinutes(2));
        say(2, "Dana");
        assertEquals(2, refused("not online: Dana"));
    }

    @Test
    void whatWasSentBeforeALineThatIsAnsweredIsAnsweredToo() {
        say(1, "Dana");
        say(2, "Roony");
        assertEquals(2, refused("not online: Roony"));
        assertNull(refused("not online: Dana"));
    }

    @Test
    void whatThereIsNoRoomForIsFoundToo() {
        say(1, "Emily");
        say(2, "Dana", "Emily");
        sent.add(3, new ClientLine.Ask("Roony"), nanos);
        sent.add(4, new ClientLine.Ask("Hodaya"), nanos);
        sent.add(5, new ClientLine.Text("hi"), nanos);
        assertEquals(2, refused("too much waits for Dana"));
        assertEquals(3, refused("too many requests wait for Roony"));
        assertEquals(4, refused("too many of your requests wait for an answer"));
        assertEquals(5, refused("too much waits for Emily"));
    }

    @Test
    void anErrorThatIsAboutNoLineMovesNothing() {
        say(1, "Dana");
        assertNull(refused("unknown command"));
        assertNull(refused("Roony is busy"));
        assertEquals(1, refused("not online: Dana"));
    }

    @Test
    void requestsAndTheirAnswersAreFoundToo() {
        sent.add(1, new ClientLine.Ask("Roony"), nanos);
        sent.add(2, new ClientLine.Accept("Emily"), nanos);
        sent.add(3, new ClientLine.Reject(null), nanos);
        assertEquals(1, refused("Roony is busy"));
        Outgoing accept = sent.refusedBy("no request to answer", "Ofir", nanos);
        assertNotNull(accept);
        assertEquals(new ClientLine.Accept("Emily"), accept.line());
        assertEquals(3, refused("no request to answer"));
    }
}
