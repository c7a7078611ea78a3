package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.StringJoiner;
import parley.analyzer.wire.Octets;
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

    private static final int OPTION_ECHO = 6;
    private static final int OPTION_ECHO_REPLY = 7;
    private static final int OPTION_CC = 11;
    private static final int OPTION_CC_NEW = 12;
    private static final int OPTION_CC_ECHO = 13;
    private static final int OPTION_MD5 = 19;
    private static final int OPTION_USER_TIMEOUT = 28;
    private static final int OPTION_AUTHENTICATION = 29;
    private static final int OPTION_FAST_OPEN = 34;
    private static final int OPTION_EXPERIMENT_1 = 253;
    private static final int OPTION_EXPERIMENT_2 = 254;
    /** RFC 7413 before it had a kind of its own. */
    private static final int EXPERIMENT_FAST_OPEN = 0xf989;

    private static final String[] ECN_COUNTERS_0 = {"EE0B", "ECEB", "EE1B"};
    private static final String[] ECN_COUNTERS_1 = {"EE1B", "ECEB", "EE0B"};
    private static final int ECN_COUNTER_LENGTH = 3;

    private final StringBuilder text = new StringBuilder(160);
    private final TcpHeader.OptionVisitor optionWriter = this::option;
    private MemorySegment data = MemorySegment.NULL;
    private int reverseBase;

    /** The segment's line. */
    public static String of(Segment segment) {
        return new TcpInfo().write(segment);
    }

    /** The segment's line; for one segment after another, without a new writer for each. */
    public String write(Segment segment) {
        TcpHeader tcp = segment.header();
        data = tcp.data();
        reverseBase = segment.connection().reverse(segment.flow()).base();
        text.setLength(0);
        analysis(segment.analysis());
        text.append(tcp.sourcePort()).append(" → ").append(tcp.destinationPort());
        text.append(" [").append(segment.countsCongestion() ? countingFlags(tcp.flags()) : flags(tcp.flags()));
        text.append(']');
        number("Seq", segment.sequence());
        if (segment.isAck()) {
            number("Ack", segment.acknowledgment());
        }
        number("Win", segment.window());
        if (!tcp.isCutBeforeOptions()) {
            if (tcp.has(TcpHeader.URG)) {
                number("Urg", tcp.urgentPointer());
            }
            number("Len", segment.length());
        }
        tcp.forEachOption(optionWriter);
        if (tcp.isCut()) {
            text.append("[Packet size limited during capture]");
        }
        return text.toString();
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

    /** An option whose length is not its kind's says nothing. */
    private void option(int kind, long at, int length) {
        switch (kind) {
            case TcpHeader.OPTION_MSS -> {
                if (length == 2) {
                    number("MSS", Octets.u16(data, at));
                }
            }
            case TcpHeader.OPTION_WINDOW_SCALE -> {
                if (length == 1) {
                    number("WS", 1L << Math.min(Octets.u8(data, at), 14));
                }
            }
            case TcpHeader.OPTION_SACK_PERMITTED -> text.append(" SACK_PERM");
            case TcpHeader.OPTION_SACK -> sack(at, length);
            case TcpHeader.OPTION_TIMESTAMPS -> {
                if (length == 8) {
                    number("TSval", Octets.u32(data, at) & 0xffff_ffffL);
                    number("TSecr", Octets.u32(data, at + 4) & 0xffff_ffffL);
                }
            }
            default -> rareOption(kind, at, length);
        }
    }

    private void sack(long at, int length) {
        for (long block = at; block + 8 <= at + length; block += 8) {
            number("SLE", SequenceNumber.relative(Octets.u32(data, block), reverseBase));
            number("SRE", SequenceNumber.relative(Octets.u32(data, block + 4), reverseBase));
        }
    }

    private void rareOption(int kind, long at, int length) {
        switch (kind) {
            case OPTION_ECHO, OPTION_ECHO_REPLY -> word("ECHO", at, length);
            case OPTION_CC, OPTION_CC_NEW, OPTION_CC_ECHO -> word("CC", at, length);
            case OPTION_MD5 -> text.append(" MD5");
            case OPTION_USER_TIMEOUT -> {
                if (length == 2) {
                    number("USER_TO", Octets.u16(data, at) & 0x7fff);
                }
            }
            // Without a space before it, as Wireshark has it (packet-tcp.c, dissect_tcpopt_ao).
            case OPTION_AUTHENTICATION -> text.append("TCP AO");
            case OPTION_FAST_OPEN -> fastOpen(length);
            case OPTION_EXPERIMENT_1, OPTION_EXPERIMENT_2 -> experiment(at, length);
            case TcpHeader.OPTION_ACCURATE_ECN_0 -> accurateEcn(kind, ECN_COUNTERS_0, at, length);
            case TcpHeader.OPTION_ACCURATE_ECN_1 -> accurateEcn(kind, ECN_COUNTERS_1, at, length);
            default -> {}
        }
    }

    private void fastOpen(int cookieLength) {
        text.append(cookieLength == 0 ? " TFO=R" : " TFO=C");
    }

    /** RFC 6994: two octets tell which experiment it is. */
    private void experiment(long at, int length) {
        if (length < 2) {
            return;
        }
        int experiment = Octets.u16(data, at);
        if (experiment == EXPERIMENT_FAST_OPEN) {
            fastOpen(length - 2);
        } else {
            text.append(" ExID=").append(Integer.toHexString(experiment).toUpperCase(Locale.ROOT));
        }
    }

    private void accurateEcn(int kind, String[] names, long at, int length) {
        if (!SegmentAnalyzer.isAccurateEcn(kind, length)) {
            return;
        }
        if (length == 0) {
            text.append(" AccECN");
        }
        for (int i = 0; i < length / ECN_COUNTER_LENGTH; i++) {
            long counter = at + (long) i * ECN_COUNTER_LENGTH;
            number(names[i], (long) Octets.u8(data, counter) << 16 | Octets.u16(data, counter + 1));
        }
    }

    private void word(String name, long at, int length) {
        if (length == 4) {
            number(name, Octets.u32(data, at) & 0xffff_ffffL);
        }
    }
}
