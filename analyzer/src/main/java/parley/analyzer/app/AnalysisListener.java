package parley.analyzer.app;

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
 * Hears all that an analysis finds, as it finds it. A packet is heard of before what it completes: first {@link #packet},
 * then {@link #data}, then {@link #decoded}. Views are good during the call. Called by the thread that owns the analysis.
 */
public interface AnalysisListener {
    /**
     * The capture begins; called before the first packet.
     *
     * @param firstNanos when that packet was captured, in nanoseconds since the epoch
     * @param timestampDigits decimal digits of a second that that packet's timestamp has
     */
    default void started(long firstNanos, int timestampDigits) {}

    /**
     * The next packet is of an interface whose timestamps are finer than those of all before.
     *
     * @param timestampDigits decimal digits of a second that they have
     */
    default void finer(int timestampDigits) {}

    /**
     * A packet, in the order of the capture.
     *
     * @param segment null where the packet has no TCP that could be decoded
     */
    default void packet(DecodedPacket packet, @Nullable Segment segment) {}

    /** After {@link #packet}: an ICMP error quotes a segment of a connection, or of none where too little is quoted. */
    default void quoted(DecodedPacket packet, IcmpError error, PartialSegment segment) {}

    /** After {@link #packet}: a TCP header with a fault. */
    default void partial(DecodedPacket packet, PartialSegment segment) {}

    /** A connection's first segment was seen. */
    default void opened(Connection connection) {}

    /** Nothing more will be said of the connection, nor of its messages. */
    default void closed(Connection connection) {}

    /** Octets of a direction, once and in order. */
    default void data(Connection connection, Flow flow, StreamData data) {}

    /** Octets of a direction that the capture does not have. */
    default void gap(Connection connection, Flow flow, long offset, long length) {}

    /** A segment brought other octets than an earlier one for the same place: after its packet, before its own octets. */
    default void conflict(Connection connection, Flow flow, OverlapConflict conflict) {}

    /** A direction is over. */
    default void end(Connection connection, Flow flow, StreamListener.End end) {}

    /** A message has become whole. */
    default void decoded(Message message) {}

    /** The same message with its acknowledgement, or without because none will come; in the order of numbers. */
    default void settled(Message message) {}

    /** The user behind the client of a connection has become known. */
    default void identified(Connection connection, String user, long timestampNanos) {}

    /** A decoder failed on a connection, whose remaining octets are not decoded. */
    default void decoderFailed(Connection connection, String decoder, long frame, String reason) {}
}
