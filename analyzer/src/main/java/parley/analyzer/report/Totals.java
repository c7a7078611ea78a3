package parley.analyzer.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Words;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** What can be counted of a capture. Belongs to the thread of the analysis. */
public final class Totals implements AnalysisListener {
    private static final int NAMES = 32;
    private static final int SERVERS = 4;
    private static final int KINDS = 256;

    /** Counts over both directions of all connections. */
    public enum Count {
        SEGMENTS,
        PAYLOAD_BYTES,
        RETRANSMISSIONS,
        OUT_OF_ORDER,
        LOST,
        /** Segments that bring what the capture has already, by sequence numbers; packets captured twice left out. */
        RESENT,
        /** Segments that bring what is new, behind others that follow on it, by sequence numbers. */
        LATE,
        DUPLICATE_ACKS,
        ZERO_WINDOWS,
        COMPLETE_HANDSHAKES,
        CLOSED_BY_FIN,
        RESET,
        STILL_OPEN,
        MESSAGES,
        MESSAGES_FROM_CLIENTS,
        USERS
    }

    private final long[] counts = new long[Count.values().length];
    private final Map<String, Long> clientKinds = new TreeMap<>();
    private final Map<String, Long> serverKinds = new TreeMap<>();
    private final SequencedSet<String> users = new LinkedHashSet<>();
    private final SequencedSet<String> servers = new LinkedHashSet<>();
    private long slowestAckNanos = -1;

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        add(Count.SEGMENTS, segment == null ? 0 : 1);
        if (segment != null) {
            slowestAckNanos = Math.max(slowestAckNanos, segment.analysis().ackRttNanos());
            if (segment.isArtefact()) {
                add(Count.RESENT, segment.analysis().repeatsSome() ? -1 : 0);
                add(Count.LATE, segment.analysis().fills() ? -1 : 0);
            }
        }
    }

    @Override
    public void decoded(Message message) {
        boolean fromClient = message.direction() == Direction.CLIENT;
        add(Count.MESSAGES, 1);
        add(Count.MESSAGES_FROM_CLIENTS, fromClient ? 1 : 0);
        Map<String, Long> kinds = fromClient ? clientKinds : serverKinds;
        String kind = Words.clip(message.kind());
        kinds.merge(kinds.size() < KINDS || kinds.containsKey(kind) ? kind : "other", 1L, Long::sum);
        keep(servers, message.connection().server().endpoint().toString(), SERVERS);
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        if (!user.isEmpty()) {
            add(Count.USERS, 1);
            keep(users, Words.clip(user), NAMES);
        }
    }

    private static void keep(SequencedSet<String> set, String value, int most) {
        if (set.size() < most) {
            set.add(value);
        }
    }

    @Override
    public void closed(Connection connection) {
        for (Flow flow : List.of(connection.client(), connection.server())) {
            add(Count.PAYLOAD_BYTES, flow.payloadBytes());
            add(Count.RETRANSMISSIONS, flow.retransmissions());
            add(Count.OUT_OF_ORDER, flow.outOfOrder());
            add(Count.LOST, flow.lost() - flow.lostByOrder());
            add(Count.RESENT, flow.resentSegments());
            add(Count.LATE, flow.lateSegments());
            add(Count.DUPLICATE_ACKS, flow.duplicateAcks());
            add(Count.ZERO_WINDOWS, flow.zeroWindows());
        }
        add(Count.COMPLETE_HANDSHAKES, connection.handshake().isComplete() ? 1 : 0);
        boolean reset =
                connection.client().rstFrame() > 0 || connection.server().rstFrame() > 0;
        boolean closed =
                connection.client().finFrame() > 0 && connection.server().finFrame() > 0;
        add(reset ? Count.RESET : closed ? Count.CLOSED_BY_FIN : Count.STILL_OPEN, 1);
    }

    private void add(Count count, long more) {
        counts[count.ordinal()] += more;
    }

    public long of(Count count) {
        return counts[count.ordinal()];
    }

    /** Messages from clients by kind, most first. */
    public List<Map.Entry<String, Long>> clientKinds() {
        return sorted(clientKinds);
    }

    /** Messages from servers by kind, most first. */
    public List<Map.Entry<String, Long>> serverKinds() {
        return sorted(serverKinds);
    }

    private static List<Map.Entry<String, Long>> sorted(Map<String, Long> kinds) {
        List<Map.Entry<String, Long>> entries = new ArrayList<>(kinds.entrySet());
        entries.sort(Map.Entry.comparingByValue(Collections.reverseOrder()));
        return entries;
    }

    /** The first {@value #NAMES} names of users, in the order in which they became known. */
    public List<String> users() {
        return List.copyOf(users);
    }

    /** The first {@value #SERVERS} servers whose messages were decoded. */
    public List<String> servers() {
        return List.copyOf(servers);
    }

    /** The longest time from a segment to its acknowledgement in nanoseconds; negative where none was measured. */
    public long slowestAckNanos() {
        return slowestAckNanos;
    }
}
