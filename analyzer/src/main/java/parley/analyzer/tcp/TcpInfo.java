package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
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
    private static final int URGENT_POINTER_OFFSET = 18;

    private static final int OPTION_ECHO = 6;
    private static final int OPTION_ECHO_REPLY = 7;
    private static final int OPTION_CC = 11;
    private static final int OPTION_CC_NEW = 12;
    private static final int OPTION_CC_ECHO = 13;
    private static final int OPTION_MD5 = 19;
    private static final int OPTION_USER_TIMEOUT = 28;
    private static final int OPTION_FAST_OPEN = 34;

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
        text.append(" [").append(flags(tcp.flags())).append(']');
        number("Seq", segment.sequence());
        if (segment.isAck()) {
            number("Ack", segment.acknowledgment());
        }
        number("Win", segment.window());
        if (tcp.has(TcpHeader.URG)) {
            number("Urg", Octets.u16(data, tcp.payloadOffset() - tcp.headerLength() + URGENT_POINTER_OFFSET));
        }
        number("Len", segment.length());
        tcp.forEachOption(optionWriter);
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
            case OPTION_FAST_OPEN -> text.append(length == 0 ? " TFO=R" : " TFO=C");
            default -> {}
        }
    }

    private void word(String name, long at, int length) {
        if (length == 4) {
            number(name, Octets.u32(data, at) & 0xffff_ffffL);
        }
    }
}
