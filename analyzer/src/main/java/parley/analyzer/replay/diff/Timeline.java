package parley.analyzer.replay.diff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.recording.Leaving;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.replay.recording.RecordedConversation.Event;
import parley.analyzer.replay.recording.RecordedConversation.What;
import parley.analyzer.replay.recording.Track;

/** A recording asked for what came before what. */
final class Timeline {
    private final RecordedConversation recording;
    private final Map<Long, Integer> indexes = new HashMap<>();
    private final List<List<Event>> events = new ArrayList<>();
    private final @Nullable Piece[] pieces;
    private final @Nullable Piece[] sentBefore;
    private final @Nullable Piece[] sentByAnyBefore;
    private final long[] openedNanos;
    private final Leaving leaving;

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
        leaving = new Leaving(recording);
        for (Track track : recording.tracks()) {
            indexes.put(track.stream(), indexes.size());
            events.add(new ArrayList<>());
        }
        @Nullable Piece[] lastSent = new Piece[tracks];
        Piece last = null;
        for (Event event : recording.events()) {
            events.get(event.track()).add(event);
            Piece piece = event.piece();
            if (piece != null) {
                pieces[piece.id()] = piece;
                sentBefore[piece.id()] = lastSent[event.track()];
                sentByAnyBefore[piece.id()] = last;
            }
            if (event.what() == What.SENT) {
                lastSent[event.track()] = piece;
                last = piece;
            } else if (event.what() == What.OPENED) {
                openedNanos[event.track()] = event.timestampNanos();
            }
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

    /** As {@link Leaving#frame}. */
    long leavingFrame(Track track) {
        return leaving.frame(index(track));
    }

    /** As {@link Leaving#nanos}. */
    long leavingNanos(Track track) {
        return leaving.nanos(index(track));
    }
}
