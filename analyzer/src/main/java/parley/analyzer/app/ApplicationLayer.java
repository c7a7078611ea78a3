package parley.analyzer.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.protocol.Quota;

/** Gives each connection's octets to the decoder of its protocol, and its messages to the listener. */
public final class ApplicationLayer implements StreamListener {
    /** Octets of all connections that are kept until a decoder recognises them. */
    private static final long UNRECOGNISED_OCTETS = 16 << 20;

    private final List<ApplicationDecoder> decoders;
    private final DecodeAs decodeAs;
    private final MessageListener listener;
    private final AnalysisDepth depth;
    private final MessageLog log;
    private final Map<Connection, ConnectionMessages> connections = new HashMap<>();
    private long unrecognised;
    private long decoderLimits;
    private final Wakeups wakeups = new Wakeups();
    private final Quota unrecognisedOctets = new Quota(UNRECOGNISED_OCTETS);
    private final Quota remembered = new Quota(Recent.MOST_IN_ALL);

    /** @param depth where it is {@link AnalysisDepth#USERS} a connection is decoded until its user is known */
    public ApplicationLayer(
            List<ApplicationDecoder> decoders, DecodeAs decodeAs, MessageListener listener, AnalysisDepth depth) {
        this.depth = depth;
        this.decoders = List.copyOf(decoders);
        this.decodeAs = decodeAs;
        this.listener = listener;
        this.log = new MessageLog(listener);
    }

    /** The capture's time has come this far: called before each packet. */
    public void advanceTo(long timestampNanos) {
        wakeups.advanceTo(timestampNanos);
    }

    /** A segment was seen, and its octets have been given on: what it acknowledges is settled. */
    public void acknowledge(Segment segment) {
        if (segment.isAck() && !connections.isEmpty()) {
            ConnectionMessages messages = connections.get(segment.connection());
            if (messages != null) {
                messages.acknowledge(segment);
            }
        }
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        ConnectionMessages messages = messagesOf(connection);
        if (messages != null) {
            messages.data(flow, data);
        }
    }

    /** Null where nothing is decoded. */
    private @Nullable ConnectionMessages messagesOf(Connection connection) {
        if (decodeAs.off() || decoders.isEmpty()) {
            return null;
        }
        ConnectionMessages messages = connections.get(connection);
        if (messages == null) {
            messages = newMessages(connection);
            connections.put(connection, messages);
        }
        return messages;
    }

    /**
     * What the user says about the server's port goes over what decoders recognise, and over the ports where nothing else
     * tells which of the two is the server's.
     */
    private ConnectionMessages newMessages(Connection connection) {
        if (connection.rolesAreOpen() && names(connection.client()) && !names(connection.server())) {
            connection.turn();
        }
        String wanted = decodeAs.byPort().get(connection.server().endpoint().port());
        List<ApplicationDecoder> candidates = wanted == null
                ? decoders
                : decoders.stream().filter(d -> d.name().equals(wanted)).toList();
        return new ConnectionMessages(this, connection, candidates, wanted != null);
    }

    private boolean names(Flow flow) {
        return decodeAs.byPort().containsKey(flow.endpoint().port());
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        ConnectionMessages messages = messagesOf(connection);
        if (messages != null) {
            messages.gap(flow, offset, length);
        }
    }

    @Override
    public void end(Connection connection, Flow flow, End end) {
        ConnectionMessages messages = connections.get(connection);
        if (messages != null) {
            messages.end(flow, end);
        }
    }

    /** Nothing more comes of the conversation on the connection. */
    public void closed(Connection connection) {
        ConnectionMessages messages = connections.remove(connection);
        if (messages != null) {
            messages.close();
            wakeups.cancel(messages);
        }
    }

    /** The capture is over and every connection closed: what still waits for its acknowledgement is given out. */
    public void finish() {
        log.finish();
    }

    /** Connections given up because all that may be kept of them was, and no decoder had decided. */
    public long unrecognised() {
        return unrecognised;
    }

    void giveUpRecognition() {
        unrecognised++;
    }

    /** Messages told without their acknowledgement or their first segments because a limit was reached. */
    public long curtailedMessages() {
        return log.curtailed();
    }

    /** How often decoders have said {@link Conversation#limitReached}. */
    public long decoderLimits() {
        return decoderLimits;
    }

    void countDecoderLimit() {
        decoderLimits++;
    }

    /** Whether messages are of interest beyond the user that they tell of. */
    boolean givesMessages() {
        return depth.includes(AnalysisDepth.MESSAGES);
    }

    Quota unrecognisedOctets() {
        return unrecognisedOctets;
    }

    /** Of segments and acknowledgements of all connections. */
    Quota remembered() {
        return remembered;
    }

    MessageLog log() {
        return log;
    }

    MessageListener listener() {
        return listener;
    }

    void wakeAt(long timestampNanos, ConnectionMessages connection) {
        wakeups.set(connection, timestampNanos);
    }
}
