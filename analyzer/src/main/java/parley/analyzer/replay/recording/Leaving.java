package parley.analyzer.replay.recording;

import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.recording.RecordedConversation.Event;

/** When the clients of a recording began to leave: with what they sent last, or with the end of their connection. */
public final class Leaving {
    /** A client whose connection ends so soon after it last sent something was leaving when it sent that. */
    private static final long WITHIN_NANOS = 1_000_000_000;

    private final @Nullable Event[] began;

    public Leaving(RecordedConversation recording) {
        int tracks = recording.tracks().size();
        began = new Event[tracks];
        @Nullable Event[] lastSent = new Event[tracks];
        for (Event event : recording.events()) {
            int track = event.track();
            switch (event.what()) {
                case SENT -> lastSent[track] = event;
                case OPENED, RECEIVED -> {
                    // Neither is an end.
                }
                case CLIENT_CLOSED, CLIENT_RESET, SERVER_CLOSED, SERVER_RESET -> {
                    if (began[track] == null) {
                        began[track] = began(event, lastSent[track]);
                    }
                }
            }
        }
    }

    private static Event began(Event end, @Nullable Event lastSent) {
        return lastSent != null && end.timestampNanos() - lastSent.timestampNanos() <= WITHIN_NANOS ? lastSent : end;
    }

    /**
     * The frame with which a client began to leave; {@link Long#MAX_VALUE} where it stays.
     *
     * @param track index of its connection
     */
    public long frame(int track) {
        Event event = began[track];
        return event == null ? Long.MAX_VALUE : event.frame();
    }

    /** When it began to, in nanoseconds since the epoch; likewise. */
    public long nanos(int track) {
        Event event = began[track];
        return event == null ? Long.MAX_VALUE : event.timestampNanos();
    }
}
