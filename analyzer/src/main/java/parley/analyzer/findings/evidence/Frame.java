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
    /** Traits: what a frame must have for a field to be there, or for a condition to have a chance. */
    static final int TCP = 1;

    static final int IPV4 = 1 << 1;
    static final int IPV6 = 1 << 2;
    static final int DATA = 1 << 3;
    static final int SYN = 1 << 4;
    static final int FIN = 1 << 5;
    static final int RST = 1 << 6;
    static final int FRAGMENT = 1 << 7;
    /** Wireshark has something to say against the segment: {@code tcp.analysis.flags} is there. */
    static final int FLAGGED = 1 << 8;

    static final int SNAPPED = 1 << 9;
    static final int RETRANSMISSION = 1 << 10;
    static final int OUT_OF_ORDER = 1 << 11;
    static final int LOST_SEGMENT = 1 << 12;
    static final int ZERO_WINDOW = 1 << 13;
    static final int KEEP_ALIVE = 1 << 14;
    static final int ACK = 1 << 15;
    static final int PUSH = 1 << 16;
    static final int DONT_FRAGMENT = 1 << 17;
    static final int DUPLICATE_ACK = 1 << 18;
    /** All that it brings was captured before, by its numbers, and it is no copy of that packet. */
    static final int REPEATS = 1 << 19;

    /** Traits that few frames have: whoever wants one of them need not be asked about the others. */
    static final int RARE = SYN
            | FIN
            | RST
            | FRAGMENT
            | FLAGGED
            | SNAPPED
            | RETRANSMISSION
            | OUT_OF_ORDER
            | LOST_SEGMENT
            | ZERO_WINDOW
            | KEEP_ALIVE
            | DUPLICATE_ACK;

    /** {@link #previous} of a frame before which its sender sent no data in the stream. */
    static final long NONE = -1;

    int traits;
    long number;

    int ipTotalLength;
    int timeToLive;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;

    long stream;
    int sourcePort;
    int destinationPort;
    long sequence;
    long nextSequence;
    long acknowledgment;
    int length;
    long ackRttNanos;

    /** Place in the log of the sender's frame with data before this one; of frames with data alone. */
    long previous = NONE;
    /** The greatest {@link #nextSequence} that the sender's frames with data have had, this one's included. */
    long highestSequence;

    /** Nothing above the link is taken in of a packet that quotes other packets' headers. */
    void set(DecodedPacket packet, @Nullable Segment segment) {
        number = packet.packet().number();
        traits = packet.packet().capturedLength() < packet.packet().originalLength() ? SNAPPED : 0;
        if (packet.hasIp() && packet.quoting() == null) {
            setIp(packet.ip());
        }
        if (segment != null) {
            setTcp(segment);
        }
    }

    private void setIp(IpHeader ip) {
        traits |= ip.version() == 4 ? IPV4 : IPV6;
        traits |= (ip.isFragment() ? FRAGMENT : 0) | (ip.dontFragment() ? DONT_FRAGMENT : 0);
        ipTotalLength = ip.totalLength();
        timeToLive = ip.timeToLive();
        sourceHigh = ip.sourceHigh();
        sourceLow = ip.sourceLow();
        destinationHigh = ip.nextDestinationHigh();
        destinationLow = ip.nextDestinationLow();
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
        SegmentAnalysis analysis = segment.analysis();
        ackRttNanos = analysis.ackRttNanos();
        traits |= TCP
                | (length > 0 ? DATA : 0)
                | (tcp.has(TcpHeader.SYN) ? SYN : 0)
                | (tcp.has(TcpHeader.FIN) ? FIN : 0)
                | (tcp.has(TcpHeader.RST) ? RST : 0)
                | (tcp.has(TcpHeader.ACK) ? ACK : 0)
                | (tcp.has(TcpHeader.PSH) ? PUSH : 0)
                | (analysis.repeats() && !segment.isArtefact() ? REPEATS : 0)
                | (analysis.hasFlags() ? FLAGGED | flagged(analysis) : 0);
    }

    private static int flagged(SegmentAnalysis analysis) {
        return (analysis.isAnyRetransmission() ? RETRANSMISSION : 0)
                | (analysis.isOutOfOrder() ? OUT_OF_ORDER : 0)
                | (analysis.isLostSegment() ? LOST_SEGMENT : 0)
                | (analysis.isZeroWindow() ? ZERO_WINDOW : 0)
                | (analysis.isKeepAlive() ? KEEP_ALIVE : 0)
                | (analysis.isDuplicateAck() ? DUPLICATE_ACK : 0);
    }

    boolean hasAll(int wanted) {
        return (traits & wanted) == wanted;
    }

    boolean comesFrom(IpAddress address) {
        return sourceHigh == address.high() && sourceLow == address.low();
    }

    boolean goesTo(IpAddress address) {
        return destinationHigh == address.high() && destinationLow == address.low();
    }
}
