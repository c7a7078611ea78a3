package parley.replay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Decoders;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.play.ReplayClient;
import parley.analyzer.replay.play.ReplayOptions;
import parley.analyzer.replay.play.ReplayResult;
import parley.analyzer.replay.play.RunCapture;
import parley.analyzer.replay.recording.RecordedConversation;
import parley.protocol.HostPort;

/**
 * The clients of a recording, about to be played against a server: at the captured pace, every answer waited for up to 5
 * s, with no rules, unless said otherwise. A value: each method gives another one.
 */
public final class ClientReplay {
    private final Recording recording;
    private final RecordedConversation conversation;
    private final ReplayOptions options;
    private final Consumer<Outcome> plays;
    private final @Nullable Path packets;

    ClientReplay(
            Recording recording, RecordedConversation conversation, InetSocketAddress server, Consumer<Outcome> plays) {
        this(recording, conversation, ReplayOptions.at(server), plays, null);
    }

    private ClientReplay(
            Recording recording,
            RecordedConversation conversation,
            ReplayOptions options,
            Consumer<Outcome> plays,
            @Nullable Path packets) {
        this.recording = recording;
        this.conversation = conversation;
        this.options = options;
        this.plays = plays;
        this.packets = packets;
    }

    private ClientReplay with(UnaryOperator<ReplayOptions> change) {
        return new ClientReplay(recording, conversation, change.apply(options), plays, packets);
    }

    /**
     * With shorter pauses.
     *
     * @param times how many times as short, above 0; {@link Double#POSITIVE_INFINITY} for none
     */
    public ClientReplay atSpeed(double times) {
        if (!(times > 0)) {
            throw new IllegalArgumentException("a speed is above 0, not " + times);
        }
        return with(before -> before.atSpeed(times));
    }

    /** With each answer waited for so long. */
    public ClientReplay waiting(Duration longest) {
        return with(before -> before.waiting(longest));
    }

    /** With answers that take so much longer than in the capture as differences. */
    public ClientReplay withMaxDelay(Duration latest) {
        return with(before -> before.withMaxDelay(latest));
    }

    /**
     * With a file of rules that say what may differ.
     *
     * @throws IOException if it cannot be read, or a line is no rule; the message says which and why
     */
    public ClientReplay withRules(Path file) throws IOException {
        Rules rules = Rules.read(file);
        return with(before -> before.withRules(before.rules().and(rules)));
    }

    /** With a user of the capture under another name. */
    public ClientReplay renaming(String captured, String here) {
        Map<String, String> names = new HashMap<>(options.renames().names());
        names.put(captured, here);
        return with(before -> before.withRenames(new Renames(names)));
    }

    /** With the replay written to a pcapng file. */
    public ClientReplay writingTo(Path file) {
        return new ClientReplay(recording, conversation, options, plays, file);
    }

    /**
     * Plays all clients at once, to the end.
     *
     * @throws IOException if the server cannot be reached at all; the message is a whole sentence
     * @throws InterruptedException if the thread is interrupted; the connections are closed
     */
    public Outcome play() throws IOException, InterruptedException {
        List<String> notes = new ArrayList<>();
        ReplayResult result;
        try (RunCapture capture = packets == null ? RunCapture.NONE : RunCapture.create(packets, options.server())) {
            result = new ReplayClient(conversation, options, Decoders.BUILT_IN, notes::add).play(capture);
        }
        Outcome outcome = new Outcome(recording.toString(), HostPort.format(options.server()), result, notes);
        plays.accept(outcome);
        return outcome;
    }
}
