package parley.analyzer.replay.packets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.os.FrameOutput;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;

/** When packets are sent, on a clock that passes only when it is told to. */
class PacketReplayTest {
    private static final long MICROSECOND = 1_000;
    private static final long SECOND = 1_000_000_000;
    private static final long EPOCH = 1_700_000_000L * SECOND;
    private static final int OCTETS = 100;

    private final FakeClock clock = new FakeClock();
    private final FakeOutput output = new FakeOutput(LinkType.ETHERNET, clock::nanoTime);

    /** A sleep ends too late, as sleeps do; spinning does not. */
    private static final class FakeClock implements Pacer.Clock {
        private long now = -3 * SECOND;
        private long overslept = 60 * MICROSECOND;
        private long longestSpin;
        private long spun;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void sleep(long nanos) {
            now += nanos + overslept;
            spun = 0;
        }

        @Override
        public void spin() {
            now += 1;
            spun += 1;
            longestSpin = Math.max(longestSpin, spun);
        }
    }

    private PacketReplay replay(Schedule pace, long rounds, long limit, Frame... frames) throws IOException {
        return new PacketReplay(
                () -> new FrameSource(LinkType.ETHERNET, List.of(frames)),
                output,
                pace,
                new PacketReplay.Extent(rounds, limit),
                Frames.AS_CAPTURED,
                Rewriting.NONE,
                (round, source, packets) -> {},
                clock);
    }

    private static Frame[] at(long... nanos) {
        return LongStream.of(nanos)
                .mapToObj(time -> Frame.of(EPOCH + time, new byte[OCTETS]))
                .toArray(Frame[]::new);
    }

    private List<Long> sentAt() {
        long first = output.times.getFirst();
        return output.times.stream().map(time -> time - first).toList();
    }

    @Test
    void eachPacketIsSentToTheNanosecondWhenItWasCaptured() throws IOException {
        PacketReplay replay = replay(new Schedule.Captured(1), 1, Long.MAX_VALUE, at(0, 1, 5_000, 300_000, 7 * SECOND));

        replay.run();

        assertEquals(List.of(0L, 1L, 5_000L, 300_000L, 7 * SECOND), sentAt());
        assertEquals(0, replay.result().lateness().most());
        assertEquals(5, replay.result().packets());
        assertEquals(5 * OCTETS, replay.result().octets());
        assertEquals(7 * SECOND, replay.result().nanos());
        assertTrue(clock.longestSpin <= Pacer.SPIN_NANOS, () -> clock.longestSpin + " ns were spun");
    }

    @Test
    void theSpeedScalesThePauses() throws IOException {
        replay(new Schedule.Captured(10), 1, Long.MAX_VALUE, at(0, SECOND, 3 * SECOND))
                .run();

        assertEquals(List.of(0L, SECOND / 10, 3 * SECOND / 10), sentAt());
    }

    @Test
    void halfTheSpeedIsTwiceThePause() throws IOException {
        replay(new Schedule.Captured(0.5), 1, Long.MAX_VALUE, at(0, SECOND)).run();

        assertEquals(List.of(0L, 2 * SECOND), sentAt());
    }

    @Test
    void whatOnePacketIsLateIsMadeUpForByTheNext() throws IOException {
        clock.overslept = 400 * MICROSECOND;
        PacketReplay replay = replay(
                new Schedule.Captured(1), 1, Long.MAX_VALUE, at(0, SECOND, SECOND + 310 * MICROSECOND, 2 * SECOND));

        replay.run();

        long late = 300 * MICROSECOND;
        assertEquals(List.of(0L, SECOND + late, SECOND + 310 * MICROSECOND, 2 * SECOND + late), sentAt());
        assertEquals(late, replay.result().lateness().most());
        assertEquals(0, replay.result().lateness().percentile(0.25));
    }

    @Test
    void aMillionPacketsASecondDoNotDriftInTenSeconds() {
        Schedule pace = new Schedule.PacketsASecond(1e6);

        for (long n = 0; n < 10_000_000; n += 999) {
            assertEquals(n * MICROSECOND, pace.dueNanos(n, 0, 0), 1);
        }
    }

    @Test
    void packetsASecondComeEvenlyWheneverTheyWereCaptured() throws IOException {
        replay(new Schedule.PacketsASecond(4), 1, Long.MAX_VALUE, at(0, 1, 2, 9 * SECOND))
                .run();

        assertEquals(List.of(0L, SECOND / 4, SECOND / 2, 3 * SECOND / 4), sentAt());
    }

    @Test
    void megabitsASecondAreOfTheOctetsSentBefore() throws IOException {
        // 100 octets are 800 bits: at 0.008 Mbit/s a tenth of a second.
        replay(new Schedule.MegabitsASecond(0.008), 1, Long.MAX_VALUE, at(0, 0, 0))
                .run();

        assertEquals(List.of(0L, SECOND / 10, SECOND / 5), sentAt());
    }

    @Test
    void atTopSpeedNothingIsWaitedFor() throws IOException {
        PacketReplay replay = replay(new Schedule.TopSpeed(), 3, Long.MAX_VALUE, at(0, SECOND));

        replay.run();

        assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L), sentAt());
        assertEquals(0, replay.result().lateness().total());
    }

    @Test
    void aRoundBeginsWhenTheLastPacketOfTheRoundBeforeWasDue() throws IOException {
        replay(new Schedule.Captured(1), 3, Long.MAX_VALUE, at(0, SECOND, 2 * SECOND))
                .run();

        assertEquals(
                List.of(0L, SECOND, 2 * SECOND, 2 * SECOND, 3 * SECOND, 4 * SECOND, 4 * SECOND, 5 * SECOND, 6 * SECOND),
                sentAt());
    }

    @Test
    void theLimitCountsThroughTheRounds() throws IOException {
        PacketReplay replay = replay(new Schedule.TopSpeed(), 100, 5, at(0, 1));

        replay.run();

        assertEquals(5, output.frames.size());
        assertFalse(replay.result().stopped());
    }

    @Test
    void aTimeThatGoesBackIsSentAtOnceAndInTheOrderOfTheCapture() throws IOException {
        replay(new Schedule.Captured(1), 1, Long.MAX_VALUE, at(0, SECOND, SECOND / 2, -SECOND, 2 * SECOND))
                .run();

        assertEquals(List.of(0L, SECOND, SECOND, SECOND, 2 * SECOND), sentAt());
    }

    @Test
    void anEmptyCaptureEndsWhateverTheRounds() throws IOException {
        PacketReplay replay = replay(new Schedule.TopSpeed(), Long.MAX_VALUE, Long.MAX_VALUE);

        replay.run();

        assertEquals(0, replay.result().packets());
        assertEquals(0, replay.result().nanos());
    }

    @Test
    void aStopEndsAPauseOfAYear() throws IOException {
        PacketReplay[] replay = new PacketReplay[1];
        replay[0] = new PacketReplay(
                () -> new FrameSource(LinkType.ETHERNET, List.of(at(0, 365L * 86_400 * SECOND))),
                output,
                new Schedule.Captured(1),
                PacketReplay.Extent.ONCE,
                Frames.AS_CAPTURED,
                Rewriting.NONE,
                (round, source, packets) -> replay[0].stop(),
                clock);

        replay[0].run();

        assertEquals(1, output.frames.size());
        assertTrue(replay[0].result().stopped());
        assertTrue(replay[0].result().nanos() < SECOND, "it is noticed within a second");
    }

    @Test
    void whatTheInterfaceDoesNotTakeIsCountedAndTheRestGoesOn() throws IOException {
        output.outcomes.addAll(List.of(
                FrameOutput.Outcome.SENT,
                FrameOutput.Outcome.TOO_LARGE,
                FrameOutput.Outcome.REFUSED,
                FrameOutput.Outcome.REFUSED));
        PacketReplay replay = replay(new Schedule.Captured(1), 1, Long.MAX_VALUE, at(0, 1, 2, 3, 4));

        replay.run();

        assertEquals(2, replay.result().packets());
        assertEquals(2 * OCTETS, replay.result().octets());
        assertEquals(
                Map.of(
                        "longer than the interface takes (it would not)",
                        1L,
                        "that the system does not send (it would not)",
                        2L),
                replay.result().notSent());
    }

    @Test
    void aFullQueueIsWaitedFor() throws IOException {
        output.outcomes.addAll(List.of(FrameOutput.Outcome.QUEUE_FULL, FrameOutput.Outcome.QUEUE_FULL));
        PacketReplay replay = replay(new Schedule.TopSpeed(), 1, Long.MAX_VALUE, at(0, 1));

        replay.run();

        assertEquals(2, replay.result().packets());
        assertEquals(1, replay.result().queueFull());
        assertTrue(replay.result().notSent().isEmpty());
    }

    @Test
    void aQueueThatStaysFullIsGivenUpForThatPacket() throws IOException {
        for (int i = 0; i < 100_000; i++) {
            output.outcomes.add(FrameOutput.Outcome.QUEUE_FULL);
        }
        PacketReplay replay = replay(new Schedule.TopSpeed(), 1, Long.MAX_VALUE, at(0));

        replay.run();

        assertEquals(
                Map.of("for which the interface's queue was full too long", 1L),
                replay.result().notSent());
    }

    @Test
    void theOctetsAreThoseOfTheCapture() throws IOException {
        byte[] octets = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            octets[i] = (byte) (i * 7);
        }

        replay(new Schedule.TopSpeed(), 1, Long.MAX_VALUE, Frame.of(EPOCH, octets))
                .run();

        assertArrayEquals(octets, output.frames.getFirst());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aPaceIsAboveZero(double number) {
        assertThrows(IllegalArgumentException.class, () -> new Schedule.Captured(number));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.PacketsASecond(number));
        assertThrows(IllegalArgumentException.class, () -> new Schedule.MegabitsASecond(number));
    }

    @Test
    void percentilesOfLatenessAreNeverToldTooSmallAndAtMostASixteenthTooLarge() {
        Lateness lateness = new Lateness();
        LongStream.rangeClosed(1, 100_000).forEach(lateness::add);

        for (int percent = 1; percent <= 100; percent++) {
            long exact = percent * 1000L;
            long told = lateness.percentile(percent / 100.0);
            assertTrue(told >= exact && told <= exact + exact / 16 + 1, told + " for " + exact);
        }
        assertEquals(100_000, lateness.most());
    }
}
