package parley.analyzer.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Message;
import parley.analyzer.app.MessageListener;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.ConnectionListener;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.DecodedPacket;

/** Everybody who listens, in one: passes on what each room says. */
final class Listeners implements StreamListener, ConnectionListener, MessageListener {
    private final List<AnalysisListener> listeners;

    Listeners(List<? extends AnalysisListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void started(long firstNanos, int timestampDigits) {
        listeners.forEach(l -> l.started(firstNanos, timestampDigits));
    }

    void packet(DecodedPacket packet, @Nullable Segment segment) {
        for (AnalysisListener listener : listeners) {
            listener.packet(packet, segment);
        }
    }

    @Override
    public void opened(Connection connection) {
        listeners.forEach(l -> l.opened(connection));
    }

    @Override
    public void closed(Connection connection) {
        listeners.forEach(l -> l.closed(connection));
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        for (AnalysisListener listener : listeners) {
            listener.data(connection, flow, data);
        }
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        listeners.forEach(l -> l.gap(connection, flow, offset, length));
    }

    @Override
    public void end(Connection connection, Flow flow, End end) {
        listeners.forEach(l -> l.end(connection, flow, end));
    }

    @Override
    public void decoded(Message message) {
        listeners.forEach(l -> l.decoded(message));
    }

    @Override
    public void settled(Message message) {
        listeners.forEach(l -> l.settled(message));
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        listeners.forEach(l -> l.identified(connection, user, timestampNanos));
    }

    @Override
    public void failed(Connection connection, String decoder, long frame, String reason) {
        listeners.forEach(l -> l.decoderFailed(connection, decoder, frame, reason));
    }
}
