package parley.analyzer.replay.play;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import parley.analyzer.app.Decoders;
import parley.analyzer.app.Direction;
import parley.analyzer.capture.relay.Listening;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.protocol.HostPort;

/**
 * Plays the server of a recording: live clients get what the captured ones got when they send what the captured ones
 * sent, and what they send is compared. Which captured client a live one is: the next that nobody plays; another one
 * where what it says first is said by that one, and both were told the same until then.
 */
public final class ReplayServer implements Replay, Closeable {
    private final ServerSocket listening;
    private final ReplayRun run;

    private ReplayServer(ServerSocket listening, ReplayRun run) {
        this.listening = listening;
        this.run = run;
    }

    /**
     * Listens at the address of the options; who calls is answered once it {@link #play}s.
     *
     * @param decoders those that have decoded the recording
     * @param notes is told, for people, what is said instead of what was expected, and what is waited for in vain
     * @throws IOException if it cannot; the message is a whole sentence for the user
     */
    public static ReplayServer open(
            RecordedConversation recording, ReplayOptions options, Decoders decoders, Consumer<String> notes)
            throws IOException {
        ReplayRun run = new ReplayRun(recording, Direction.SERVER, options, decoders, notes);
        ReplayServer server = new ReplayServer(Listening.at(options.server(), "the played server"), run);
        Thread.ofVirtual().name("replay " + HostPort.format(server.address())).start(server::accept);
        return server;
    }

    /** Where it listens; the port is the real one where 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept() {
        try {
            while (true) {
                run.called(listening.accept());
            }
        } catch (IOException closed) {
            // Nobody can call any more.
        }
    }

    /** Plays until all captured connections have been played; then it listens no longer. */
    @Override
    public ReplayResult play(RunCapture capture) throws IOException, InterruptedException {
        try {
            return run.play(capture);
        } finally {
            close();
        }
    }

    @Override
    public void stop() {
        run.stop();
    }

    /** Listens no longer. */
    @Override
    public void close() throws IOException {
        listening.close();
    }
}
