package parley.analyzer.tcp;

import java.util.StringJoiner;
import parley.analyzer.wire.DecodedPacket;
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
    public static final String CUT = "[Packet size limited during capture]";

    /** Likewise of one that does not have what its lengths promise. */
    private static final String MALFORMED = "[Malformed Packet]";

    /** Likewise of one with an option that is longer than what is left of it. */
    private static final String BEYOND =
            "[Malformed Packet: length of contained item exceeds length of containing item]";

    /** Likewise of a first fragment. */
    private static final String UNREASSEMBLED = "[BoundErrorUnreassembled Packet]";

    /** Where the header's fields end that Wireshark reads before it says more than the ports. */
    private static final int[] FIELD_ENDS = {8, 12, 13, 14, 16};

    private final StringBuilder text = new StringBuilder(160);
    private final OptionText options = new OptionText(text);
    private boolean multipath;
    private OptionWalk.End end = OptionWalk.End.WHOLE;

    /** The segment's line. */
    public static String of(Segment segment) {
        return new TcpInfo().write(segment);
    }

    /** The segment's line; for one segment after another, without a new writer for each. */
    public String write(Segment segment) {
        text.setLength(0);
        describe(segment);
        return finish(segment.packet(), false);
    }

    private void describe(Segment segment) {
        TcpHeader tcp = segment.header();
        multipath = false;
        end = OptionWalk.End.WHOLE;
        analysis(segment.analysis());
        int front = text.length();
        ports(tcp);
        flags(tcp, segment.countsCongestion());
        numbers(tcp, segment.sequence(), segment.acknowledgment(), segment.window());
        if (!tcp.hasUrgentPointer()) {
            end = OptionWalk.End.CUT;
            return;
        }
        urgent(tcp);
        number("Len", segment.length());
        if (tcp.headerLength() > TcpHeader.MINIMUM) {
            options(tcp, segment.acknowledgment(), segment.connection(), segment.flow(), false, front);
        }
    }

    /** What there is of a header that is no segment. */
    public String write(PartialSegment segment, DecodedPacket packet) {
        text.setLength(0);
        describe(segment);
        return finish(packet, segment.isFragment());
    }

    private void describe(PartialSegment segment) {
        TcpHeader tcp = segment.header();
        multipath = false;
        end = OptionWalk.End.WHOLE;
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
            end = absent(tcp, FIELD_ENDS[missing]);
            return;
        }
        flags(tcp, segment.countsCongestion());
        numbers(tcp, segment.sequence(), segment.acknowledgment(), segment.window());
        if (segment.isBelowMinimum()) {
            text.append(", bogus TCP header length (").append(tcp.claimedLength());
            text.append(", must be at least ").append(TcpHeader.MINIMUM).append(')');
            return;
        }
        if (!tcp.hasUrgentPointer()) {
            end = absent(tcp, tcp.capturedLength() < 18 ? 18 : TcpHeader.MINIMUM);
            return;
        }
        urgent(tcp);
        options(tcp, segment.acknowledgment(), connection, flow, segment.isQuoted(), front);
    }

    /** What Wireshark says last: why it gives up, and where it goes on all the same, that the frame was cut. */
    private String finish(DecodedPacket packet, boolean isFragment) {
        text.append(
                switch (end) {
                    case WHOLE -> "";
                    case CUT -> CUT;
                    case MALFORMED -> isFragment ? UNREASSEMBLED : MALFORMED;
                    case BEYOND -> isFragment ? UNREASSEMBLED : BEYOND;
                });
        return text.append(end != OptionWalk.End.CUT && packet.isTrailerCut(end != OptionWalk.End.WHOLE) ? CUT : "")
                .toString();
    }

    /** The protocol of what was written last: {@code TCP}, or {@code MPTCP} where it has an option of that. */
    public String protocol() {
        return multipath ? "MPTCP" : "TCP";
    }

    private static OptionWalk.End absent(TcpHeader tcp, int wanted) {
        return wanted > tcp.carriedLength() ? OptionWalk.End.MALFORMED : OptionWalk.End.CUT;
    }

    /** Whether Wireshark does not give up in it. */
    public boolean isWhole() {
        return end == OptionWalk.End.WHOLE;
    }

    /** Whether it gives up where the packet was cut. */
    public boolean isCut() {
        return end == OptionWalk.End.CUT;
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

    private void options(
            TcpHeader tcp, long acknowledgment, Connection connection, Flow flow, boolean quoted, int front) {
        int reverseBase = connection.reverse(flow).base();
        end = options.append(tcp, (int) acknowledgment, flow.analysis(), reverseBase, quoted, front);
        multipath = options.hadMultipath();
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
