package parley.analyzer.replay.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.findings.Words;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.diff.TrackPairs.Pair;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;

/** Compares two captures as conversations. */
public final class Differ {
    /** Among more users than that, who is called otherwise is not looked for. */
    private static final int LOOKED_AT = 100;

    private final ComparedCapture a;
    private final ComparedCapture b;
    private final DiffOptions options;
    private final Timeline timelineA;
    private final Timeline timelineB;
    private final MessageComparison messages;

    private Differ(ComparedCapture a, ComparedCapture b, DiffOptions options) {
        this.a = a;
        this.b = b;
        this.options = options;
        timelineA = new Timeline(a.recording());
        timelineB = new Timeline(b.recording());
        messages = new MessageComparison(timelineA, timelineB, options);
    }

    /** Compares B with A. Connections that the options name but that carried nothing are not compared. */
    public static CaptureDiff diff(ComparedCapture a, ComparedCapture b, DiffOptions options) {
        return new Differ(a, b, options).diff();
    }

    private CaptureDiff diff() {
        List<Pair> pairs = pairs();
        Map<Pair, List<Answer>> ofClients = new IdentityHashMap<>();
        for (Pair pair : pairs) {
            if (pair.a() != null && pair.b() != null && isMessages(pair.a(), pair.b(), Direction.CLIENT)) {
                ofClients.put(pair, messages.ofClient(pair.a(), pair.b()));
            }
        }
        List<ConnectionDiff> connections = pairs.stream()
                .map(pair -> pair.a() == null || pair.b() == null
                        ? new ConnectionDiff(pair.a(), pair.b(), List.of(), List.of(), List.of(), notes(pair))
                        : compared(pair, pair.a(), pair.b(), ofClients.get(pair)))
                .toList();
        return new CaptureDiff(a, b, options, connections, ofEmpty(), hints(pairs));
    }

    private List<Pair> pairs() {
        if (options.streams().isEmpty()) {
            return TrackPairs.of(a.recording().tracks(), b.recording().tracks(), options.renames());
        }
        return options.streams().stream()
                .map(streams -> new Pair(track(a, streams.a()), track(b, streams.b())))
                .filter(pair -> pair.a() != null || pair.b() != null)
                .toList();
    }

    private static @Nullable Track track(ComparedCapture capture, long stream) {
        return capture.recording().tracks().stream()
                .filter(track -> track.stream() == stream)
                .findFirst()
                .orElse(null);
    }

    /** Whether both captures have decoded what was said there. */
    private static boolean isMessages(Track trackA, Track trackB, Direction direction) {
        return trackA.protocol() != null
                && trackA.protocol().equals(trackB.protocol())
                && (direction == Direction.SERVER || hasMessages(trackA) || hasMessages(trackB));
    }

    private static boolean hasMessages(Track track) {
        return track.said(Direction.CLIENT).stream().anyMatch(piece -> piece.message() != null);
    }

    private ConnectionDiff compared(Pair pair, Track trackA, Track trackB, @Nullable List<Answer> ofClient) {
        List<Answer> answers = new ArrayList<>();
        List<Delay> delays = new ArrayList<>();
        answers.addAll(
                ofClient == null ? octets(Direction.CLIENT, trackA, trackB).answers() : ofClient);
        if (isMessages(trackA, trackB, Direction.SERVER)) {
            List<Answer> ofServer = messages.ofServer(trackA, trackB);
            answers.addAll(ofServer);
            delays.addAll(messages.delays(trackA, trackB, ofServer));
        } else {
            OctetComparison octets = octets(Direction.SERVER, trackA, trackB);
            answers.addAll(octets.answers());
            delays.addAll(octets.delays());
        }
        answers.sort(Comparator.comparingLong(Differ::frame));
        return new ConnectionDiff(
                trackA,
                trackB,
                answers,
                delays,
                TransportDifference.between(transport(a, trackA), transport(b, trackB), options.slower()),
                notes(pair));
    }

    private OctetComparison octets(Direction direction, Track trackA, Track trackB) {
        return OctetComparison.of(
                direction,
                timelineA.events(trackA),
                timelineB.events(trackB),
                timelineA.openedNanos(trackA),
                timelineB.openedNanos(trackB),
                options.rules());
    }

    /** By A's frames; what is in B alone behind all of them, by B's. */
    private static long frame(Answer answer) {
        if (answer.expected() != null) {
            return answer.expected().frame();
        }
        return answer.actual() == null
                ? Long.MAX_VALUE
                : (1L << 48) + answer.actual().frame();
    }

    private static Transport transport(ComparedCapture capture, Track track) {
        return Objects.requireNonNull(capture.transports().get(track.stream()), "a connection without packets");
    }

    private List<TransportDifference> ofEmpty() {
        return options.streams().isEmpty() ? TransportDifference.betweenEmpty(empty(a), empty(b)) : List.of();
    }

    private static List<Transport> empty(ComparedCapture capture) {
        Set<Long> spoken =
                capture.recording().tracks().stream().map(Track::stream).collect(Collectors.toSet());
        return capture.transports().values().stream()
                .filter(transport -> !spoken.contains(transport.stream()))
                .sorted(Comparator.comparingLong(Transport::stream))
                .toList();
    }

    private static List<String> notes(Pair pair) {
        List<String> notes = new ArrayList<>();
        addNotes("A", pair.a(), notes);
        addNotes("B", pair.b(), notes);
        if (pair.a() != null
                && pair.b() != null
                && !Objects.equals(pair.a().protocol(), pair.b().protocol())) {
            notes.add("compared as octets: " + decoded("A", pair.a()) + ", " + decoded("B", pair.b()));
        }
        return notes;
    }

    private static String decoded(String name, Track track) {
        return track.protocol() == null ? name + " is not decoded" : name + " is " + track.protocol();
    }

    private static void addNotes(String name, @Nullable Track track, List<String> notes) {
        if (track == null) {
            return;
        }
        for (Direction direction : Direction.values()) {
            long missing = track.said(direction).stream()
                    .filter(Piece::isMissing)
                    .mapToLong(piece -> piece.end() - piece.start())
                    .sum();
            if (missing > 0) {
                notes.add(name + " lacks " + Words.count(missing, "octet") + " of the " + direction
                        + (track.protocol() == null && OctetComparison.lacksTooMuch(track.pieces(), direction)
                                ? ", so many that none of them are compared"
                                : ", and what was said there is not compared"));
            }
        }
    }

    /** Users of A alone who say what users of B alone do: they may be called otherwise there. */
    private List<String> hints(List<Pair> pairs) {
        List<Track> onlyA = pairs.stream()
                .filter(pair -> pair.b() == null)
                .map(Pair::a)
                .filter(Objects::nonNull)
                .toList();
        List<Track> onlyB = pairs.stream()
                .filter(pair -> pair.a() == null)
                .map(Pair::b)
                .filter(Objects::nonNull)
                .toList();
        List<String> hints = new ArrayList<>();
        if (onlyA.size() <= LOOKED_AT && onlyB.size() <= LOOKED_AT) {
            for (Track trackA : onlyA) {
                onlyB.stream()
                        .filter(trackB -> isCalledOtherwise(trackA, trackB))
                        .findFirst()
                        .ifPresent(trackB -> hints.add(trackB.user() + " says in B what " + trackA.user()
                                + " says in A: --rename " + trackA.user() + "=" + trackB.user()));
            }
        }
        return hints;
    }

    private boolean isCalledOtherwise(Track trackA, Track trackB) {
        if (trackA.user().isEmpty() || trackB.user().isEmpty()) {
            return false;
        }
        Map<String, String> names = new HashMap<>(options.renames().names());
        names.put(trackA.user(), trackB.user());
        Renames renames = new Renames(names);
        List<Piece> saidA = trackA.said(Direction.CLIENT);
        List<Piece> saidB = trackB.said(Direction.CLIENT);
        if (saidA.isEmpty() || saidA.size() != saidB.size()) {
            return false;
        }
        for (int i = 0; i < saidA.size(); i++) {
            if (!Arrays.equals(renames.sent(saidA.get(i)), saidB.get(i).octets())) {
                return false;
            }
        }
        return true;
    }
}
