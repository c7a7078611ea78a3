package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstIsReadAtOnceAndTheRestAtItsRate() {
        long now = Long.MAX_VALUE - SECOND;
        RateLimit rate = new RateLimit(20, 10, now);
        for (int i = 0; i < 20; i++) {
            assertEquals(0, rate.reserve(now));
        }
        assertEquals(SECOND / 10, rate.reserve(now));
        assertEquals(2 * SECOND / 10, rate.reserve(now));
    }

    @Test
    void quietEarnsABurstAndNoMore() {
        RateLimit rate = new RateLimit(2, 10, 0);
        assertEquals(0, rate.reserve(0));
        assertEquals(0, rate.reserve(0));
        assertEquals(0, rate.reserve(100 * SECOND));
        assertEquals(0, rate.reserve(100 * SECOND));
        assertEquals(SECOND / 10, rate.reserve(100 * SECOND));
    }

    @Test
    void rateZeroIsNoLimit() {
        RateLimit rate = new RateLimit(1, 0, 0);
        for (int i = 0; i < 1000; i++) {
            assertEquals(0, rate.reserve(0));
        }
    }

    @Test
    void connectionsAreCountedInAllAndByAddress() throws Exception {
        InetAddress one = InetAddress.getByName("192.0.2.1");
        InetAddress other = InetAddress.getByName("192.0.2.2");
        ConnectionLimit limit = new ConnectionLimit(4, 2);
        assertTrue(limit.acquire(one));
        assertTrue(limit.acquire(one));
        assertFalse(limit.acquire(one));
        assertTrue(limit.acquire(other));
        limit.release(one);
        assertTrue(limit.acquire(one));
        assertTrue(limit.acquire(InetAddress.getLoopbackAddress()));
        assertFalse(limit.acquire(other));
    }

    @Test
    void loopbackIsLimitedOnlyInAll() {
        ConnectionLimit limit = new ConnectionLimit(3, 1);
        for (int i = 0; i < 3; i++) {
            assertTrue(limit.acquire(InetAddress.getLoopbackAddress()));
        }
        assertFalse(limit.acquire(InetAddress.getLoopbackAddress()));
    }

    @Test
    void ofIpv6A64IsOneAddress() throws Exception {
        ConnectionLimit limit = new ConnectionLimit(100, 2);
        InetAddress one = InetAddress.getByName("2001:db8:0:1::1");
        assertTrue(limit.acquire(one));
        assertTrue(limit.acquire(InetAddress.getByName("2001:db8:0:1:ffff:ffff:ffff:ffff")));
        assertFalse(limit.acquire(InetAddress.getByName("2001:db8:0:1:a::b")));
        assertTrue(limit.acquire(InetAddress.getByName("2001:db8:0:2::1")));
        limit.release(one);
        assertTrue(limit.acquire(InetAddress.getByName("2001:db8:0:1:a::b")));
        for (int i = 0; i < 10; i++) {
            assertTrue(limit.acquire(InetAddress.getByName("::1")));
        }
    }

    @Test
    void ofFewFilesSomeAreKeptForThoseWhoAreTurnedAwayAndThoseWhoWatch() {
        assertEquals(new OpenFiles(30, 6), OpenFiles.of(100));
        assertEquals(new OpenFiles(176, 16), OpenFiles.of(256));
        assertEquals(new OpenFiles(832, 64), OpenFiles.of(1024));
        assertEquals(new OpenFiles(20_000 - 384, 256), OpenFiles.of(20_000));
        assertEquals(new OpenFiles(Integer.MAX_VALUE, 256), OpenFiles.of(Long.MAX_VALUE));
        assertEquals(1, OpenFiles.of(20).connections());
    }

    @Test
    void optionsOutOfRangeSaySo() {
        ServerOptions defaults = ServerOptions.defaults();
        assertEquals(
                "port must be 0 to 65535, not 65536",
                assertThrows(IllegalArgumentException.class, () -> defaults.withPort(65536))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> defaults.withRate(0, 10));
        assertThrows(IllegalArgumentException.class, () -> defaults.withOutbox(100, Duration.ofSeconds(1)));
        assertThrows(
                IllegalArgumentException.class, () -> defaults.withOutboxes(100_000, 99_999, Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> defaults.withTimeouts(Duration.ZERO, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> defaults.withConnections(0, 1));
        assertThrows(IllegalArgumentException.class, () -> defaults.withPresence(10, 11));
    }
}
