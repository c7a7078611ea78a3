package parley.analyzer.tcp;

import parley.analyzer.wire.Octets;
import parley.analyzer.wire.TcpHeader;

/** A TCP connection as far as the capture shows it. Belongs to the thread that owns the analysis. */
public final class Connection {
    private final long index;
    private final Flow[] flows;
    private final Handshake handshake = new Handshake();
    private final StreamReassembler[] reassemblers;
    private int clientNode;
    private long startNanos;
    private long endNanos;
    private boolean seenSyn;
    private boolean resetSeen;
    private int completeness;

    /** @param clientNode which of the two is taken for the client until a SYN says better */
    Connection(long index, Endpoint first, Endpoint second, int clientNode, long nanos, Reassembly reassembly) {
        this.index = index;
        this.flows = new Flow[] {new Flow(0, first), new Flow(1, second)};
        this.clientNode = clientNode;
        this.startNanos = nanos;
        this.endNanos = nanos;
        this.reassemblers = new StreamReassembler[] {
            new StreamReassembler(this, flows[0], reassembly), new StreamReassembler(this, flows[1], reassembly)
        };
    }

    /** {@code tcp.stream}: counted from 0 in the order of first packets. */
    public long index() {
        return index;
    }

    /** The direction of node 0, who sent the first packet, or of node 1. */
    public Flow flow(int node) {
        return flows[node];
    }

    /** The direction of whoever opened the connection; where no SYN was seen, of the higher port. */
    public Flow client() {
        return flows[clientNode];
    }

    public Flow server() {
        return flows[1 - clientNode];
    }

    public Flow reverse(Flow flow) {
        return flows[1 - flow.node()];
    }

    public Handshake handshake() {
        return handshake;
    }

    /** When its first packet was captured, in nanoseconds since the epoch. */
    public long startNanos() {
        return startNanos;
    }

    /** When its last packet was captured, in nanoseconds since the epoch. */
    public long endNanos() {
        return endNanos;
    }

    /** {@code tcp.completeness}: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST. */
    public int completeness() {
        return completeness;
    }

    /** Whether a reset or a FIN of each side was seen. */
    public boolean isClosed() {
        return resetSeen || (flows[0].finFrame() > 0 && flows[1].finFrame() > 0);
    }

    /** Whether it never got past a SYN. */
    boolean isHalfOpen() {
        return seenSyn && !handshake.isComplete() && (completeness & 8) == 0;
    }

    StreamReassembler reassembler(Flow flow) {
        return reassemblers[flow.node()];
    }

    /** Takes in a segment's numbers, before {@link Segment#set} makes them relative. */
    void prepare(TcpHeader tcp, Flow flow) {
        boolean syn = tcp.has(TcpHeader.SYN);
        boolean ack = tcp.has(TcpHeader.ACK);
        if (!flow.hasBase()) {
            // Wireshark starts relative numbers at 1 where the SYN is missing (packet-tcp.c, base_seq).
            flow.setBase(syn ? tcp.sequenceNumber() : tcp.sequenceNumber() - 1);
        }
        Flow reverse = reverse(flow);
        if (!reverse.hasBase() && ack) {
            reverse.setBase(tcp.acknowledgmentNumber() - 1);
        }
        if (syn) {
            if (!ack && !seenSyn) {
                clientNode = flow.node();
                seenSyn = true;
            }
            learnWindowScale(tcp, flow);
        }
    }

    /** RFC 7323 section 2.2: windows are scaled only where both SYNs offer it. */
    private void learnWindowScale(TcpHeader tcp, Flow flow) {
        tcp.forEachOption((kind, at, length) -> {
            if (kind == TcpHeader.OPTION_WINDOW_SCALE && length == 1) {
                flow.setWindowScale(Math.min(Octets.u8(tcp.data(), at), 14));
            }
        });
        if (flow.windowScale() == Flow.SCALE_UNKNOWN) {
            flow.setWindowScale(Flow.SCALE_NONE);
            if (tcp.has(TcpHeader.ACK)) {
                reverse(flow).setWindowScale(Flow.SCALE_NONE);
            }
        }
    }

    /** Takes in a segment whose view is set. */
    void see(Segment segment) {
        startNanos = Math.min(startNanos, segment.timestampNanos());
        endNanos = Math.max(endNanos, segment.timestampNanos());
        segment.flow().count(segment);
        handshake.see(segment);
        resetSeen |= segment.isRst();
        completeness |= completenessOf(segment);
    }

    private static int completenessOf(Segment segment) {
        int bits = 0;
        if (segment.isSyn()) {
            bits |= segment.isAck() ? 2 : 1;
        } else if (segment.isAck()) {
            bits |= segment.length() > 0 ? 8 : 4;
        }
        if (segment.isFin()) {
            bits |= 16;
        }
        if (segment.isRst()) {
            bits |= 32;
        }
        return bits;
    }
}
