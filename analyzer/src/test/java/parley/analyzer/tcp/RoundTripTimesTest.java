package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RoundTripTimesTest {
    private final RoundTripTimes times = new RoundTripTimes();

    @Test
    void saysAbsentWhereThereIsNone() {
        assertEquals(0, times.count());
        assertEquals(SegmentAnalysis.ABSENT, times.median());
        assertEquals(SegmentAnalysis.ABSENT, times.percentile99());
        assertEquals(SegmentAnalysis.ABSENT, times.max());
    }

    @Test
    void isItsOwnQuantilesWhereThereIsOne() {
        times.add(7);

        assertEquals(7, times.median());
        assertEquals(7, times.percentile99());
        assertEquals(7, times.max());
    }

    @Test
    void takesTheNearestRankWhateverTheOrder() {
        for (long nanos = 200; nanos >= 1; nanos--) {
            times.add(nanos);
        }

        assertEquals(100, times.median());
        assertEquals(198, times.percentile99());
        assertEquals(200, times.max());
    }

    @Test
    void isExactUpToItsLimit() {
        for (long i = 1; i <= RoundTripTimes.EXACT; i++) {
            times.add(i * 1_001);
        }

        assertEquals(RoundTripTimes.EXACT / 2 * 1_001L, times.median());
    }

    @Test
    void isWithinOneThirtySecondBeyondItsLimit() {
        int count = 10 * RoundTripTimes.EXACT;
        for (long i = 1; i <= count; i++) {
            times.add(i * 997);
        }

        assertEquals(count, times.count());
        assertNear(count / 2 * 997L, times.median());
        assertNear((long) Math.ceil(count * 0.99) * 997, times.percentile99());
        assertEquals(count * 997L, times.max());
    }

    @Test
    void countsTheShortestAndTheLongestBeyondItsLimit() {
        for (int i = 0; i <= RoundTripTimes.EXACT; i++) {
            times.add(1);
        }
        times.add(Long.MAX_VALUE);

        assertEquals(1, times.median());
        assertEquals(Long.MAX_VALUE, times.max());
    }

    private static void assertNear(long exact, long actual) {
        assertTrue(actual >= exact && actual - exact <= exact / 32 + 1, () -> exact + " but was " + actual);
    }
}
