package parley.analyzer.tcp;

import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.Octets;
import parley.analyzer.wire.TcpHeader;

/**
 * What was seen of a connection's opening (RFC 9293 section 3.5). Frames are 0 where none was seen; times are
 * nanoseconds since the epoch.
 */
public final class Handshake {
    /**
     * What one end offered in its SYN.
     *
     * @param isn the initial sequence number, as on the wire
     * @param mss octets (RFC 9293 section 3.7.1), null where not offered
     * @param windowScale shift (RFC 7323 section 2.2), null where not offered
     */
    public record Offer(
            long isn, @Nullable Integer mss, @Nullable Integer windowScale, boolean sackPermitted, boolean timestamps) {
        static Offer of(TcpHeader tcp) {
            @Nullable Integer[] values = new @Nullable Integer[2];
            boolean[] flags = new boolean[2];
            tcp.forEachOption((kind, at, length) -> {
                if (kind == TcpHeader.OPTION_MSS && length == 2) {
                    values[0] = Octets.u16(tcp.data(), at);
                } else if (kind == TcpHeader.OPTION_WINDOW_SCALE && length == 1) {
                    // RFC 7323 section 2.3: a shift above 14 is taken as 14.
                    values[1] = Math.min(Octets.u8(tcp.data(), at), 14);
                } else if (kind == TcpHeader.OPTION_SACK_PERMITTED) {
                    flags[0] = true;
                } else if (kind == TcpHeader.OPTION_TIMESTAMPS) {
                    flags[1] = true;
                }
            });
            return new Offer(tcp.sequenceNumber() & 0xffff_ffffL, values[0], values[1], flags[0], flags[1]);
        }
    }

    private long synFrame;
    private long synAckFrame;
    private long ackFrame;
    private boolean dataOnSyn;
    private boolean dataTaken;
    private int synAckNode;
    private int synAckSequence;
    private long synNanos;
    private long synAckNanos;
    private long ackNanos;
    private @Nullable Offer client;
    private @Nullable Offer server;

    void see(Segment segment) {
        if (segment.isSyn()) {
            learnOffer(segment);
        }
        if (segment.isSyn() && !segment.isAck() && synFrame == 0) {
            synFrame = segment.frame();
            synNanos = segment.timestampNanos();
            dataOnSyn = segment.length() > 0;
        } else if (isLastStep(segment)) {
            ackFrame = segment.frame();
            ackNanos = segment.timestampNanos();
        } else if (segment.isSyn() && segment.isAck() && answers(segment)) {
            synAckFrame = segment.frame();
            synAckNanos = segment.timestampNanos();
            synAckNode = segment.flow().node();
            synAckSequence = segment.header().sequenceNumber();
            dataTaken = dataOnSyn && segment.acknowledgment() > 1;
        }
    }

    /** What an end says in its last SYN of another number counts, as long as nothing has answered it for good. */
    private void learnOffer(Segment segment) {
        Offer known = segment.isFromClient() ? client : server;
        boolean renumbers = known != null
                && ackFrame == 0
                && (int) known.isn() != segment.header().sequenceNumber();
        if (known == null || renumbers) {
            Offer offer = Offer.of(segment.header());
            if (segment.isFromClient()) {
                client = offer;
            } else {
                server = offer;
            }
        }
    }

    /** The first SYN-ACK; a later one where the end that sent it has taken another number before an ACK came. */
    private boolean answers(Segment segment) {
        return synAckFrame == 0
                || (ackFrame == 0
                        && segment.flow().node() == synAckNode
                        && segment.header().sequenceNumber() != synAckSequence);
    }

    /**
     * Whoever was sent the SYN-ACK acknowledges it: the client, or the server where that opened with a SYN as well; in a
     * simultaneous open by a SYN-ACK of its own. Of a server that took data on the SYN there may be data to acknowledge, too
     * (RFC 7413 section 3).
     */
    private boolean isLastStep(Segment segment) {
        boolean wasAnswered = synAckFrame > 0;
        return ackFrame == 0
                && (synFrame > 0 || wasAnswered)
                && (wasAnswered ? segment.flow().node() != synAckNode : segment.isFromClient() && !segment.isSyn())
                && segment.isAck()
                && !segment.isRst()
                && (segment.acknowledgment() == 1 || (dataTaken && segment.acknowledgment() > 1));
    }

    /** Whether all three steps were seen. */
    public boolean isComplete() {
        return synFrame > 0 && synAckFrame > 0 && ackFrame > 0;
    }

    public long synFrame() {
        return synFrame;
    }

    public long synAckFrame() {
        return synAckFrame;
    }

    public long ackFrame() {
        return ackFrame;
    }

    /** Wireshark's initial RTT: nanoseconds from the SYN to the ACK that completes; -1 where not complete. */
    public long roundTripNanos() {
        return isComplete() ? ackNanos - synNanos : -1;
    }

    /** From the SYN to the SYN-ACK in nanoseconds: from where it was captured to the server and back; -1 where not complete. */
    public long toServerNanos() {
        return isComplete() ? synAckNanos - synNanos : -1;
    }

    /** From the SYN-ACK to the ACK in nanoseconds: from where it was captured to the client and back; -1 likewise. */
    public long toClientNanos() {
        return isComplete() ? ackNanos - synAckNanos : -1;
    }

    /** What the client offered, null where no SYN of it was seen. */
    public @Nullable Offer client() {
        return client;
    }

    /** What the server offered, null where no SYN of it was seen. */
    public @Nullable Offer server() {
        return server;
    }
}
