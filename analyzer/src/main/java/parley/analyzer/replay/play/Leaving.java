package parley.analyzer.replay.play;

import java.util.Arrays;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.analyzer.replay.recording.RecordedConversation.Event;

/** When the clients of a recording began to leave. */
final class Leaving {
    /** A client that ends its connection so soon after it last sent something was leaving when it sent that. */
    private static final long WITHIN_NANOS = 1_000_000_000;

    private Leaving() {}

    /** Of each connection, the frame with which its client began to leave; with what it sent last, or with its end. */
    static long[] frames(RecordedConversation recording) {
        long[] frames = new long[recording.tracks().size()];
        long[] last = new long[frames.length];
        long[] lastNanos = new long[frames.length];
        Arrays.fill(frames, Long.MAX_VALUE);
        for (Event event : recording.events()) {
            int track = event.track();
            switch (event.what()) {
                case SENT -> {
                    last[track] = event.frame();
                    lastNanos[track] = event.timestampNanos();
                }
                case OPENED, RECEIVED -> {
                    // Neither is an end.
                }
                default -> {
                    boolean soon = event.timestampNanos() - lastNanos[track] <= WITHIN_NANOS;
                    frames[track] = Math.min(frames[track], soon ? last[track] : event.frame());
                }
            }
        }
        return frames;
    }
}
