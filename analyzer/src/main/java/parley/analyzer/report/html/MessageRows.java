package parley.analyzer.report.html;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.report.JsonWriter;
import parley.analyzer.tcp.Carrier;

/** The first messages, as messages.csv has them. */
final class MessageRows implements Part {
    private static final int MOST = 100_000;

    /** Characters of a text; a line of the chat has no more. */
    static final int LONGEST_TEXT = 4_096;

    private static final int MOST_CHARACTERS = 6 << 20;

    /** What is shown of a message. It keeps no connection. */
    private record Row(
            long nanos,
            long stream,
            boolean fromServer,
            int kind,
            int sender,
            int recipients,
            String text,
            long forwards,
            Carrier first,
            Carrier last,
            long bytes,
            long ackFrame,
            long ackDelayNanos) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Integer> words = new LinkedHashMap<>();
    private final int most;
    private long count;
    private long characters;

    MessageRows() {
        this(MOST);
    }

    MessageRows(int most) {
        this.most = most;
    }

    @Override
    public void settled(Message message) {
        count++;
        String text = message.text();
        if (rows.size() == most || characters > MOST_CHARACTERS || rows.size() + 1 < count) {
            return;
        }
        if (text.length() > LONGEST_TEXT) {
            text = text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_TEXT) - 1)) + "…";
        }
        characters += text.length();
        rows.add(new Row(
                message.timestampNanos(),
                message.connection().index(),
                message.direction() == Direction.SERVER,
                word(message.kind()),
                word(message.sender()),
                word(String.join(", ", message.recipients())),
                text,
                message.decoded().forwards(),
                message.first(),
                message.last(),
                message.bytes(),
                message.ackFrame(),
                message.ackDelayNanos()));
    }

    private int word(String word) {
        Integer known = words.putIfAbsent(word, words.size());
        if (known != null) {
            return known;
        }
        characters += word.length();
        return words.size() - 1;
    }

    @Override
    public void write(JsonWriter json, Ticks ticks) throws IOException {
        json.beginObject().name("count").value(count);
        json.name("words").beginArray();
        for (String word : words.keySet()) {
            json.value(word);
        }
        json.endArray().name("text").beginArray();
        for (Row row : rows) {
            json.value(row.text);
        }
        json.endArray();
        new Columns<>(json, rows)
                .steps("time", row -> ticks.at(row.nanos))
                .numbers("stream", Row::stream)
                .numbers("fromServer", row -> row.fromServer ? 1 : 0)
                .numbers("kind", Row::kind)
                .numbers("sender", Row::sender)
                .numbers("recipients", Row::recipients)
                .numbers("forwards", Row::forwards)
                .steps("last", row -> row.last.frame())
                .numbers("carriers", row -> row.last.frame() - row.first.frame())
                .numbers("seq", row -> row.first.sequence())
                .numbers("seqLast", row -> row.last.sequence() - row.first.sequence())
                .numbers("bytes", Row::bytes)
                .numbers("ack", row -> row.ackFrame == 0 ? 0 : row.ackFrame - row.last.frame())
                .numbers("ackDelay", row -> ticks.lasting(row.ackDelayNanos));
        json.endObject();
    }
}
