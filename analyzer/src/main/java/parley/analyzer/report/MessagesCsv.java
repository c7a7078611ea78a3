package parley.analyzer.report;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Message;

/** messages.csv: a line on one connection a row, in the order in which lines became whole. */
final class MessagesCsv extends CsvSink {
    MessagesCsv(OutputStream out, ReportStyle style) {
        super(
                "messages.csv",
                out,
                style,
                "number",
                "time",
                "tcp.stream",
                "direction",
                "kind",
                "sender",
                "recipients",
                "text",
                "forwards",
                "frame.first",
                "frame.last",
                "tcp.seq.first",
                "tcp.seq.last",
                "bytes",
                "frame.ack",
                "ack_delay");
    }

    @Override
    public void settled(Message message) {
        row(() -> cells(message));
    }

    private @Nullable String[] cells(Message message) {
        return new @Nullable String[] {
            Long.toString(message.number()),
            time().at(message.timestampNanos()),
            Long.toString(message.connection().index()),
            message.direction().toString(),
            message.kind(),
            wire(message.sender()),
            wire(message.recipients()),
            wire(message.text()),
            number(message.decoded().forwards()),
            Long.toString(message.first().frame()),
            Long.toString(message.last().frame()),
            Long.toString(message.first().sequence()),
            Long.toString(message.last().sequence()),
            Long.toString(message.bytes()),
            number(message.ackFrame()),
            time().lasting(message.ackDelayNanos())
        };
    }
}
