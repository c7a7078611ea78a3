package parley.analyzer.pipeline;

import java.util.List;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.ListenerGroup;
import parley.analyzer.app.MessageListener;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.ConnectionListener;
import parley.analyzer.tcp.StreamListener;

/** Everybody who listens, as each room knows its own listener. */
final class Listeners extends ListenerGroup implements StreamListener, ConnectionListener, MessageListener {
    Listeners(List<? extends AnalysisListener> members) {
        super(members);
    }

    @Override
    public void failed(Connection connection, String decoder, long frame, String reason) {
        decoderFailed(connection, decoder, frame, reason);
    }
}
