package parley.analyzer.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import parley.analyzer.replay.play.ReplayClient;
import parley.analyzer.replay.play.ReplayOptions;
import parley.analyzer.replay.recording.RecordedConversation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay client}: every captured client, on real connections, against a live server. */
@Command(
        name = "client",
        header = "Play every captured client against a live server and compare each answer.",
        description = {
            "%nWhat a client sent is sent again once all has come that had come before it in the capture. Messages of a"
                    + " protocol that is decoded are compared as messages, everything else as octets. Nothing is sent to"
                    + " any other address than the one named. Ctrl-C ends, with what there is so far.",
            "%nExit code: 0 no difference, 1 a difference, 2 nothing could be compared."
        },
        exitCodeOnExecutionException = 2,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class ReplayClientCommand implements Callable<Integer> {
    @Option(
            names = "--to",
            required = true,
            paramLabel = "H[:P]",
            converter = RelayEnds.Target.class,
            description = "The server to play against; port 10000 without P.")
    private InetSocketAddress target = InetSocketAddress.createUnresolved("", 0);

    @Mixin
    private PlayingOptions playing = new PlayingOptions();

    @Option(
            names = "--max-delay",
            paramLabel = "S",
            description = "An answer that takes S seconds longer than in the capture is a difference.")
    private @Nullable Double maxDelay;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ReplayOptions options = playing.options(target)
                .withMaxDelay(maxDelay == null ? null : playing.seconds("--max-delay", maxDelay));
        RecordedConversation recording = playing.read();
        return playing.play(
                new ReplayClient(recording, options, playing.decoders(), playing::note), options.server(), () -> {});
    }
}
