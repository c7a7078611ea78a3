package parley.analyzer.findings.evidence;

import org.jspecify.annotations.Nullable;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.SegmentAnalysis;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.IpHeader;
import parley.analyzer.wire.TcpHeader;

/** What filters may ask of a frame; set anew for each one that takes its place. Lengths are in octets. */
final class Frame {
    long number;
    long timestampNanos;
    int capturedLength;
    int originalLength;

    /** 4 or 6; 0 where the frame has no IP, or ICMP, which quotes other packets' headers. */
    int ipVersion;

    int ipTotalLength;
    int timeToLive;
    boolean dontFragment;
    boolean fragment;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;

    boolean hasTcp;
    long stream;
    int sourcePort;
    int destinationPort;
    long sequence;
    long nextSequence;
    long acknowledgment;
    int length;
    int flags;
    boolean retransmission;
    boolean outOfOrder;
    boolean lostSegment;

    /** Whether Wireshark has anything to say against the segment: {@code tcp.analysis.flags} is there. */
    boolean flagged;

    void set(DecodedPacket packet, @Nullable Segment segment) {
        number = packet.packet().number();
        timestampNanos = packet.packet().timestampNanos();
        capturedLength = packet.packet().capturedLength();
        originalLength = packet.packet().originalLength();
        ipVersion = 0;
        if (packet.hasIp() && !packet.ip().isIcmp()) {
            setIp(packet.ip());
        }
        hasTcp = segment != null;
        if (segment != null) {
            setTcp(segment);
        }
    }

    private void setIp(IpHeader ip) {
        ipVersion = ip.version();
        ipTotalLength = ip.totalLength();
        timeToLive = ip.timeToLive();
        dontFragment = ip.dontFragment();
        fragment = ip.isFragment();
        sourceHigh = ip.sourceHigh();
        sourceLow = ip.sourceLow();
        destinationHigh = ip.destinationHigh();
        destinationLow = ip.destinationLow();
    }

    private void setTcp(Segment segment) {
        TcpHeader tcp = segment.header();
        stream = segment.connection().index();
        sourcePort = tcp.sourcePort();
        destinationPort = tcp.destinationPort();
        sequence = segment.sequence();
        nextSequence = segment.nextSequence();
        acknowledgment = segment.acknowledgment();
        length = segment.length();
        flags = tcp.flags();
        SegmentAnalysis analysis = segment.analysis();
        retransmission = analysis.isAnyRetransmission();
        outOfOrder = analysis.isOutOfOrder();
        lostSegment = analysis.isLostSegment();
        flagged = analysis.hasFlags();
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean comesFrom(IpAddress address) {
        return ipVersion == address.version() && sourceHigh == address.high() && sourceLow == address.low();
    }

    boolean goesTo(IpAddress address) {
        return ipVersion == address.version() && destinationHigh == address.high() && destinationLow == address.low();
    }
}
