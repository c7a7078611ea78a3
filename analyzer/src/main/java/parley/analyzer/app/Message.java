package parley.analyzer.app;

import java.util.List;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Connection;

/**
 * A message with what carried it.
 *
 * @param number from 1, in the order in which messages became whole
 * @param protocol {@link ApplicationDecoder#protocol}
 * @param decoded what it says
 * @param first the first, in the order of the capture, of the segments that brought its octets
 * @param last the last of them, which made it whole
 * @param ending the one that brought its last octet
 * @param endSequence relative sequence number behind its last octet
 * @param ackFrame the first frame that acknowledges its last octet, 0 where none was seen
 * @param ackNanos when that frame was captured, in nanoseconds since the epoch
 */
public record Message(
        long number,
        Connection connection,
        String protocol,
        DecodedMessage decoded,
        Carrier first,
        Carrier last,
        Carrier ending,
        long endSequence,
        long ackFrame,
        long ackNanos) {

    /** What a name takes besides its characters. */
    private static final int NAME = 48;

    /** When it became whole, in nanoseconds since the epoch. */
    public long timestampNanos() {
        return last.timestampNanos();
    }

    public Direction direction() {
        return decoded.direction();
    }

    public String kind() {
        return decoded.kind();
    }

    public String sender() {
        return decoded.sender();
    }

    public List<String> recipients() {
        return decoded.recipients();
    }

    public String text() {
        return decoded.text();
    }

    /** Its octets on the wire, terminator included. */
    public long bytes() {
        return decoded.end() - decoded.start();
    }

    /** Relative sequence number of its first octet. */
    public long startSequence() {
        return endSequence - bytes();
    }

    /** Nanoseconds from the segment that made it whole to the one that acknowledges it; -1 where none was seen. */
    public long ackDelayNanos() {
        return ackFrame == 0 ? -1 : ackNanos - last.timestampNanos();
    }

    /** About what it takes in memory, in characters. */
    public long size() {
        long size = sender().length() + text().length();
        for (String recipient : recipients()) {
            size += NAME + recipient.length();
        }
        return size;
    }

    Message acknowledged(long frame, long nanos) {
        return new Message(number, connection, protocol, decoded, first, last, ending, endSequence, frame, nanos);
    }
}
