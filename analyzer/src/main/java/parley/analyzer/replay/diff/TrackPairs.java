package parley.analyzer.replay.diff;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;

/**
 * Which connection of B is which of A: that of the same user, the first with the first; where no user is known, that
 * whose client begins with the same words, and then the next one of the same protocol.
 */
final class TrackPairs {
    /** A connection in both captures, or in one of them. */
    record Pair(@Nullable Track a, @Nullable Track b) {}

    private final List<Pair> pairs = new ArrayList<>();
    private final Map<Long, Track> openA = new LinkedHashMap<>();
    private final Map<Long, Track> openB = new LinkedHashMap<>();

    private TrackPairs(List<Track> a, List<Track> b) {
        a.forEach(track -> openA.put(track.stream(), track));
        b.forEach(track -> openB.put(track.stream(), track));
    }

    /** All connections of both, those of A first, each once. */
    static List<Pair> of(List<Track> a, List<Track> b, Renames renames) {
        TrackPairs pairs = new TrackPairs(a, b);
        Predicate<Track> named = track -> !track.user().isEmpty();
        Predicate<Track> nameless = named.negate();
        pairs.pair(named, track -> renames.name(track.user()), named, Track::user);
        pairs.pair(nameless, track -> beginning(track, renames), any -> true, track -> beginning(track, Renames.NONE));
        pairs.pair(any -> true, track -> beginning(track, renames), nameless, track -> beginning(track, Renames.NONE));
        pairs.pair(nameless, TrackPairs::service, nameless, TrackPairs::service);
        pairs.pair(nameless, track -> "" + track.protocol(), nameless, track -> "" + track.protocol());
        pairs.openA.values().forEach(track -> pairs.pairs.add(new Pair(track, null)));
        pairs.pairs.sort(Comparator.comparingLong(pair -> pair.a() == null ? Long.MAX_VALUE : pair.a().stream()));
        pairs.openB.values().forEach(track -> pairs.pairs.add(new Pair(null, track)));
        return List.copyOf(pairs.pairs);
    }

    private static String service(Track track) {
        return track.protocol() + " " + track.server().port();
    }

    /** What its client said first; null where it said nothing. */
    private static @Nullable String beginning(Track track, Renames renames) {
        List<Piece> said = track.said(Direction.CLIENT);
        return said.isEmpty() || said.getFirst().isMissing()
                ? null
                : new String(renames.sent(said.getFirst()), StandardCharsets.ISO_8859_1).strip();
    }

    /** Pairs those of the same key, in order; those without one stay. */
    private void pair(
            Predicate<Track> whichA,
            Function<Track, @Nullable String> keyOfA,
            Predicate<Track> whichB,
            Function<Track, @Nullable String> keyOfB) {
        Map<String, Deque<Track>> waiting = new HashMap<>();
        openB.values().stream().filter(whichB).forEach(track -> {
            String key = keyOfB.apply(track);
            if (key != null) {
                waiting.computeIfAbsent(key, any -> new ArrayDeque<>()).add(track);
            }
        });
        for (Track track : openA.values().stream().filter(whichA).toList()) {
            String key = keyOfA.apply(track);
            Track found = key == null
                    ? null
                    : waiting.getOrDefault(key, new ArrayDeque<>()).poll();
            if (found != null) {
                pairs.add(new Pair(track, found));
                openA.remove(track.stream());
                openB.remove(found.stream());
            }
        }
    }
}
