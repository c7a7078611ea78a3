package parley.analyzer.replay.play;

import java.io.IOException;
import java.util.function.Consumer;
import parley.analyzer.app.Decoders;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.recording.RecordedConversation;

/** Plays the clients of a recording against a live server, all at once, and compares what they are told. */
public final class ReplayClient implements Replay {
    private final ReplayRun run;

    /**
     * Prepares to play.
     *
     * @param decoders those that have decoded the recording
     * @param notes is told, for people, what is waited for in vain
     */
    public ReplayClient(
            RecordedConversation recording, ReplayOptions options, Decoders decoders, Consumer<String> notes) {
        run = new ReplayRun(recording, Direction.CLIENT, options, decoders, notes);
    }

    @Override
    public ReplayResult play(RunCapture capture) throws IOException, InterruptedException {
        return run.play(capture);
    }

    @Override
    public void stop() {
        run.stop();
    }
}
