package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A TCP header (RFC 9293 section 3.1).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   |          Source Port          |       Destination Port        |
 *   |                        Sequence Number                        |
 *   |                    Acknowledgment Number                      |
 *   | DOffset|Rsrv|    Flags        |            Window             |
 *   |           Checksum            |         Urgent Pointer        |
 *   |                           [Options]                           |
 * </pre>
 *
 * <p>Sequence and acknowledgement numbers are 32 bits whose sign has no meaning. Lengths are in octets.
 */
public final class TcpHeader {
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;
    public static final int AE = 0x100;

    public static final int OPTION_MSS = 2;
    public static final int OPTION_WINDOW_SCALE = 3;
    public static final int OPTION_SACK_PERMITTED = 4;
    public static final int OPTION_SACK = 5;
    public static final int OPTION_TIMESTAMPS = 8;
    public static final int OPTION_MULTIPATH = 30;
    public static final int OPTION_ACCURATE_ECN_0 = 172;
    public static final int OPTION_ACCURATE_ECN_1 = 174;

    /** Octets of a header without options. */
    public static final int MINIMUM = 20;

    private static final int PORTS = 4;
    private static final int UP_TO_WINDOW = 16;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;

    /** Receives a header's options in their order. */
    @FunctionalInterface
    public interface OptionVisitor {
        /**
         * An option.
         *
         * @param kind IANA's number
         * @param at offset in {@link #data} of the option's value, behind kind and length
         * @param length octets of the value
         */
        void option(int kind, long at, int length);
    }

    private static final int OCTETS_A_WORD = 4;

    private MemorySegment data = MemorySegment.NULL;
    private long offset;
    // Taken out once: these are asked for many times, and memory is asked slowly until its accesses are compiled.
    private int ports;
    private int sequenceNumber;
    private int acknowledgmentNumber;
    private int dataOffsetFlagsAndWindow;
    private int carried;
    private int captured;
    private int headerLength;
    private int capturedHeaderLength;
    private int payloadLength;
    private int capturedPayloadLength;

    /**
     * Points the view at a header.
     *
     * @param start offset of the header in the packet, for faults
     * @param captured octets that are there from the header on
     * @param total octets that IP carried: header and payload
     * @return null where the header is whole, or cut behind its window: so much Wireshark needs to count a segment
     */
    @Nullable
    Fault read(MemorySegment memory, long at, int start, int captured, int total) {
        data = memory;
        offset = at;
        carried = total;
        this.captured = captured;
        readNumbers(captured);
        headerLength = 0;
        capturedHeaderLength = 0;
        payloadLength = 0;
        capturedPayloadLength = 0;
        if (captured >= UP_TO_WINDOW && isBelowMinimum()) {
            // Wireshark takes what follows for payload.
            payloadLength = Math.max(0, total - claimedLength());
        }
        if (total < MINIMUM) {
            return new Fault(Fault.Kind.BAD_LENGTH, Layer.TRANSPORT, start, MINIMUM, total, "ip");
        }
        if (captured < UP_TO_WINDOW) {
            return new Fault(Fault.Kind.TRUNCATED, Layer.TRANSPORT, start, UP_TO_WINDOW, captured, "tcp");
        }
        if (isBelowMinimum()) {
            return new Fault(Fault.Kind.BAD_LENGTH, Layer.TRANSPORT, start, MINIMUM, claimedLength(), "tcp.hdr_len");
        }
        headerLength = claimedLength();
        if (headerLength > total) {
            return new Fault(Fault.Kind.BAD_LENGTH, Layer.TRANSPORT, start, headerLength, total, "tcp.hdr_len");
        }
        capturedHeaderLength = Math.min(headerLength, captured);
        payloadLength = total - headerLength;
        capturedPayloadLength = Math.min(payloadLength, captured - capturedHeaderLength);
        return null;
    }

    /**
     * Points the view at the first octets of a header, which are quoted; what is not there is 0.
     *
     * @param available octets that were captured
     * @param quoted octets that were there on the wire
     */
    void quote(MemorySegment memory, long at, int available, int quoted) {
        data = memory;
        offset = at;
        carried = quoted;
        captured = available;
        readNumbers(available);
        headerLength = 0;
        capturedHeaderLength = 0;
        payloadLength = 0;
        capturedPayloadLength = 0;
    }

    private void readNumbers(int available) {
        ports = available >= PORTS ? Octets.u32(data, offset) : 0;
        sequenceNumber = available >= 8 ? Octets.u32(data, offset + 4) : 0;
        acknowledgmentNumber = available >= 12 ? Octets.u32(data, offset + 8) : 0;
        dataOffsetFlagsAndWindow = available >= UP_TO_WINDOW ? Octets.u32(data, offset + 12) : 0;
    }

    /** Whether the ports are there; below that there is nothing to tell of a header with a fault. */
    boolean hasPorts() {
        return captured >= PORTS;
    }

    /** Whether everything up to the window is there: so much Wireshark needs to count a segment. */
    public boolean hasWindow() {
        return captured >= UP_TO_WINDOW;
    }

    public MemorySegment data() {
        return data;
    }

    public int sourcePort() {
        return ports >>> 16;
    }

    public int destinationPort() {
        return ports & 0xffff;
    }

    public int sequenceNumber() {
        return sequenceNumber;
    }

    public int acknowledgmentNumber() {
        return acknowledgmentNumber;
    }

    /** The header's length in words of 32 bits: 0 to 15. */
    int dataOffset() {
        return dataOffsetFlagsAndWindow >>> 28;
    }

    /** What the header says that its length is, true or not; {@link #hasWindow} must be true. */
    public int claimedLength() {
        return dataOffset() * OCTETS_A_WORD;
    }

    /** Whether that is less than any header has; {@link #hasWindow} must be true. */
    public boolean isBelowMinimum() {
        return claimedLength() < MINIMUM;
    }

    /** Octets that IP carried, header and payload. */
    public int carriedLength() {
        return carried;
    }

    /** Octets of those that were captured. */
    public int capturedLength() {
        return captured;
    }

    /** All twelve bits as {@code tcp.flags} has them: reserved and AE in the top four, then CWR down to FIN. */
    public int flags() {
        return dataOffsetFlagsAndWindow >>> 16 & 0xfff;
    }

    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /** The window field, not scaled. */
    public int window() {
        return dataOffsetFlagsAndWindow & 0xffff;
    }

    public int headerLength() {
        return headerLength;
    }

    /** Whether the packet was cut, when it was captured, inside the header. */
    public boolean isCut() {
        return capturedHeaderLength < headerLength;
    }

    /** Whether there is all but the options. */
    public boolean hasUrgentPointer() {
        return captured >= MINIMUM;
    }

    public int urgentPointer() {
        return Octets.u16(data, offset + 18);
    }

    /** Offset in {@link #data} of the header. */
    public long headerOffset() {
        return offset;
    }

    /** Offset in {@link #data} of the payload; where none of it was captured, the end of what was. */
    public long payloadOffset() {
        return offset + capturedHeaderLength;
    }

    /** Octets of the payload on the wire: {@code tcp.len}. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Octets of the payload that were captured. */
    public int capturedPayloadLength() {
        return capturedPayloadLength;
    }

    /** Goes through the options; a malformed or cut one ends them (RFC 9293 section 3.2 leaves what follows undefined). */
    public void forEachOption(OptionVisitor visitor) {
        long end = offset + capturedHeaderLength;
        long at = offset + MINIMUM;
        while (at < end) {
            int kind = Octets.u8(data, at);
            if (kind == END_OF_OPTIONS) {
                return;
            }
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            if (at + 1 >= end) {
                return;
            }
            int length = Octets.u8(data, at + 1);
            if (length < 2 || at + length > end) {
                return;
            }
            visitor.option(kind, at + 2, length - 2);
            at += length;
        }
    }
}
