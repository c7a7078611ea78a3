package parley.analyzer.tcp;

import java.util.StringJoiner;
import parley.analyzer.wire.TcpHeader;

/**
 * A segment in one line, worded as Wireshark 4.0 words its Info column: ports, flags, numbers relative to the
 * connection's first, options, and in front what its analysis says. Keeps nothing between segments; used by one thread.
 */
public final class TcpInfo {
    private static final String[] FLAG_NAMES = {
        "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE", "Reserved", "Reserved", "Reserved"
    };
    private static final int RESERVED_BIT = 9;

    /** What Wireshark puts behind all that it could say of a packet that was cut when it was captured. */
    static final String CUT = "[Packet size limited during capture]";

    /** Likewise of one that does not have what its lengths promise. */
    static final String MALFORMED = "[Malformed Packet]";

    /** Likewise of one with an option that is longer than what is left of it. */
    static final String BEYOND = "[Malformed Packet: length of contained item exceeds length of containing item]";

    /** Where the header's fields end that Wireshark reads before it says more than the ports. */
    private static final int[] FIELD_ENDS = {8, 12, 13, 14, 16};

    private final StringBuilder text = new StringBuilder(160);
    private final OptionText options = new OptionText(text);
    private boolean multipath;
    private boolean whole;

    /** The segment's line. */
    public static String of(Segment segment) {
        return new TcpInfo().write(segment);
    }

    /** The segment's line; for one segment after another, without a new writer for each. */
    public String write(Segment segment) {
        text.setLength(0);
        describe(segment);
        // Wireshark dissects an Ethernet trailer last, and says of that, too, where it was cut.
        return segment.packet().isTrailerCut() ? text.append(CUT).toString() : text.toString();
    }

    private void describe(Segment segment) {
        TcpHeader tcp = segment.header();
        multipath = false;
        whole = true;
        analysis(segment.analysis());
        int front = text.length();
        ports(tcp);
        flags(tcp, segment.countsCongestion());
        numbers(tcp, segment.sequence(), segment.acknowledgment(), segment.window());
        if (!tcp.hasUrgentPointer()) {
            whole = false;
            text.append(CUT);
            return;
        }
        urgent(tcp);
        number("Len", segment.length());
        if (tcp.headerLength() > TcpHeader.MINIMUM) {
            options(tcp, segment.acknowledgment(), segment.connection(), segment.flow(), front);
        }
    }

    /** What there is of a header that is no segment. */
    public String write(PartialSegment segment) {
        TcpHeader tcp = segment.header();
        text.setLength(0);
        multipath = false;
        whole = true;
        analysis(segment.analysis());
        int front = text.length();
        ports(tcp);
        Connection connection = segment.connection();
        Flow flow = segment.flow();
        if (connection == null || flow == null) {
            int missing = 0;
            while (FIELD_ENDS[missing] <= tcp.capturedLength()) {
                missing++;
            }
            return text.append(absent(tcp, FIELD_ENDS[missing])).toString();
        }
        flags(tcp, segment.countsCongestion());
        numbers(tcp, segment.sequence(), segment.acknowledgment(), segment.window());
        if (segment.isBelowMinimum()) {
            text.append(", bogus TCP header length (").append(tcp.claimedLength());
            return text.append(", must be at least ")
                    .append(TcpHeader.MINIMUM)
                    .append(')')
                    .toString();
        }
        if (!tcp.hasUrgentPointer()) {
            return text.append(absent(tcp, tcp.capturedLength() < 18 ? 18 : TcpHeader.MINIMUM))
                    .toString();
        }
        urgent(tcp);
        options(tcp, segment.acknowledgment(), connection, flow, front);
        return text.toString();
    }

    /** The protocol of what was written last: {@code TCP}, or {@code MPTCP} where it has an option of that. */
    public String protocol() {
        return multipath ? "MPTCP" : "TCP";
    }

    private String absent(TcpHeader tcp, int end) {
        whole = false;
        return end > tcp.carriedLength() ? MALFORMED : CUT;
    }

    /** Whether Wireshark does not give up in it. */
    public boolean isWhole() {
        return whole;
    }

    private void ports(TcpHeader tcp) {
        text.append(tcp.sourcePort()).append(" → ").append(tcp.destinationPort());
    }

    private void flags(TcpHeader tcp, boolean counting) {
        text.append(" [").append(counting ? countingFlags(tcp.flags()) : flags(tcp.flags()));
        text.append(']');
    }

    private void numbers(TcpHeader tcp, long sequence, long acknowledgment, long window) {
        number("Seq", sequence);
        if (tcp.has(TcpHeader.ACK)) {
            number("Ack", acknowledgment);
        }
        number("Win", window);
    }

    private void urgent(TcpHeader tcp) {
        if (tcp.has(TcpHeader.URG)) {
            number("Urg", tcp.urgentPointer());
        }
    }

    private void options(TcpHeader tcp, long acknowledgment, Connection connection, Flow flow, int front) {
        int reverseBase = connection.reverse(flow).base();
        options.append(tcp, (int) acknowledgment, flow.analysis(), reverseBase, front);
        multipath = options.hadMultipath();
        whole = options.wereWhole();
    }

    /** Flags by their names, from FIN up: {@code PSH, ACK}; {@code <None>} where none is set. */
    public static String flags(int flags) {
        StringJoiner names = new StringJoiner(", ").setEmptyValue("<None>");
        for (int bit = 0; bit < FLAG_NAMES.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                names.add(FLAG_NAMES[bit]);
                bit = Math.max(bit, bit >= RESERVED_BIT ? FLAG_NAMES.length : bit);
            }
        }
        return names.toString();
    }

    /** Flags of which three are a counter: {@code ACK, ACE=5}; a comma even before the only one (tcp_flags_to_str). */
    private static String countingFlags(int flags) {
        StringJoiner names = new StringJoiner(", ");
        int lower = flags & (TcpHeader.ECE - 1);
        names.add(lower == 0 ? "" : flags(lower));
        int counter = (flags & TcpHeader.ECE) == 0 ? 0 : 1;
        counter += (flags & TcpHeader.CWR) == 0 ? 0 : 2;
        counter += (flags & TcpHeader.AE) == 0 ? 0 : 4;
        names.add("ACE=" + counter);
        int reserved = flags & ~(2 * TcpHeader.AE - 1);
        if (reserved != 0) {
            names.add(flags(reserved));
        }
        return names.toString();
    }

    /** Wireshark puts each statement before those made earlier. */
    private void analysis(SegmentAnalysis said) {
        label(said.isZeroWindowProbeAck(), "ZeroWindowProbeAck");
        label(said.isZeroWindow(), "ZeroWindow");
        label(said.isZeroWindowProbe(), "ZeroWindowProbe");
        if (said.isDuplicateAck()) {
            text.append("[TCP Dup ACK ").append(said.duplicateAckFrame());
            text.append('#').append(said.duplicateAckNumber()).append("] ");
        }
        label(said.isKeepAliveAck(), "Keep-Alive ACK");
        label(said.isKeepAlive(), "Keep-Alive");
        label(said.isWindowFull(), "Window Full");
        label(said.isWindowUpdate(), "Window Update");
        label(said.isAckLostSegment(), "ACKed unseen segment");
        label(said.isLostSegment(), "Previous segment not captured");
        label(said.isOutOfOrder(), "Out-Of-Order");
        label(said.isSpuriousRetransmission(), "Spurious Retransmission");
        label(said.isFastRetransmission(), "Fast Retransmission");
        label(said.isRetransmission(), "Retransmission");
        label(said.isReusedPorts(), "Port numbers reused");
    }

    private void label(boolean applies, String words) {
        if (applies) {
            text.append("[TCP ").append(words).append("] ");
        }
    }

    private void number(String name, long value) {
        text.append(' ').append(name).append('=').append(value);
    }
}
