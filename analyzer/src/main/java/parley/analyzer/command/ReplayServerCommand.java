package parley.analyzer.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.play.ReplayOptions;
import parley.analyzer.replay.play.ReplayServer;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.protocol.HostPort;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay server}: the captured server, for live clients. */
@Command(
        name = "server",
        header = "Play the captured server to live clients and compare what they send.",
        description = {
            "%nA live client gets what the captured one got once all has come that had come before it in the capture."
                    + " Where something else comes, what was expected is said, and the conversation goes on. It ends"
                    + " when all captured connections have been played, or on Ctrl-C, with what there is so far."
                    + " It calls nobody.",
            "%nExit code: 0 no difference, 1 a difference, 2 nothing could be compared."
        },
        exitCodeOnExecutionException = 2,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class ReplayServerCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            required = true,
            paramLabel = "[H:]P",
            converter = RelayEnds.Listening.class,
            description = "Where clients connect, on 127.0.0.1 without H; port 0 for any free one.")
    private InetSocketAddress listen = InetSocketAddress.createUnresolved("", 0);

    @Mixin
    private PlayingOptions playing = new PlayingOptions();

    @Option(
            names = "--first",
            paramLabel = "S",
            description = "End where nobody has connected within S seconds (default: wait until somebody does).")
    private @Nullable Double first;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReplayOptions options =
                playing.options(listen).waitingForFirst(first == null ? null : playing.seconds("--first", first));
        RecordedConversation recording = playing.read();
        try (ReplayServer server = ReplayServer.open(recording, options, playing.decoders(), playing::note)) {
            String begun = "playing the server of " + playing.file() + " on " + HostPort.format(server.address())
                    + "; Ctrl-C ends";
            return playing.play(server, server.address(), () -> playing.note(begun));
        }
    }
}
