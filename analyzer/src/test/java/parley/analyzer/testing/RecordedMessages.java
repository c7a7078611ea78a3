package parley.analyzer.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Message;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.tcp.Connection;

/** What an analysis said about messages. */
public final class RecordedMessages implements AnalysisListener {
    private final List<Message> decoded = new ArrayList<>();
    private final List<Message> settled = new ArrayList<>();
    private final List<String> users = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** Of a script, analyzed as it is without options. */
    public static RecordedMessages of(String script) {
        return of(TcpScript.parse(script).source(), AnalysisOptions.DEFAULT);
    }

    public static RecordedMessages of(PacketSource source, AnalysisOptions options) {
        RecordedMessages recorded = new RecordedMessages();
        try {
            new Analysis(options, List.of(), List.of(recorded)).run(source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return recorded;
    }

    @Override
    public void decoded(Message message) {
        decoded.add(message);
    }

    @Override
    public void settled(Message message) {
        settled.add(message);
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        users.add(connection.index() + " " + user);
    }

    @Override
    public void decoderFailed(Connection connection, String decoder, long frame, String reason) {
        failures.add(connection.index() + " " + decoder + " at " + frame + ": " + reason);
    }

    /** As they became whole. */
    public List<Message> decoded() {
        return decoded;
    }

    /** With their acknowledgements. */
    public List<Message> settled() {
        return settled;
    }

    /** {@code 0 Ofir}: streams and users. */
    public List<String> users() {
        return users;
    }

    /** {@code 0 chat at 7: why}: streams, decoders, frames. */
    public List<String> failures() {
        return failures;
    }

    /** Each in a line, for instance {@code 0 client direct Ofir > Emily: hi}. */
    public List<String> lines() {
        return decoded.stream().map(RecordedMessages::line).toList();
    }

    /** {@link #lines} from the one that contains these words on. */
    public List<String> linesFrom(String words) {
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(words)) {
                return lines.subList(i, lines.size());
            }
        }
        throw new AssertionError("no line has '" + words + "' in " + lines);
    }

    private static String line(Message message) {
        return message.connection().index() + " " + message.direction() + " " + message.kind() + " " + message.sender()
                + " > " + String.join(", ", message.recipients()) + ": " + message.text();
    }

    /** The message whose line is this one. */
    public Message message(String line) {
        return settled.stream()
                .filter(message -> line(message).equals(line))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no message is '" + line + "' in " + lines()));
    }

    /** What the message passes on, as a line; empty where nothing. */
    public String forwardedBy(String line) {
        long number = message(line).decoded().forwards();
        return number == 0 ? "" : line(settled.get((int) number - 1));
    }
}
