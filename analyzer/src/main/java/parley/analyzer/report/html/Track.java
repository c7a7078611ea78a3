package parley.analyzer.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The segments of one connection for its plots. Past its limit every second one is left out, then of each run of two,
 * four, … one is kept: in turn the one with most octets in flight and the one acknowledged latest. Marked ones are kept
 * apart from that.
 */
final class Track {
    /** Marked segments of one connection that are kept whatever else is. */
    static final int MOST_MARKED = 512;

    private static final long MARKED_WEIGHT = 16;

    private final List<Point> ordinary = new ArrayList<>();
    private final List<Point> marked = new ArrayList<>();
    private final Throughput throughput;
    private final long stream;
    private long count;
    private int every = 1;
    private int run;

    Track(long stream, long startNanos) {
        this.stream = stream;
        throughput = new Throughput(startNanos);
    }

    long stream() {
        return stream;
    }

    Throughput throughput() {
        return throughput;
    }

    /** How many segments the connection has. */
    long count() {
        return count;
    }

    /** By how much it deserves room: by its segments, and more by those that are out of the ordinary. */
    long weight() {
        return count + MARKED_WEIGHT * marked.size();
    }

    /** Of how many ordinary segments in a row one is kept. */
    int every() {
        return every;
    }

    /** Counts a segment of which nothing else is kept. */
    void pass(long nanos, boolean fromClient, int length) {
        count++;
        throughput.add(nanos, fromClient, length);
    }

    boolean keepsMarked() {
        return marked.size() < MOST_MARKED;
    }

    void addMarked(Point point) {
        marked.add(point);
    }

    /** @return by how many points the track has grown, 0 or 1 */
    int addOrdinary(Point point) {
        if (run > 0 && run < every) {
            run++;
            int last = ordinary.size() - 1;
            ordinary.set(last, better(ordinary.get(last), point, last));
            return 0;
        }
        run = 1;
        ordinary.add(point);
        return 1;
    }

    private static Point better(Point first, Point second, int place) {
        boolean isSecond =
                place % 2 == 0 ? second.inFlight() > first.inFlight() : second.ackRttNanos() > first.ackRttNanos();
        return isSecond ? second : first;
    }

    int ordinaryCount() {
        return ordinary.size();
    }

    /** @return how many points were left out */
    int thin() {
        int before = ordinary.size();
        int kept = 0;
        for (int i = 0; i < before; i += 2) {
            Point point = ordinary.get(i);
            ordinary.set(kept, i + 1 < before ? better(point, ordinary.get(i + 1), kept) : point);
            kept++;
        }
        ordinary.subList(kept, before).clear();
        every *= 2;
        run = 0;
        return before - kept;
    }

    /** In the order of the capture. */
    List<Point> points() {
        List<Point> all = new ArrayList<>(ordinary);
        all.addAll(marked);
        all.sort(Comparator.comparingLong(Point::frame));
        return all;
    }
}
