package parley.analyzer.replay.play;

import java.io.IOException;

/** One side of a recording, about to be played. */
public sealed interface Replay permits ReplayClient, ReplayServer {
    /**
     * Plays, once.
     *
     * @param capture is given the packets of the connections
     * @throws IOException if clients are played and the server cannot be reached at all; the message is a whole sentence
     * @throws InterruptedException if the thread is interrupted; the connections are closed
     */
    ReplayResult play(RunCapture capture) throws IOException, InterruptedException;

    /** Ends it before its end, with what there is so far; any thread may. */
    void stop();
}
