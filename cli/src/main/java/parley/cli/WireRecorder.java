package parley.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IpAddress;
import parley.client.session.LinePlace;
import parley.client.web.LineOnWire;
import parley.client.web.WireWatcher;

/**
 * Keeps the frames of a live analysis, to say of a line which of them carried it. The last {@value #FRAMES} are kept,
 * their fields and {@value RecordedFrame#OCTETS} octets of each, which takes 32 MiB at most; the oldest go first.
 * What is known of a connection beside its frames stays as long as the analysis keeps the connection.
 *
 * <p>The analysis' thread tells it of frames, and any thread may look up. A look-up goes through the frames of one
 * connection.
 */
final class WireRecorder implements AnalysisListener, WireWatcher {
    private static final int FRAMES = 65_536;

    /** How much later than its connection's opening a first frame may be stamped, where the two clocks are not one. */
    private static final long CLOCKS_APART_NANOS = Duration.ofSeconds(1).toNanos();

    /** The ends of a connection, which later ones may have as well. */
    private record Ends(Endpoint client, Endpoint server) {}

    private final String description;
    private final int maximum;
    private final Map<Connection, RecordedConnection> known = new HashMap<>();
    private final Map<Ends, List<RecordedConnection>> byEnds = new HashMap<>();

    /** Whose frame each one is, in the order of the capture. */
    private final Deque<RecordedConnection> frames = new ArrayDeque<>();

    /** @param description of what is watched: {@code lo, tcp port 10000} */
    WireRecorder(String description) {
        this(description, FRAMES);
    }

    /** @param maximum of frames that are kept */
    WireRecorder(String description, int maximum) {
        this.description = description;
        this.maximum = maximum;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public synchronized void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        RecordedConnection connection = known.get(segment.connection());
        if (connection == null) {
            connection = new RecordedConnection(segment);
            known.put(segment.connection(), connection);
            byEnds.computeIfAbsent(endsOf(connection), ends -> new ArrayList<>())
                    .add(connection);
        }
        connection.add(segment);
        frames.add(connection);
        if (frames.size() > maximum) {
            RecordedConnection oldest = frames.removeFirst();
            oldest.forgetOldest();
            removeIfForgotten(oldest);
        }
    }

    @Override
    public synchronized void closed(Connection connection) {
        RecordedConnection recorded = known.remove(connection);
        if (recorded != null) {
            recorded.close();
            removeIfForgotten(recorded);
        }
    }

    private void removeIfForgotten(RecordedConnection connection) {
        if (connection.isForgotten()) {
            byEnds.computeIfPresent(endsOf(connection), (ends, connections) -> {
                connections.remove(connection);
                return connections.isEmpty() ? null : connections;
            });
        }
    }

    @Override
    public synchronized Optional<LineOnWire> find(LinePlace place) {
        Endpoint client = endpoint(place.client());
        Endpoint server = endpoint(place.server());
        if (client == null || server == null) {
            return Optional.empty();
        }
        long opened = ChronoUnit.NANOS.between(Instant.EPOCH, place.opened());
        return byEnds.getOrDefault(new Ends(client, server), List.of()).stream()
                .filter(connection -> connection.endNanos() >= opened)
                .filter(connection -> connection.startNanos() <= opened + CLOCKS_APART_NANOS)
                .min(Comparator.comparingLong(RecordedConnection::startNanos))
                .flatMap(connection -> connection.find(place.sent(), place.range()));
    }

    private static Ends endsOf(RecordedConnection connection) {
        return new Ends(connection.client(), connection.server());
    }

    /** Null of an address that was not looked up. */
    private static @Nullable Endpoint endpoint(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return host == null ? null : new Endpoint(IpAddress.of(host), address.getPort());
    }
}
