package parley.analyzer.findings.application;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.StreamData;

/**
 * Collects the segments that carry messages, sent again or not. At most {@value #MAXIMUM} messages are followed; the
 * rules hold far fewer unless a capture is full of chats that nobody answers.
 */
public final class MessageFrames implements AnalysisListener {
    private static final int MAXIMUM = 1 << 14;

    /** Octets of a direction, by relative sequence numbers, and the segments that carry any of them. */
    record Span(long stream, int port, long start, long end, Evidence evidence) {
        FrameFilter filter() {
            return FrameFilter.octets(stream, port, start, end);
        }
    }

    private final EvidenceLog log;
    /** What to add to the offset of an octet for its relative sequence number. */
    private final Map<Flow, Long> origins = new HashMap<>();

    private int followed;

    public MessageFrames(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        origins.putIfAbsent(flow, data.sequence() - data.offset());
    }

    @Override
    public void closed(Connection connection) {
        origins.remove(connection.client());
        origins.remove(connection.server());
    }

    static Flow sender(Message message) {
        return message.direction() == Direction.CLIENT
                ? message.connection().client()
                : message.connection().server();
    }

    /** Follows a message just decoded; null where too many are followed. */
    @Nullable
    Span follow(Message message) {
        Flow sender = sender(message);
        Long origin = origins.get(sender);
        if (origin == null || followed == MAXIMUM) {
            return null;
        }
        followed++;
        long stream = message.connection().index();
        int port = sender.endpoint().port();
        long start = origin + message.decoded().start();
        long end = origin + message.decoded().end();
        FrameFilter filter = FrameFilter.octets(stream, port, start, end);
        return new Span(
                stream, port, start, end, log.collect(filter, message.first().frame()));
    }

    EvidenceLog log() {
        return log;
    }
}
