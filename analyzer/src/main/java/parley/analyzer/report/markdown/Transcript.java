package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;
import parley.analyzer.report.Seconds;

/** The conversation in the order of the capture; a line that the server passes on is shown as it was sent. */
final class Transcript implements Section {
    private static final int ROWS = 200;
    private static final int TEXT = 200;
    private static final int NAME = 60;
    private static final int MILLISECONDS = 3;

    private final List<List<String>> rows = new ArrayList<>();
    private long firstNanos;
    private long count;

    @Override
    public void started(long nanos, int timestampDigits) {
        firstNanos = nanos;
    }

    @Override
    public void decoded(Message message) {
        if (isPassedOn(message)) {
            return;
        }
        count++;
        if (rows.size() < ROWS) {
            rows.add(List.of(
                    Seconds.format(message.timestampNanos() - firstNanos, MILLISECONDS),
                    name(message.sender()),
                    name(String.join(", ", message.recipients())),
                    MarkdownText.plain(message.kind()),
                    MarkdownText.plain(MarkdownText.clip(message.text(), TEXT)),
                    frames(message)));
        }
    }

    /** What the server says in its own words about something that was sent is a line of its own. */
    private static boolean isPassedOn(Message message) {
        boolean inTheSendersWords =
                message.decoded().forwards() != 0 && !message.sender().equals(DecodedMessage.SERVER);
        return message.direction() == Direction.SERVER
                && (inTheSendersWords
                        || message.kind().equals("direct")
                        || message.kind().equals("text"));
    }

    private static String name(String name) {
        return name.isEmpty() ? "–" : MarkdownText.plain(MarkdownText.clip(name, NAME));
    }

    private static String frames(Message message) {
        long first = message.first().frame();
        long last = message.last().frame();
        return first == last ? Long.toString(first) : first + "–" + last;
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        String which = count > ROWS
                ? "The first " + ROWS + " of " + Words.number(count) + " lines (messages.csv has all)"
                : "Every line";
        out.paragraph(which + ", but for what the server only passes on; times are seconds since the first packet.");
        out.table(List.of("Time", "From", "To", "Kind", "Text", "Frame"), rows);
    }
}
