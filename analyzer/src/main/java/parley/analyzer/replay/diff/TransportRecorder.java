package parley.analyzer.replay.diff;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.replay.diff.Transport.Ending;
import parley.analyzer.replay.diff.Transport.Occurrences;
import parley.analyzer.replay.diff.Transport.Opening;
import parley.analyzer.replay.diff.Transport.Trouble;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Handshake;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.DecodedPacket;

/** Hears how TCP carried the connections of a capture. */
final class TransportRecorder implements AnalysisListener {
    /** As many frames are kept of what may be counted. */
    static final int FRAMES = 8;

    private static final class Counter {
        private long count;
        private final List<Long> frames = new ArrayList<>();

        void add(long frame) {
            count++;
            if (frames.size() < FRAMES) {
                frames.add(frame);
            }
        }

        Occurrences occurrences() {
            return new Occurrences(count, frames);
        }
    }

    private final Map<Long, Long> firstFrames = new HashMap<>();
    private final Map<Flow, Map<Trouble, Counter>> counted = new HashMap<>();
    private final Map<Long, Transport> transports = new TreeMap<>();

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null) {
            return;
        }
        firstFrames.putIfAbsent(segment.connection().index(), segment.frame());
        SegmentAnalysis said = segment.analysis();
        if (said.hasFlags() && !segment.isArtefact()) {
            count(segment, Trouble.RETRANSMISSIONS, said.isAnyRetransmission());
            count(segment, Trouble.OUT_OF_ORDER, said.isOutOfOrder());
            count(segment, Trouble.DUPLICATE_ACKS, said.isDuplicateAck());
            count(segment, Trouble.ZERO_WINDOWS, said.isZeroWindow());
            count(segment, Trouble.NOT_CAPTURED, said.isLostSegment());
        }
    }

    private void count(Segment segment, Trouble trouble, boolean seen) {
        if (seen) {
            counted.computeIfAbsent(segment.flow(), flow -> new EnumMap<>(Trouble.class))
                    .computeIfAbsent(trouble, any -> new Counter())
                    .add(segment.frame());
        }
    }

    @Override
    public void closed(Connection connection) {
        Long firstFrame = firstFrames.remove(connection.index());
        if (firstFrame == null) {
            return;
        }
        Flow client = connection.client();
        Flow server = connection.server();
        Ending ending = ending(client, server);
        transports.put(
                connection.index(),
                new Transport(
                        connection.index(),
                        opening(connection.handshake(), server),
                        firstFrame,
                        connection.handshake().roundTripNanos(),
                        ending,
                        endingFrame(ending, client, server),
                        occurrences(client),
                        occurrences(server)));
    }

    private Map<Trouble, Occurrences> occurrences(Flow flow) {
        Map<Trouble, Occurrences> found = new EnumMap<>(Trouble.class);
        Map<Trouble, Counter> counters = counted.remove(flow);
        if (counters != null) {
            counters.forEach((trouble, counter) -> found.put(trouble, counter.occurrences()));
        }
        return found;
    }

    private static Opening opening(Handshake handshake, Flow server) {
        if (handshake.isComplete()) {
            return Opening.COMPLETE;
        }
        if (handshake.synFrame() > 0 && handshake.synAckFrame() == 0) {
            return server.rstFrame() > 0 ? Opening.REFUSED : Opening.UNANSWERED;
        }
        return handshake.synFrame() == 0 && handshake.synAckFrame() == 0 ? Opening.UNSEEN : Opening.INCOMPLETE;
    }

    /** A reset after both have closed ends nothing any more. */
    private static Ending ending(Flow client, Flow server) {
        if (client.finFrame() > 0 && server.finFrame() > 0) {
            return Ending.CLOSED;
        }
        if (client.rstFrame() > 0 || server.rstFrame() > 0) {
            boolean byClient =
                    server.rstFrame() == 0 || (client.rstFrame() > 0 && client.rstFrame() < server.rstFrame());
            return byClient ? Ending.RESET_BY_CLIENT : Ending.RESET_BY_SERVER;
        }
        if (client.finFrame() > 0) {
            return Ending.CLOSED_BY_CLIENT;
        }
        return server.finFrame() > 0 ? Ending.CLOSED_BY_SERVER : Ending.OPEN;
    }

    private static long endingFrame(Ending ending, Flow client, Flow server) {
        return switch (ending) {
            case CLOSED -> Math.max(client.finFrame(), server.finFrame());
            case CLOSED_BY_CLIENT -> client.finFrame();
            case CLOSED_BY_SERVER -> server.finFrame();
            case RESET_BY_CLIENT -> client.rstFrame();
            case RESET_BY_SERVER -> server.rstFrame();
            case OPEN -> 0;
        };
    }

    /** By number, once the analysis is over. */
    Map<Long, Transport> transports() {
        return transports;
    }
}
