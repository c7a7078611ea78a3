package parley.analyzer.replay.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.replay.recording.RecordedConversation.Event;
import parley.analyzer.replay.recording.RecordedConversation.What;
import parley.analyzer.replay.recording.Track;

/** A recording asked for what came before what. */
final class Timeline {
    /** A client that ends its connection so soon after it last sent something was leaving when it sent that. */
    private static final long LEAVES_WITHIN_NANOS = 1_000_000_000;

    private final RecordedConversation recording;
    private final Map<Long, Integer> indexes = new HashMap<>();
    private final List<List<Event>> events = new ArrayList<>();
    private final @Nullable Piece[] pieces;
    private final @Nullable Piece[] sentBefore;
    private final @Nullable Piece[] sentByAnyBefore;
    private final long[] openedNanos;
    private final long[] leavingFrames;
    private final long[] leavingNanos;

    Timeline(RecordedConversation recording) {
        this.recording = recording;
        int tracks = recording.tracks().size();
        int count = recording.tracks().stream()
                .mapToInt(track -> track.pieces().size())
                .sum();
        pieces = new Piece[count];
        sentBefore = new Piece[count];
        sentByAnyBefore = new Piece[count];
        openedNanos = new long[tracks];
        leavingFrames = new long[tracks];
        leavingNanos = new long[tracks];
        Arrays.fill(leavingFrames, Long.MAX_VALUE);
        Arrays.fill(leavingNanos, Long.MAX_VALUE);
        for (Track track : recording.tracks()) {
            indexes.put(track.stream(), indexes.size());
            events.add(new ArrayList<>());
        }
        @Nullable Event[] lastSent = new Event[tracks];
        Piece last = null;
        for (Event event : recording.events()) {
            events.get(event.track()).add(event);
            Event before = lastSent[event.track()];
            Piece piece = event.piece();
            if (piece != null) {
                pieces[piece.id()] = piece;
                sentBefore[piece.id()] = before == null ? null : before.piece();
                sentByAnyBefore[piece.id()] = last;
            }
            if (event.what() == What.SENT) {
                lastSent[event.track()] = event;
                last = piece;
            } else if (event.what() == What.OPENED) {
                openedNanos[event.track()] = event.timestampNanos();
            } else if (event.what() != What.RECEIVED) {
                ended(event, before);
            }
        }
    }

    private void ended(Event end, @Nullable Event lastSent) {
        int track = end.track();
        if (leavingFrames[track] == Long.MAX_VALUE) {
            Event leaving = lastSent != null && end.timestampNanos() - lastSent.timestampNanos() <= LEAVES_WITHIN_NANOS
                    ? lastSent
                    : end;
            leavingFrames[track] = leaving.frame();
            leavingNanos[track] = leaving.timestampNanos();
        }
    }

    RecordedConversation recording() {
        return recording;
    }

    private int index(Track track) {
        Integer index = indexes.get(track.stream());
        if (index == null) {
            throw new IllegalArgumentException("a track of another recording");
        }
        return index;
    }

    /** What happened on a connection, in the order of the capture. */
    List<Event> events(Track track) {
        return events.get(index(track));
    }

    /** The piece of that number. */
    @Nullable
    Piece piece(int id) {
        return id < 0 ? null : pieces[id];
    }

    /** What the same client had sent last when that piece came; null where it had not sent anything. */
    @Nullable
    Piece sentBefore(Piece piece) {
        return sentBefore[piece.id()];
    }

    /** What any client had sent last when that piece came; null where none had sent anything. */
    @Nullable
    Piece sentByAnyBefore(Piece piece) {
        return sentByAnyBefore[piece.id()];
    }

    /** When a connection's first packet was captured, in nanoseconds since the epoch. */
    long openedNanos(Track track) {
        return openedNanos[index(track)];
    }

    /** The frame with which a client began to leave, with what it sent last or with the end; as never where it stays. */
    long leavingFrame(Track track) {
        return leavingFrames[index(track)];
    }

    /** When a client began to leave, in nanoseconds since the epoch; as never where it stays. */
    long leavingNanos(Track track) {
        return leavingNanos[index(track)];
    }
}
