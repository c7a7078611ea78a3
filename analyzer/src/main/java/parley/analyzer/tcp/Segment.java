package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.TcpHeader;

/**
 * A segment and where it stands in its connection: a view that {@link ConnectionTable#track} points anew at each one.
 * Used by the thread that owns the analysis. Lengths are in octets.
 */
public final class Segment {
    private DecodedPacket packet;
    private Connection connection;
    private Flow flow;
    private final SegmentAnalysis analysis;
    private long sequence;
    private long acknowledgment;
    private long window;
    private boolean countsCongestion;
    private boolean misplaced;

    Segment(DecodedPacket packet, Connection connection, SegmentAnalysis analysis) {
        this.analysis = analysis;
        this.packet = packet;
        this.connection = connection;
        this.flow = connection.flow(0);
    }

    /** Points the view at a segment whose connection has already taken its numbers in. */
    void set(DecodedPacket next, Connection connection, Flow flow) {
        this.packet = next;
        this.connection = connection;
        this.flow = flow;
        misplaced = next.packet().timestampNanos() < connection.endNanos();
        TcpHeader tcp = next.tcp();
        sequence = SequenceNumber.relative(tcp.sequenceNumber(), flow.base());
        acknowledgment = tcp.has(TcpHeader.ACK)
                ? SequenceNumber.relative(
                        tcp.acknowledgmentNumber(), connection.reverse(flow).base())
                : tcp.acknowledgmentNumber() & 0xffff_ffffL;
        countsCongestion = !tcp.has(TcpHeader.SYN) && connection.countsCongestion();
        int scale = flow.windowScale();
        window = tcp.has(TcpHeader.SYN) || scale < 0 ? tcp.window() : (long) tcp.window() << scale;
    }

    public DecodedPacket packet() {
        return packet;
    }

    public TcpHeader header() {
        return packet.tcp();
    }

    public Connection connection() {
        return connection;
    }

    /** The direction that the segment goes. */
    public Flow flow() {
        return flow;
    }

    /** Whether the client sent it. */
    public boolean isFromClient() {
        return connection.client() == flow;
    }

    /** The frame number. */
    public long frame() {
        return packet.packet().number();
    }

    /** Nanoseconds since the epoch. */
    public long timestampNanos() {
        return packet.packet().timestampNanos();
    }

    /** Whether a segment of the connection stands before it in the capture, and was captured after it. */
    public boolean isMisplaced() {
        return misplaced;
    }

    /**
     * Whether the capture alone makes it seem sent again or late: it is a copy of a packet captured before, or brings what
     * is new from a place after its time.
     */
    public boolean isArtefact() {
        return packet.copy() != null || (misplaced && !analysis.repeats());
    }

    /**
     * Whether its numbers alone make Wireshark take it for sent again: it belongs to a later conversation with the same
     * initial sequence number, or is the SYN with which a connection to itself opens.
     */
    public boolean isNumberedAlike() {
        return connection.isToItself()
                ? isSyn() && !isArtefact()
                : connection.reopenedFrame() > 0 && !analysis.repeats() && !isArtefact();
    }

    /** What its numbers say in the light of those before it. */
    public SegmentAnalysis analysis() {
        return analysis;
    }

    /** Of the frame on the wire. */
    public int frameLength() {
        return packet.packet().wireLength();
    }

    /** {@code tcp.seq}, relative. */
    public long sequence() {
        return sequence;
    }

    /** {@code tcp.nxtseq}, relative: behind the last octet, SYN and FIN counted as one each. */
    public long nextSequence() {
        int flags = (header().has(TcpHeader.SYN) ? 1 : 0) + (header().has(TcpHeader.FIN) ? 1 : 0);
        return (sequence + length() + flags) & 0xffff_ffffL;
    }

    /** {@code tcp.ack}, relative; as it is where the ACK flag is not set. */
    public long acknowledgment() {
        return acknowledgment;
    }

    /** {@code tcp.len}. */
    public int length() {
        return header().payloadLength();
    }

    /** {@code tcp.window_size}, scaled where the scale is known. */
    public long window() {
        return window;
    }

    /** Whether ECE, CWR and AE together are a number, the counter of RFC 9768. */
    boolean countsCongestion() {
        return countsCongestion;
    }

    /** The MSS that its receiver offered (RFC 9293 section 3.7.1), null where no offer was captured. */
    public @Nullable Integer receiversMss() {
        Handshake handshake = connection.handshake();
        Handshake.Offer offer = isFromClient() ? handshake.server() : handshake.client();
        return offer == null ? null : offer.mss();
    }

    /** Whether it has octets that are data: the one that a keep-alive may have is none (RFC 9293 section 3.8.4). */
    public boolean hasData() {
        return length() > 0 && !analysis.isKeepAlive();
    }

    public MemorySegment data() {
        return header().data();
    }

    public boolean isSyn() {
        return header().has(TcpHeader.SYN);
    }

    public boolean isAck() {
        return header().has(TcpHeader.ACK);
    }

    public boolean isFin() {
        return header().has(TcpHeader.FIN);
    }

    public boolean isRst() {
        return header().has(TcpHeader.RST);
    }
}
