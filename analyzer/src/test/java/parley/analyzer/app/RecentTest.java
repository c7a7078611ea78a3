package parley.analyzer.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import parley.protocol.Quota;

class RecentTest {
    private static final int ALWAYS = 16;

    private final Quota quota = new Quota(4);
    private final Recent<Integer> one = new Recent<>(18, quota);
    private final Recent<Integer> other = new Recent<>(100, quota);

    private static void fill(Recent<Integer> recent, int count) {
        for (int i = 0; i < count; i++) {
            recent.add(i);
        }
    }

    @Test
    void theOldestIsForgottenWhereThereAreTooMany() {
        fill(one, 18);
        assertEquals(0, one.add(18));
        assertEquals(18, one.size());
        assertEquals(1, one.first());
    }

    @Test
    void whatOthersRememberLeavesEachALeast() {
        fill(other, ALWAYS + 4);
        fill(one, ALWAYS);
        assertEquals(0, one.add(ALWAYS));
        assertEquals(ALWAYS, one.size());
    }

    @Test
    void whatIsForgottenMakesRoomForOthers() {
        fill(other, ALWAYS + 4);
        fill(one, ALWAYS);
        other.removeFirst();
        assertNull(one.add(ALWAYS));
        other.keepNewest();
        assertNull(one.add(ALWAYS + 1));
        assertEquals(0, one.add(ALWAYS + 2));
    }
}
