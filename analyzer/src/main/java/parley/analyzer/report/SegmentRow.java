package parley.analyzer.report;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.Packet;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;

/**
 * What a row of segments.csv has, taken out of the views of the analysis: {@link SegmentAnalysis#ABSENT} for no value. Filled by
 * one thread, then read by another.
 */
final class SegmentRow {
    /** What a frame without a time has in its place: times before 1970 are negative. */
    static final long NO_TIME = Long.MIN_VALUE;

    /** A field of Wireshark's analysis that a segment has or has not. */
    record Judgement(String field, Predicate<SegmentAnalysis> test) {}

    static final List<Judgement> JUDGEMENTS = List.of(
            new Judgement("retransmission", SegmentAnalysis::isAnyRetransmission),
            new Judgement("fast_retransmission", SegmentAnalysis::isFastRetransmission),
            new Judgement("spurious_retransmission", SegmentAnalysis::isSpuriousRetransmission),
            new Judgement("out_of_order", SegmentAnalysis::isOutOfOrder),
            new Judgement("lost_segment", SegmentAnalysis::isLostSegment),
            new Judgement("ack_lost_segment", SegmentAnalysis::isAckLostSegment),
            new Judgement("duplicate_ack", SegmentAnalysis::isDuplicateAck),
            new Judgement("keep_alive", SegmentAnalysis::isKeepAlive),
            new Judgement("keep_alive_ack", SegmentAnalysis::isKeepAliveAck),
            new Judgement("window_update", SegmentAnalysis::isWindowUpdate),
            new Judgement("window_full", SegmentAnalysis::isWindowFull),
            new Judgement("zero_window", SegmentAnalysis::isZeroWindow),
            new Judgement("zero_window_probe", SegmentAnalysis::isZeroWindowProbe),
            new Judgement("zero_window_probe_ack", SegmentAnalysis::isZeroWindowProbeAck),
            new Judgement("reused_ports", SegmentAnalysis::isReusedPorts));

    long frame;
    long nanos;
    int frameLength;
    boolean hasV4;
    long v4Source;
    long v4Destination;

    @Nullable
    IpAddress v6Source;

    @Nullable
    IpAddress v6Destination;

    int sourcePort;
    int destinationPort;
    long stream;
    long flags;
    long sequence;
    long acknowledgment;
    long rawSequence;
    long rawAcknowledgment;
    long length;
    long window;
    /** Of {@link #JUDGEMENTS}, the first in the lowest bit. */
    int judgements;

    long ackRttNanos;
    long initialRttNanos;
    long bytesInFlight;

    void set(DecodedPacket packet, Segment segment) {
        TcpHeader tcp = segment.header();
        begin(packet, tcp);
        stream = segment.connection().index();
        flags = tcp.flags();
        sequence = segment.sequence();
        acknowledgment = segment.acknowledgment();
        rawSequence = Integer.toUnsignedLong(tcp.sequenceNumber());
        rawAcknowledgment = Integer.toUnsignedLong(tcp.acknowledgmentNumber());
        length = segment.length();
        window = segment.window();
        SegmentAnalysis analysis = segment.analysis();
        judgements = judgements(analysis);
        ackRttNanos = analysis.ackRttNanos();
        initialRttNanos = analysis.initialRttNanos();
        bytesInFlight = analysis.bytesInFlight();
    }

    private static int judgements(SegmentAnalysis analysis) {
        int bits = 0;
        for (int i = 0; analysis.hasFlags() && i < JUDGEMENTS.size(); i++) {
            bits |= JUDGEMENTS.get(i).test().test(analysis) ? 1 << i : 0;
        }
        return bits;
    }

    /** Of a quoted segment Wireshark gives the numbers as they are, and only of IPv6 also as raw ones. */
    void set(DecodedPacket packet, IcmpError error, @Nullable Connection connection) {
        TcpHeader tcp = error.quotedTcp();
        boolean v6 = error.version() == 6;
        boolean sound = error.isQuoteSound();
        begin(packet, tcp);
        stream = connection == null ? SegmentAnalysis.ABSENT : connection.index();
        flags = sound ? tcp.flags() : SegmentAnalysis.ABSENT;
        sequence = (v6 ? sound : error.quotesSequenceNumber())
                ? Integer.toUnsignedLong(tcp.sequenceNumber())
                : SegmentAnalysis.ABSENT;
        acknowledgment = sound ? Integer.toUnsignedLong(tcp.acknowledgmentNumber()) : SegmentAnalysis.ABSENT;
        rawSequence = v6 ? sequence : SegmentAnalysis.ABSENT;
        rawAcknowledgment = acknowledgment;
        window = sound ? tcp.window() : SegmentAnalysis.ABSENT;
    }

    /** A length that cannot be leaves Wireshark either what depends on it, or the rest. */
    void set(DecodedPacket packet, PartialSegment segment) {
        TcpHeader tcp = segment.header();
        Connection connection = segment.connection();
        boolean known = connection != null;
        boolean whole = known && !segment.isBelowMinimum();
        begin(packet, tcp);
        stream = connection == null ? SegmentAnalysis.ABSENT : connection.index();
        flags = whole ? tcp.flags() : SegmentAnalysis.ABSENT;
        sequence = known ? segment.sequence() : SegmentAnalysis.ABSENT;
        acknowledgment = whole ? segment.acknowledgment() : SegmentAnalysis.ABSENT;
        rawSequence = known ? Integer.toUnsignedLong(tcp.sequenceNumber()) : SegmentAnalysis.ABSENT;
        rawAcknowledgment = whole ? Integer.toUnsignedLong(tcp.acknowledgmentNumber()) : SegmentAnalysis.ABSENT;
        length = known && !whole ? segment.length() : SegmentAnalysis.ABSENT;
        window = whole ? segment.window() : SegmentAnalysis.ABSENT;
    }

    /** What every row has; of a segment that is not whole no length and no judgement. */
    private void begin(DecodedPacket decoded, TcpHeader tcp) {
        Packet packet = decoded.packet();
        frame = packet.number();
        nanos = packet.hasTimestamp() ? packet.timestampNanos() : NO_TIME;
        frameLength = packet.wireLength();
        IpHeader v4 = decoded.outermostV4();
        hasV4 = v4 != null;
        if (v4 != null) {
            v4Source = v4.sourceLow();
            v4Destination = v4.nextDestinationLow();
        }
        IpHeader v6 = decoded.outermostV6();
        v6Source = v6 == null ? null : v6.source();
        v6Destination = v6 == null ? null : v6.nextDestination();
        sourcePort = tcp.sourcePort();
        destinationPort = tcp.destinationPort();
        length = SegmentAnalysis.ABSENT;
        judgements = 0;
        ackRttNanos = SegmentAnalysis.ABSENT;
        initialRttNanos = SegmentAnalysis.ABSENT;
        bytesInFlight = SegmentAnalysis.ABSENT;
    }

    static void v4(boolean known, long low, TableWriter out) {
        if (known) {
            out.address(new IpAddress(4, 0, low));
        } else {
            out.absent();
        }
    }

    static void v6(@Nullable IpAddress address, TableWriter out) {
        if (address == null) {
            out.absent();
        } else {
            out.address(address);
        }
    }
}
