package parley.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import parley.client.StreamRange;
import parley.client.session.LinePlace;

class LinePlacesTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final LinePlaces places = new LinePlaces(true);

    private static LinePlace place(long start) {
        return new LinePlace(ADDRESS, ADDRESS, Instant.EPOCH, true, new StreamRange(start, start + 1));
    }

    @Test
    void linesAreCountedFromOne() {
        assertEquals(1, places.number(place(10)));
        assertEquals(2, places.number(place(20)));

        assertEquals(Optional.of(place(10)), places.find(1));
        assertEquals(Optional.of(place(20)), places.find(2));
        assertEquals(Optional.empty(), places.find(3));
        assertEquals(Optional.empty(), places.find(0));
        assertEquals(Optional.empty(), places.find(Long.MAX_VALUE));
    }

    @Test
    void theOldestLinesAreForgotten() {
        int lines = 2 * LinePlaces.KEPT + 7;
        for (int i = 1; i <= lines; i++) {
            places.number(place(i));
        }

        assertEquals(Optional.of(place(lines)), places.find(lines));
        assertEquals(Optional.of(place(lines - LinePlaces.KEPT + 1)), places.find(lines - LinePlaces.KEPT + 1));
        assertEquals(Optional.empty(), places.find(lines - LinePlaces.KEPT));
        assertEquals(Optional.empty(), places.find(1));
    }

    @Test
    void whereNobodyAsksLinesAreCountedAndNoneIsKept() {
        LinePlaces counted = new LinePlaces(false);

        assertEquals(1, counted.number(place(10)));
        assertEquals(2, counted.number(place(20)));

        assertEquals(Optional.empty(), counted.find(1));
        assertEquals(Optional.empty(), counted.find(2));
    }
}
