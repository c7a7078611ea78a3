package parley.analyzer.report.html;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.report.JsonWriter;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/**
 * The segments that plots show, of as many connections as there is room for. All share one budget: when it is used up,
 * the longest tracks are thinned, and connections that come when all are as short as may be have no plot. A few that are
 * larger or more troubled than the others may be longer: a plot of a few points tells little, and as long as theirs not all
 * can be.
 */
final class Tracks implements Part {
    private static final int LONGEST = 4_096;
    private static final int SHORTEST = 32;

    /** How many tracks may be longer, and how many times as long. */
    private static final int DETAILED = 32;

    private static final int TIMES_LONGER = 16;

    private final int mostOrdinary;
    private final int mostMarked;
    private final Map<Long, Track> tracks = new LinkedHashMap<>();
    private final Set<Track> detailed = new HashSet<>();
    private int longest = LONGEST;
    private int timesLonger = TIMES_LONGER;
    private int ordinary;
    private int marked;

    Tracks() {
        this(100_000, 50_000);
    }

    Tracks(int mostOrdinary, int mostMarked) {
        this.mostOrdinary = mostOrdinary;
        this.mostMarked = mostMarked;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        Track track = track(segment);
        if (track == null) {
            return;
        }
        track.pass(segment.timestampNanos(), segment.isFromClient(), segment.length());
        Point point = Point.of(segment);
        if (point.isMarked() && marked < mostMarked && track.keepsMarked()) {
            track.addMarked(point);
            marked++;
        } else {
            ordinary += track.addOrdinary(point);
            if (track.ordinaryCount() >= limit(track)) {
                ordinary -= track.thin();
            }
            makeRoom();
        }
    }

    private @Nullable Track track(Segment segment) {
        long stream = segment.connection().index();
        Track known = tracks.get(stream);
        if (known != null || tracks.size() >= mostOrdinary / SHORTEST) {
            return known;
        }
        Track made = new Track(stream, segment.timestampNanos());
        tracks.put(stream, made);
        return made;
    }

    private int limit(Track track) {
        return detailed.contains(track) ? Math.min(LONGEST, longest * timesLonger) : longest;
    }

    private void makeRoom() {
        while (ordinary > mostOrdinary && (longest > SHORTEST || timesLonger > 1)) {
            if (longest > SHORTEST) {
                longest /= 2;
            } else {
                timesLonger /= 2;
            }
            chooseDetailed();
            for (Track track : tracks.values()) {
                while (track.ordinaryCount() >= limit(track)) {
                    ordinary -= track.thin();
                }
            }
        }
    }

    /** One that is among them loses its place to none less than twice as weighty: what it kept would be for nothing. */
    private void chooseDetailed() {
        List<Track> weightiest = tracks.values().stream()
                .sorted(Comparator.comparingLong((Track track) -> track.weight() * (detailed.contains(track) ? 2 : 1))
                        .reversed())
                .limit(DETAILED)
                .toList();
        detailed.clear();
        detailed.addAll(weightiest);
    }

    @Override
    public void write(JsonWriter json, Ticks ticks) throws IOException {
        json.beginArray();
        for (Track track : tracks.values()) {
            write(json, ticks, track);
        }
        json.endArray();
    }

    private void write(JsonWriter json, Ticks ticks, Track track) throws IOException {
        List<Point> points = track.points();
        json.beginObject().name("stream").value(track.stream());
        json.name("count").value(track.count());
        json.name("every").value(track.every());
        long[] sequence = {0, 0};
        long[] acknowledgment = {0, 0};
        long[] window = {0, 0};
        new Columns<>(json, points)
                .steps("frame", Point::frame)
                .steps("time", point -> ticks.at(point.nanos()))
                .numbers("from", point -> side(point))
                .numbers("flags", Point::flags)
                .numbers("seq", point -> step(sequence, point, point.sequence()))
                .numbers("ack", point -> step(acknowledgment, point, point.acknowledgment()))
                .numbers("len", Point::length)
                .numbers("win", point -> step(window, point, point.window()))
                .numbers("flight", Point::inFlight)
                .numbers("rtt", point -> ticks.lasting(point.ackRttNanos()))
                .numbers("marks", Point::marks);
        boolean brief = tracks.size() > DETAILED && !detailed.contains(track);
        throughput(json, ticks, brief ? track.throughput().halved() : track.throughput());
        json.endObject();
    }

    /** What a number adds to the one before of the same direction. */
    private static long step(long[] before, Point point, long now) {
        long step = now - before[side(point)];
        before[side(point)] = now;
        return step;
    }

    /** 0 for the client, 1 for the server. */
    private static int side(Point point) {
        return point.fromClient() ? 0 : 1;
    }

    private static void throughput(JsonWriter json, Ticks ticks, Throughput throughput) throws IOException {
        json.name("throughput").beginObject();
        json.name("start").value(ticks.at(throughput.startNanos()));
        json.name("span").value(throughput.spanNanos() / 1e9);
        for (boolean fromClient : new boolean[] {true, false}) {
            json.name(fromClient ? "client" : "server").beginArray();
            for (int span = 0; span < throughput.used(); span++) {
                json.value(throughput.octets(fromClient, span));
            }
            json.endArray();
        }
        json.endObject();
    }
}
