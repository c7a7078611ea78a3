package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;
import parley.analyzer.report.Seconds;

/** The conversation in the order of the capture; a message that the server passes on is shown as it was sent. */
final class Transcript implements Section {
    private static final int ROWS = 200;
    private static final int TEXT = 200;
    private static final int NAME = 60;
    private static final int MILLISECONDS = 3;

    private record Row(long frame, List<String> cells) {}

    private final List<Row> rows = new ArrayList<>();
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
            boolean fromClient = message.direction() == Direction.CLIENT;
            rows.add(new Row(
                    message.last().frame(),
                    List.of(
                            Seconds.format(message.timestampNanos() - firstNanos, MILLISECONDS),
                            name(message.sender(), fromClient, message),
                            name(String.join(", ", message.recipients()), !fromClient, message),
                            MarkdownText.plain(MarkdownText.clip(message.kind(), NAME)),
                            MarkdownText.plain(MarkdownText.clip(message.text(), TEXT)),
                            frames(message))));
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

    /** A name; the port of a client that has none yet. */
    private static String name(String name, boolean isClient, Message message) {
        if (!name.isEmpty()) {
            return MarkdownText.plain(MarkdownText.clip(name, NAME));
        }
        return isClient ? "port " + message.connection().client().endpoint().port() : "–";
    }

    private static String frames(Message message) {
        long first = message.first().frame();
        long last = message.last().frame();
        return first == last ? Long.toString(first) : first + "–" + last;
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        String which = count > ROWS
                ? "The first " + ROWS + " of " + Words.number(count) + " messages (messages.csv has all)"
                : "All messages";
        out.paragraph(
                which + "; the server's copies of users' messages are left out. Time is in seconds since the first"
                        + " packet, and rows are in its order; everything goes to the server or comes from it, and For"
                        + " says whom it is meant for.");
        out.table(
                List.of("Time", "From", "For", "Kind", "Text", "Frame"),
                rows.stream()
                        .sorted(Comparator.comparingLong(Row::frame))
                        .map(Row::cells)
                        .toList());
    }
}
