package parley.analyzer.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class UnacknowledgedSegmentsTest {
    private static final long NONE = Long.MIN_VALUE;

    private final UnacknowledgedSegments segments = new UnacknowledgedSegments();

    @Test
    void anAckOfTwoSegmentsIsTimedFromTheOneThatItEnds() {
        segments.add(0, 10, 100);
        segments.add(10, 20, 200);

        assertEquals(200, segments.acknowledge(20));
        assertTrue(segments.isEmpty());
    }

    @Test
    void anAckOfASegmentSentTwiceIsTimedFromTheFirst() {
        segments.add(0, 10, 100);
        segments.add(0, 10, 200);

        assertEquals(100, segments.acknowledge(10));
    }

    @Test
    void anAckInsideASegmentLeavesItsRest() {
        segments.add(0, 10, 100);

        assertEquals(NONE, segments.acknowledge(4));
        assertEquals(6, segments.span(0));
        assertEquals(100, segments.acknowledge(10));
    }

    @Test
    void anOldAckLeavesAll() {
        segments.add(10, 20, 100);

        assertEquals(NONE, segments.acknowledge(10));
        assertEquals(10, segments.span(0));
    }

    @Test
    void whatIsLeftOfManyIsTimedLikeOthers() {
        for (int i = 0; i < 1_000; i++) {
            segments.add(10 * i, 10 * i + 10, i);
        }
        segments.disturb(9_980, 9_990, 1_000);

        assertEquals(989, segments.acknowledge(9_900));
        assertEquals(100, segments.span(0));
        segments.add(10_000, 10_010, 1_001);
        assertEquals(998, segments.acknowledge(9_990));
        assertFalse(segments.measures());
        assertEquals(1_001, segments.acknowledge(10_010));
        assertTrue(segments.measures());
    }

    @Test
    void numbersWrap() {
        segments.add(-10, 5, 100);
        segments.add(5, 20, 200);

        assertEquals(30, segments.span(-11));
        assertEquals(100, segments.acknowledge(5));
        assertEquals(15, segments.span(-11));
    }

    @Test
    void theSpanFollowsWhatIsAddedAndTaken() {
        segments.add(10, 20, 100);
        assertEquals(10, segments.span(0));
        segments.add(40, 50, 200);
        assertEquals(40, segments.span(0));
        segments.acknowledge(20);
        assertEquals(10, segments.span(0));
        segments.trim();
        segments.add(30, 40, 300);
        assertEquals(20, segments.span(0));
    }

    @Test
    void holdsNoMoreThanItsLimit() {
        for (int i = 0; i < UnacknowledgedSegments.LIMIT; i++) {
            assertFalse(segments.isFull());
            segments.add(i, i + 1, i);
        }

        assertTrue(segments.isFull());
    }
}
