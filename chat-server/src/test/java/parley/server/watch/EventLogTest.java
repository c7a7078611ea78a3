package parley.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

class EventLogTest {
    private static final String TIME = "time=2026-07-14T09:30:00.123Z ";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-14T09:30:00.123456Z"), ZoneOffset.UTC);

    private final StringWriter written = new StringWriter();

    @Test
    void aConnectionIsALineAnEvent() throws Exception {
        try (EventLog log = log(LogDetail.CONNECTIONS, false)) {
            log.connected(7, new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 4242));
            log.named(7, "Ofir");
            log.received(7, "Ofir", new ClientLine.Help());
            log.refused(7, ServerLine.Error.notOnline(List.of("Emily")));
            log.ended(7, ServerWatch.Ending.TOO_SLOW, Duration.ofMillis(1500));
            log.turnedAway(new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 4243));
        }
        assertEquals(
                List.of(
                        TIME + "event=connected client=7 address=192.0.2.1:4242",
                        TIME + "event=named client=7 name=Ofir",
                        TIME + "event=refused client=7 reason=not-online",
                        TIME + "event=ended client=7 reason=too-slow seconds=1.5",
                        TIME + "event=turned-away address=[2001:db8:0:0:0:0:0:1]:4243 reason=server-full"),
                lines());
    }

    @Test
    void linesAreLoggedWithoutWhatTheySay() throws Exception {
        try (EventLog log = log(LogDetail.LINES, false)) {
            log.received(7, "Ofir", new ClientLine.Direct("Ofir", List.of("A", "B"), "a secret"));
            log.received(7, "Ofir", new ClientLine.Text("a secret"));
            log.received(7, "Ofir", new ClientLine.Unknown("a secret"));
        }
        assertEquals(
                List.of(
                        TIME + "event=line client=7 name=Ofir kind=direct to=A,B",
                        TIME + "event=line client=7 name=Ofir kind=private",
                        TIME + "event=line client=7 name=Ofir kind=unknown"),
                lines());
    }

    @Test
    void whatTheySayIsLoggedWhereThatIsAskedFor() throws Exception {
        try (EventLog log = log(LogDetail.LINES, true)) {
            log.received(7, "Ofir", new ClientLine.Direct("Ofir", List.of("A"), "say \"hi\"\t\u202E"));
            log.received(7, "Ofir", new ClientLine.Text(""));
        }
        assertEquals(
                List.of(
                        TIME + "event=line client=7 name=Ofir kind=direct to=A text=\"say \\\"hi\\\"\\t\\u202e\"",
                        TIME + "event=line client=7 name=Ofir kind=private text=\"\""),
                lines());
    }

    @Test
    void aFailureIsOneLineWithItsTrace() throws Exception {
        try (EventLog log = log(LogDetail.CONNECTIONS, false)) {
            log.failed(7, new IllegalStateException("why"));
        }
        assertEquals(1, lines().size());
        assertTrue(lines().getFirst()
                .startsWith(TIME
                        + "event=failed client=7 fault=\"java.lang.IllegalStateException: why\" trace=\"java.lang."));
    }

    @Test
    void nothingIsNothing() throws Exception {
        try (EventLog log = log(LogDetail.NONE, false)) {
            log.named(7, "Ofir");
        }
        assertEquals("", written.toString());
    }

    @Test
    void anOutputThatTakesNothingHoldsNobodyUp() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        Writer blocking = new Writer() {
            @Override
            public void write(char[] text, int from, int count) {
                stuck.countDown();
                try {
                    free.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
                written.write(text, from, count);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        EventLog log = new EventLog(new PrintWriter(blocking), LogDetail.CONNECTIONS, false, CLOCK);
        log.named(0, "first");
        stuck.await();
        int lines = 10_000 + 25;
        for (int i = 1; i <= lines; i++) {
            log.named(i, "name");
        }
        free.countDown();
        log.close();
        assertTrue(lines().contains(TIME + "event=log-lines-dropped count=25"), lines().getLast());
    }

    private EventLog log(LogDetail detail, boolean withText) {
        return new EventLog(new PrintWriter(written), detail, withText, CLOCK);
    }

    private List<String> lines() {
        return written.toString().lines().toList();
    }
}
