package parley.analyzer.replay.play;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import parley.analyzer.app.Decoders;
import parley.analyzer.replay.recording.RecordedConversation;

/** The server of a recording, played by a thread of its own. */
final class PlayedServer implements AutoCloseable {
    private final ReplayServer server;
    private final FutureTask<ReplayResult> play;

    /** What it says meanwhile. */
    final List<String> notes = new CopyOnWriteArrayList<>();

    private PlayedServer(RecordedConversation recording, ReplayOptions options) throws IOException {
        server = ReplayServer.open(recording, options, Decoders.BUILT_IN, notes::add);
        play = new FutureTask<>(() -> server.play(RunCapture.NONE));
        Thread.ofPlatform().daemon().name("played server").start(play);
    }

    static PlayedServer of(RecordedConversation recording, ReplayOptions options) throws IOException {
        return new PlayedServer(recording, options);
    }

    /** Where a server of a test listens: any free port of this machine. */
    static InetSocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    InetSocketAddress address() {
        return server.address();
    }

    void stop() {
        server.stop();
    }

    /** What has become of it, once it is over. */
    ReplayResult result() throws Exception {
        return play.get();
    }

    @Override
    public void close() throws IOException {
        server.stop();
        server.close();
    }
}
