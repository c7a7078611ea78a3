package parley.analyzer.replay.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Direction;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;

/**
 * A captured conversation, out of the streams of its connections: what the network lost and repeated is not in it.
 *
 * @param tracks the connections that carried anything, in order of their numbers
 * @param events what happened on all of them, in the order of the capture
 * @param empty how many connections carried nothing
 */
public record RecordedConversation(List<Track> tracks, List<Event> events, int empty) {
    /** What happened on a connection. */
    public enum What {
        OPENED,
        /** The client sent a piece. */
        SENT,
        /** The client received a piece. */
        RECEIVED,
        CLIENT_CLOSED,
        CLIENT_RESET,
        SERVER_CLOSED,
        SERVER_RESET;

        /** Whose doing it is. */
        public Direction by() {
            return switch (this) {
                case OPENED, SENT, CLIENT_CLOSED, CLIENT_RESET -> Direction.CLIENT;
                case RECEIVED, SERVER_CLOSED, SERVER_RESET -> Direction.SERVER;
            };
        }
    }

    /**
     * A step of the conversation.
     *
     * @param track index of its connection in {@link #tracks}
     * @param frame the frame by which it had happened
     * @param timestampNanos when that was captured, in nanoseconds since the epoch
     * @param piece what was sent or received; null for the other events
     */
    public record Event(
            int track,
            What what,
            long frame,
            long timestampNanos,
            @Nullable Piece piece) {}

    public RecordedConversation {
        tracks = List.copyOf(tracks);
        events = List.copyOf(events);
    }

    /** A recording, and what else there is to say of its capture. */
    public record Read(RecordedConversation recording, Analysis.Result result) {}

    /**
     * Reads a capture to its end.
     *
     * @throws IOException if the source fails
     */
    public static Read read(PacketSource source, AnalysisOptions options) throws IOException {
        return read(source, options, List.of());
    }

    /**
     * Reads a capture to its end.
     *
     * @param others who else listens to its analysis
     * @throws IOException if the source fails
     */
    public static Read read(PacketSource source, AnalysisOptions options, List<? extends AnalysisListener> others)
            throws IOException {
        Recorder recorder = new Recorder();
        List<AnalysisListener> listeners = new ArrayList<>(others);
        listeners.add(recorder);
        Analysis analysis = new Analysis(options.withDepth(AnalysisDepth.MESSAGES), List.of(), listeners);
        Analysis.Result result = analysis.run(source);
        return new Read(recorder.recording(), result);
    }
}
