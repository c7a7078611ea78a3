package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import parley.analyzer.wire.Octets;
import parley.analyzer.wire.TcpHeader;

/** TCP options as Wireshark 4.0 words them in its Info column; one whose length is not its kind's says nothing. */
final class OptionText {
    /** RFC 7413 before it had a kind of its own. */
    private static final int EXPERIMENT_FAST_OPEN = 0xf989;

    private static final String[] ECN_COUNTERS_0 = {"EE0B", "ECEB", "EE1B"};
    private static final String[] ECN_COUNTERS_1 = {"EE1B", "ECEB", "EE0B"};

    /** RFC 4782 section 3.1: 40 kbit/s times two to the field. */
    private static final List<String> QUICK_START_RATES = List.of(
            "0 bit/s",
            "80 Kbit/s",
            "160 Kbit/s",
            "320 Kbit/s",
            "640 Kbit/s",
            "1.28 Mbit/s",
            "2.56 Mbit/s",
            "5.12 Mbit/s",
            "10.24 Mbit/s",
            "20.48 Mbit/s",
            "40.96 Mbit/s",
            "81.92 Mbit/s",
            "163.84 Mbit/s",
            "327.68 Mbit/s",
            "655.36 Mbit/s",
            "1.31072 Gbit/s");

    /** CCSDS 714.0-B-2 section 3.2.3, from the highest bit down; the last three are one. */
    private static final List<String> SCPS_CAPABILITIES = List.of("BETS", "SNACK1", "SNACK2", "COMP", "NLTS");

    private static final int SCPS_RESERVED = 0x07;

    private final StringBuilder text;
    private final OptionWalk walk = new OptionWalk();
    private final OptionWalk.Visitor writer = this::option;
    private final RiverbedProbe probe = new RiverbedProbe();
    private MemorySegment data = MemorySegment.NULL;
    private int base;
    private int front;
    private boolean synAck;
    private boolean multipath;

    OptionText(StringBuilder text) {
        this.text = text;
    }

    /**
     * Appends the options.
     *
     * @param acknowledgment relative where the header has ACK
     * @param sent what the segment goes along
     * @param reverseBase the number that SACK's edges are relative to
     * @param quoted by an ICMP error
     * @param start where the ports stand in the text: some options put a word before them
     * @return where Wireshark gives up in them
     */
    OptionWalk.End append(
            TcpHeader tcp, int acknowledgment, FlowAnalysis sent, int reverseBase, boolean quoted, int start) {
        data = tcp.data();
        base = reverseBase;
        front = start;
        synAck = tcp.has(TcpHeader.SYN) && tcp.has(TcpHeader.ACK);
        multipath = false;
        probe.clear();
        walk.begin(acknowledgment, reverseBase, sent.scpsCapableBefore, quoted);
        OptionWalk.End end = walk.walk(tcp, writer);
        if (end == OptionWalk.End.WHOLE) {
            text.insert(front, probe.summary());
        }
        return end;
    }

    /** Whether there was one of Multipath TCP, which is a protocol to Wireshark. */
    boolean hadMultipath() {
        return multipath;
    }

    private void number(String name, long value) {
        text.append(' ').append(name).append('=').append(value);
    }

    private void option(int kind, long at, int length, int captured) {
        switch (kind) {
            case TcpHeader.OPTION_SACK_PERMITTED -> text.append(" SACK_PERM");
            case TcpHeader.OPTION_SACK -> sack(at, captured);
            case TcpHeader.OPTION_MULTIPATH -> multipath = true;
            case OptionKind.MD5 -> text.append(" MD5");
            // Without a space before it, as Wireshark has it (packet-tcp.c, dissect_tcpopt_ao).
            case OptionKind.AUTHENTICATION -> text.append("TCP AO");
            case OptionKind.SCPS -> scps(at, length, captured);
            case OptionKind.RIVERBED_PROBE -> text.insert(front, probe.before(data, at, length, captured, synAck));
            case OptionKind.RIVERBED_TRANSPARENCY -> text.insert(front, "TRPY, ");
            case OptionKind.QUICK_START -> quickStart(at, length, captured);
            default -> {
                int counters = AccurateEcn.counters(kind, data, at, length, captured);
                if (counters >= 0) {
                    accurateEcn(kind, at, counters, length, captured);
                } else if (captured == length) {
                    whole(kind, at, length);
                }
            }
        }
    }

    private void whole(int kind, long at, int length) {
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
            case TcpHeader.OPTION_TIMESTAMPS -> {
                if (length == 8) {
                    number("TSval", Octets.u32(data, at) & 0xffff_ffffL);
                    number("TSecr", Octets.u32(data, at + 4) & 0xffff_ffffL);
                }
            }
            case OptionKind.ECHO, OptionKind.ECHO_REPLY -> word("ECHO", at, length);
            case OptionKind.CC, OptionKind.CC_NEW, OptionKind.CC_ECHO -> word("CC", at, length);
            case OptionKind.USER_TIMEOUT -> {
                if (length == 2) {
                    number("USER_TO", Octets.u16(data, at) & 0x7fff);
                }
            }
            case OptionKind.FAST_OPEN -> fastOpen(length);
            case OptionKind.EXPERIMENT_1, OptionKind.EXPERIMENT_2 -> experiment(at, length);
            default -> {}
        }
    }

    private void sack(long at, int length) {
        for (long block = at; block + SackEdges.BLOCK <= at + length; block += SackEdges.BLOCK) {
            number("SLE", SequenceNumber.relative(Octets.u32(data, block), base));
            number("SRE", SequenceNumber.relative(Octets.u32(data, block + 4), base));
        }
    }

    private void word(String name, long at, int length) {
        if (length == 4) {
            number(name, Octets.u32(data, at) & 0xffff_ffffL);
        }
    }

    private void quickStart(long at, int length, int captured) {
        if (length == 6 && captured > 0) {
            text.append(" QSresp=").append(QUICK_START_RATES.get(Octets.u8(data, at) & 0xf));
        }
    }

    private void scps(long at, int length, int captured) {
        if (length != 2) {
            extensions(at, length, captured);
            return;
        }
        if (captured == 0) {
            return;
        }
        int vector = Octets.u8(data, at);
        if (vector != 0) {
            StringJoiner names = new StringJoiner(", ", " SCPS[", "]");
            for (int i = 0; i < SCPS_CAPABILITIES.size(); i++) {
                if ((vector & 0x80 >> i) != 0) {
                    names.add(SCPS_CAPABILITIES.get(i));
                }
            }
            if ((vector & SCPS_RESERVED) != 0) {
                names.add("RESERVED");
            }
            text.append(names);
        }
        if (captured == length && Octets.u8(data, at + 1) != 0) {
            number("Connection ID", Octets.u8(data, at + 1));
        }
    }

    private void extensions(long at, int length, int captured) {
        int end = 0;
        while (walk.scpsCapable() && end < length && end + 2 <= captured) {
            int space = Octets.u8(data, at + end);
            end += 2 + (Octets.u8(data, at + end + 1) >> 4) * 2;
            if (end <= captured) {
                number("EXCAP", space);
            }
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
        } else if (experiment == OptionKind.EXPERIMENT_ACK_RATE) {
            ackRate(at, length);
        } else if (!AccurateEcn.isExperiment(experiment)) {
            text.append(" ExID=").append(Integer.toHexString(experiment).toUpperCase(Locale.ROOT));
        }
    }

    private void ackRate(long at, int length) {
        if (length == 2) {
            text.append(" TARR");
        } else if (length == 3) {
            number("TARR", Octets.u8(data, at + 2) >> 1);
        }
    }

    private void accurateEcn(int kind, long at, int counters, int length, int captured) {
        if (length == counters) {
            text.append(" AccECN");
        }
        String[] names = AccurateEcn.beginsWithEct0(kind, data, at) ? ECN_COUNTERS_0 : ECN_COUNTERS_1;
        for (int i = 0; i < (captured - counters) / AccurateEcn.COUNTER; i++) {
            long counter = at + counters + (long) i * AccurateEcn.COUNTER;
            number(names[i], (long) Octets.u8(data, counter) << 16 | Octets.u16(data, counter + 1));
        }
    }
}
