package parley.client.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames that carried a line, and the one that acknowledged its last byte.
 *
 * @param stream number of the connection in the capture, from 0, as Wireshark's {@code tcp.stream}
 * @param carriers in the order of the capture; more than one where the line was split or sent again
 * @param ack the first frame whose Ack covers the line; null as long as there is none
 * @param ackDelayNanos from the last carrier before it to {@code ack}, in nanoseconds; null like {@code ack}
 * @param filter a display filter of Wireshark's that selects exactly these frames
 */
public record LineOnWire(
        long stream,
        List<Frame> carriers,
        @Nullable Frame ack,
        @Nullable Long ackDelayNanos,
        String filter) {
    public LineOnWire {
        carriers = List.copyOf(carriers);
    }

    /**
     * A frame as each layer sees it.
     *
     * @param number in the capture, from 1
     * @param timestampNanos since the epoch
     * @param length of the frame on the wire, in octets
     * @param source address, as text
     * @param timeToLive or hop limit, 0 to 255
     * @param identification of the IPv4 header; null with IPv6
     * @param dontFragment the IPv4 flag
     * @param ipLength total length of the IP packet, in octets
     * @param flags as Wireshark's Info words them: {@code PSH, ACK}
     * @param sequence relative sequence number
     * @param acknowledgment relative acknowledgement number
     * @param rawSequence sequence number as sent, 0 to 2^32 - 1
     * @param rawAcknowledgment acknowledgement number as sent, 0 to 2^32 - 1
     * @param window calculated size of the window, in octets
     * @param headerLength of TCP, options included, in octets
     * @param payloadLength octets of data
     * @param bytes the first octets of the frame, in hexadecimal
     */
    public record Frame(
            long number,
            long timestampNanos,
            int length,
            String source,
            int sourcePort,
            String destination,
            int destinationPort,
            int timeToLive,
            @Nullable Integer identification,
            boolean dontFragment,
            int ipLength,
            String flags,
            long sequence,
            long acknowledgment,
            long rawSequence,
            long rawAcknowledgment,
            long window,
            int headerLength,
            int payloadLength,
            String bytes) {}
}
