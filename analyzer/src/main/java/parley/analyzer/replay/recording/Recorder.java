package parley.analyzer.replay.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Words;
import parley.analyzer.replay.recording.RecordedConversation.Event;
import parley.analyzer.replay.recording.RecordedConversation.What;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.DecodedPacket;

/**
 * Makes a {@link RecordedConversation} of what an analysis says. A piece has happened by the frame that made it whole and all before
 * it: what a lost segment held up had to wait in the capture, too.
 */
final class Recorder implements AnalysisListener {
    private static final class Heard {
        private final Connection connection;
        private final List<Message> messages = new ArrayList<>();
        private final RecordedStream[] streams = {new RecordedStream(), new RecordedStream()};
        private long openedFrame;
        private long openedNanos;
        private String user = "";
        private boolean decoderFailed;
        private @Nullable Flow resetBy;

        Heard(Connection connection) {
            this.connection = connection;
        }

        RecordedStream stream(Direction direction) {
            boolean client = direction == Direction.CLIENT;
            return streams[(client ? connection.client() : connection.server()).node()];
        }

        boolean isEmpty() {
            return streams[0].isEmpty() && streams[1].isEmpty();
        }
    }

    private final List<Heard> heard = new ArrayList<>();
    private final Map<Long, Heard> current = new HashMap<>();
    private final Map<Long, Integer> pieceOfMessage = new HashMap<>();
    private long frame;
    private long nanos;

    private Heard of(Connection connection) {
        return current.computeIfAbsent(connection.index(), index -> {
            Heard begun = new Heard(connection);
            begun.openedFrame = frame;
            begun.openedNanos = nanos;
            heard.add(begun);
            return begun;
        });
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment != null) {
            frame = segment.frame();
            nanos = segment.timestampNanos();
            Heard at = of(segment.connection());
            Connection connection = segment.connection();
            Flow from = segment.isFromClient() ? connection.client() : connection.server();
            if (segment.isAck()) {
                at.streams[connection.reverse(from).node()].acknowledged(segment.acknowledgment(), frame, nanos);
            }
            if (segment.isRst() && at.resetBy == null) {
                at.resetBy = from;
            }
            if (segment.length() > 0) {
                at.streams[from.node()].segment(segment.sequence(), segment.length(), frame, nanos);
            }
        }
    }

    @Override
    public void reopened(Connection connection) {
        current.remove(connection.index());
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        of(connection).streams[flow.node()].data(data);
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        of(connection).streams[flow.node()].gap(offset, length, frame, nanos);
    }

    @Override
    public void end(Connection connection, Flow flow, StreamListener.End end) {
        // A reset ends both directions, and is the doing of one side.
        Heard at = of(connection);
        boolean isOthersDoing = end == StreamListener.End.RST && at.resetBy != null && at.resetBy != flow;
        if (end != StreamListener.End.UNFINISHED && !isOthersDoing) {
            at.streams[flow.node()].ended(end, frame, nanos);
        }
    }

    @Override
    public void decoded(Message message) {
        of(message.connection()).messages.add(message);
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        if (!user.isEmpty()) {
            of(connection).user = user;
        }
    }

    @Override
    public void decoderFailed(Connection connection, String decoder, long failedAt, String reason) {
        of(connection).decoderFailed = true;
    }

    /** What was heard, once the analysis is over. */
    RecordedConversation recording() {
        List<Track> tracks = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        int nextId = 0;
        List<Heard> spoken = heard.stream()
                .filter(each -> !each.isEmpty())
                .sorted(Comparator.comparingLong(each -> each.connection.index()))
                .toList();
        for (Heard each : spoken) {
            List<Piece> pieces = new ArrayList<>();
            for (Direction direction : Direction.values()) {
                RecordedStream stream = each.stream(direction);
                List<Piece> said = stream.pieces(direction, messages(each, direction), nextId, pieceOfMessage);
                nextId += said.size();
                pieces.addAll(said);
            }
            Track track = track(each, pieces);
            events.addAll(events(each, tracks.size(), track));
            tracks.add(track);
        }
        return new RecordedConversation(
                tracks.stream().map(this::withCauses).toList(),
                inOrder(withCausesIn(events)),
                heard.size() - spoken.size());
    }

    /** What was sent comes before what passes it on, also where the capture has it once more after that. */
    private static List<Event> inOrder(List<Event> events) {
        Map<Integer, Event> sent = new HashMap<>();
        for (Event event : events) {
            if (event.what() == What.SENT && event.piece() != null) {
                sent.put(event.piece().id(), event);
            }
        }
        Map<Integer, Event> latest = new HashMap<>();
        List<Event> ordered = new ArrayList<>();
        for (Event event : events) {
            Event placed = event;
            if (event.what() == What.RECEIVED && event.piece() != null) {
                placed = notBefore(notBefore(event, sent.get(event.piece().cause())), latest.get(event.track()));
                latest.put(event.track(), placed);
            }
            ordered.add(placed);
        }
        ordered.sort(Comparator.comparingLong(Event::frame)
                .thenComparingInt(Recorder::rank)
                .thenComparing(Event::what)
                .thenComparingInt(Event::track));
        return ordered;
    }

    /** What a frame shows to be missing had come before it. */
    private static int rank(Event event) {
        boolean isMissing = event.piece() != null && event.piece().isMissing();
        return event.what() == What.OPENED ? 0 : isMissing ? 1 : 2;
    }

    private static Event notBefore(Event event, @Nullable Event other) {
        return other == null || other.frame() <= event.frame()
                ? event
                : new Event(event.track(), event.what(), other.frame(), other.timestampNanos(), event.piece());
    }

    /** None where they do not cover all that the server said: then its octets are compared. */
    private static List<Message> messages(Heard each, Direction direction) {
        return isDecoded(each)
                ? each.messages.stream()
                        .filter(message -> message.direction() == direction)
                        .toList()
                : List.of();
    }

    private static boolean isDecoded(Heard each) {
        return !each.decoderFailed
                && each.messages.stream().anyMatch(message -> message.direction() == Direction.SERVER)
                && each.stream(Direction.SERVER)
                        .isCoveredBy(each.messages.stream()
                                .filter(message -> message.direction() == Direction.SERVER)
                                .toList());
    }

    private static Track track(Heard each, List<Piece> pieces) {
        List<String> notes = new ArrayList<>();
        if (each.connection.handshake().synFrame() == 0) {
            notes.add("the capture does not have its beginning");
        }
        for (Direction direction : Direction.values()) {
            long missing = pieces.stream()
                    .filter(piece -> piece.direction() == direction && piece.isMissing())
                    .mapToLong(piece -> piece.end() - piece.start())
                    .sum();
            if (missing > 0) {
                notes.add("the capture lacks " + Words.count(missing, "octet") + " of the " + direction
                        + ", which are neither sent nor compared");
            }
        }
        return new Track(
                each.connection.index(),
                each.connection.client().endpoint(),
                each.connection.server().endpoint(),
                each.user,
                isDecoded(each) ? each.messages.getFirst().protocol() : null,
                pieces,
                notes);
    }

    private static List<Event> events(Heard each, int index, Track track) {
        List<Event> events = new ArrayList<>();
        events.add(new Event(index, What.OPENED, each.openedFrame, each.openedNanos, null));
        for (Direction direction : Direction.values()) {
            RecordedStream stream = each.stream(direction);
            What what = direction == Direction.CLIENT ? What.SENT : What.RECEIVED;
            long frame = 0;
            long nanos = 0;
            for (Piece piece : track.said(direction)) {
                if (piece.frame() > frame) {
                    frame = piece.frame();
                    nanos = piece.timestampNanos();
                }
                events.add(new Event(index, what, frame, nanos, piece));
            }
            StreamListener.End end = stream.end();
            if (end != null) {
                events.add(new Event(
                        index, ending(direction, end), Math.max(frame, stream.endFrame()), stream.endNanos(), null));
            }
        }
        return events;
    }

    private static What ending(Direction direction, StreamListener.End end) {
        boolean reset = end == StreamListener.End.RST;
        return direction == Direction.CLIENT
                ? (reset ? What.CLIENT_RESET : What.CLIENT_CLOSED)
                : (reset ? What.SERVER_RESET : What.SERVER_CLOSED);
    }

    /** A message may pass on one of a connection whose pieces are not made yet: so this comes last. */
    private Track withCauses(Track track) {
        return new Track(
                track.stream(),
                track.client(),
                track.server(),
                track.user(),
                track.protocol(),
                track.pieces().stream().map(this::withCause).toList(),
                track.notes());
    }

    private List<Event> withCausesIn(List<Event> events) {
        return events.stream()
                .map(event -> event.piece() == null
                        ? event
                        : new Event(
                                event.track(),
                                event.what(),
                                event.frame(),
                                event.timestampNanos(),
                                withCause(event.piece())))
                .toList();
    }

    private Piece withCause(Piece piece) {
        if (piece.message() == null || piece.message().forwards() == 0) {
            return piece;
        }
        int cause = pieceOfMessage.getOrDefault(piece.message().forwards(), -1);
        return new Piece(
                piece.id(),
                piece.direction(),
                piece.frame(),
                piece.timestampNanos(),
                piece.start(),
                piece.end(),
                piece.octets(),
                piece.message(),
                cause);
    }
}
