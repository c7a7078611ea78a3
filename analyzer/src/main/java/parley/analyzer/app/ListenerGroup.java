package parley.analyzer.app;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.OverlapConflict;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;

/**
 * Several listeners as one: each hears all that this one is told, in their order. What comes by the million is told to those
 * alone whose class has a method for it.
 */
public class ListenerGroup implements AnalysisListener {
    private final List<AnalysisListener> members;
    private final AnalysisListener[] hearPackets;
    private final AnalysisListener[] hearData;
    private final AnalysisListener[] hearDecoded;
    private final AnalysisListener[] hearSettled;

    protected ListenerGroup(List<? extends AnalysisListener> members) {
        this.members = List.copyOf(members);
        hearPackets = hearing("packet", DecodedPacket.class, Segment.class);
        hearData = hearing("data", Connection.class, Flow.class, StreamData.class);
        hearDecoded = hearing("decoded", Message.class);
        hearSettled = hearing("settled", Message.class);
    }

    /** The members that do more with an event than nothing. */
    private AnalysisListener[] hearing(String event, Class<?>... parameters) {
        return members.stream()
                .filter(member -> {
                    try {
                        return member.getClass().getMethod(event, parameters).getDeclaringClass()
                                != AnalysisListener.class;
                    } catch (NoSuchMethodException impossible) {
                        throw new AssertionError(impossible);
                    }
                })
                .toArray(AnalysisListener[]::new);
    }

    private void tell(Consumer<AnalysisListener> event) {
        members.forEach(event);
    }

    @Override
    public final void started(long firstNanos, int timestampDigits) {
        tell(member -> member.started(firstNanos, timestampDigits));
    }

    @Override
    public final void finer(int timestampDigits) {
        tell(member -> member.finer(timestampDigits));
    }

    @Override
    public final void packet(DecodedPacket packet, @Nullable Segment segment) {
        for (AnalysisListener member : hearPackets) {
            member.packet(packet, segment);
        }
    }

    @Override
    public final void quoted(DecodedPacket packet, IcmpError error, PartialSegment segment) {
        tell(member -> member.quoted(packet, error, segment));
    }

    @Override
    public final void partial(DecodedPacket packet, PartialSegment segment) {
        tell(member -> member.partial(packet, segment));
    }

    @Override
    public final void opened(Connection connection) {
        tell(member -> member.opened(connection));
    }

    @Override
    public final void closed(Connection connection) {
        tell(member -> member.closed(connection));
    }

    @Override
    public final void data(Connection connection, Flow flow, StreamData data) {
        for (AnalysisListener member : hearData) {
            member.data(connection, flow, data);
        }
    }

    @Override
    public final void gap(Connection connection, Flow flow, long offset, long length) {
        tell(member -> member.gap(connection, flow, offset, length));
    }

    @Override
    public final void conflict(Connection connection, Flow flow, OverlapConflict conflict) {
        tell(member -> member.conflict(connection, flow, conflict));
    }

    @Override
    public final void end(Connection connection, Flow flow, StreamListener.End end) {
        tell(member -> member.end(connection, flow, end));
    }

    @Override
    public final void decoded(Message message) {
        for (AnalysisListener member : hearDecoded) {
            member.decoded(message);
        }
    }

    @Override
    public final void settled(Message message) {
        for (AnalysisListener member : hearSettled) {
            member.settled(message);
        }
    }

    @Override
    public final void identified(Connection connection, String user, long timestampNanos) {
        tell(member -> member.identified(connection, user, timestampNanos));
    }

    @Override
    public final void decoderFailed(Connection connection, String decoder, long frame, String reason) {
        tell(member -> member.decoderFailed(connection, decoder, frame, reason));
    }
}
