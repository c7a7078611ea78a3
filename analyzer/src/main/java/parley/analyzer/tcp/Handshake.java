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
    private long synNanos;
    private long ackNanos;
    private @Nullable Offer client;
    private @Nullable Offer server;

    void see(Segment segment) {
        if (segment.isSyn() && !segment.isAck() && synFrame == 0) {
            synFrame = segment.frame();
            synNanos = segment.timestampNanos();
            client = Offer.of(segment.header());
        } else if (segment.isSyn() && segment.isAck() && synAckFrame == 0) {
            synAckFrame = segment.frame();
            server = Offer.of(segment.header());
        } else if (isLastStep(segment)) {
            ackFrame = segment.frame();
            ackNanos = segment.timestampNanos();
        }
    }

    private boolean isLastStep(Segment segment) {
        return ackFrame == 0
                && (synFrame > 0 || synAckFrame > 0)
                && segment.isFromClient()
                && segment.isAck()
                && !segment.isSyn()
                && !segment.isRst()
                && segment.acknowledgment() == 1;
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

    /** What the client offered, null where its SYN was not seen. */
    public @Nullable Offer client() {
        return client;
    }

    /** What the server offered, null where its SYN-ACK was not seen. */
    public @Nullable Offer server() {
        return server;
    }
}
