package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import parley.analyzer.wire.Octets;
import parley.analyzer.wire.TcpHeader;

/** How many octets of an option Wireshark 4.0 reads, kind and length included: at least two, beyond its length where it lies. */
final class OptionNeeds {
    private static final int OPTION_HEADER = 2;
    private static final int MULTIPATH_MORE = 3;

    private OptionNeeds() {}

    /**
     * Octets that are read; where not all of them are there, those up to the end of the first field that is not.
     *
     * @param value offset of what follows kind and length
     * @param length octets that the option says it has
     * @param captured octets of those that are there
     */
    static int of(int kind, MemorySegment data, long value, int length, int captured) {
        return switch (kind) {
            case TcpHeader.OPTION_MSS, OptionKind.USER_TIMEOUT -> exactly(4, length);
            case TcpHeader.OPTION_WINDOW_SCALE -> exactly(3, length);
            case TcpHeader.OPTION_SACK_PERMITTED, OptionKind.RECORD_BOUNDARY, OptionKind.CORRUPTION -> OPTION_HEADER;
            case TcpHeader.OPTION_TIMESTAMPS -> length == 10 ? firstMissing(captured, 6, 10) : OPTION_HEADER;
            case OptionKind.ECHO, OptionKind.ECHO_REPLY, OptionKind.CC, OptionKind.CC_NEW, OptionKind.CC_ECHO ->
                exactly(6, length);
            case OptionKind.MD5 -> exactly(18, length);
            case OptionKind.QUICK_START -> length == 8 ? firstMissing(captured, 3, 4) : OPTION_HEADER;
            case OptionKind.AUTHENTICATION -> length < 4 ? OPTION_HEADER : firstMissing(captured, 3, 4, length);
            case OptionKind.EXPERIMENT_1, OptionKind.EXPERIMENT_2 ->
                length < 4 ? OPTION_HEADER : experiment(kind, data, value, length, captured);
            case TcpHeader.OPTION_ACCURATE_ECN_0, TcpHeader.OPTION_ACCURATE_ECN_1 ->
                AccurateEcn.counters(kind, data, value, length - OPTION_HEADER, captured) < 0 ? OPTION_HEADER : length;
            // Its acknowledgement number is looked for within the option, where it never is.
            case OptionKind.SNACK -> length == 6 ? firstMissing(captured, 4, 6, 12) : OPTION_HEADER;
            case TcpHeader.OPTION_MULTIPATH -> multipath(data, value, length, captured);
            case OptionKind.RIVERBED_PROBE -> RiverbedProbe.needed(data, value, length, captured);
            case OptionKind.RIVERBED_TRANSPARENCY ->
                length == 16 ? firstMissing(captured, 4, 8, 12, 14, 16) : OPTION_HEADER;
            default -> length;
        };
    }

    /** Of SCPS' extensions each says how many words it has; they are read only where the capabilities were offered. */
    static int scps(MemorySegment data, long value, int length, int captured, boolean capable) {
        if (length == OptionKind.SCPS_CAPABILITIES_LENGTH) {
            return firstMissing(captured, 3, 4);
        }
        int end = OPTION_HEADER;
        while (capable && end < length) {
            int space = end;
            end += OPTION_HEADER;
            if (end > captured) {
                return space + 1 > captured ? space + 1 : end;
            }
            end += (Octets.u8(data, value + space - 1) >> 4) * 2;
            if (end > captured) {
                return end;
            }
        }
        return end;
    }

    /** An option of another length than its kind's is not read. */
    private static int exactly(int octets, int length) {
        return length == octets ? octets : OPTION_HEADER;
    }

    private static int experiment(int kind, MemorySegment data, long value, int length, int captured) {
        if (captured < 4) {
            return 4;
        }
        int number = Octets.u16(data, value);
        boolean read = AccurateEcn.isExperiment(number)
                ? AccurateEcn.counters(kind, data, value, length - OPTION_HEADER, captured - OPTION_HEADER) >= 0
                : number != OptionKind.EXPERIMENT_ACK_RATE || length <= 5;
        return read ? length : 4;
    }

    /** RFC 8684 section 3, by subtype. */
    private static int multipath(MemorySegment data, long value, int length, int captured) {
        if (captured <= OPTION_HEADER) {
            return MULTIPATH_MORE;
        }
        return switch (Octets.u8(data, value) >> 4) {
            case Multipath.CAPABLE ->
                switch (length) {
                    case 12, 20, 22, 24 -> length;
                    default -> 4;
                };
            case Multipath.JOIN ->
                switch (length) {
                    case 12, 16, 24 -> length;
                    default -> MULTIPATH_MORE;
                };
            case Multipath.DATA_SEQUENCE ->
                captured < 4 ? 4 : dataSequence(Octets.u8(data, value + 1), length, captured);
            case Multipath.ADD_ADDRESS ->
                switch (length) {
                    case 8, 10, 16, 18, 20, 22, 28, 30 -> length;
                    default -> 4;
                };
            case Multipath.REMOVE_ADDRESS -> Math.max(length, MULTIPATH_MORE);
            case Multipath.PRIORITY -> length == 4 ? 4 : MULTIPATH_MORE;
            case Multipath.FAIL, Multipath.FAST_CLOSE -> firstMissing(captured, 4, 12);
            case Multipath.RESET -> 4;
            default -> MULTIPATH_MORE;
        };
    }

    /** RFC 8684 section 3.3: flags say which numbers are there and how long they are. */
    private static int dataSequence(int flags, int length, int captured) {
        int acknowledged = 4;
        if ((flags & 0x01) != 0) {
            acknowledged += (flags & 0x02) != 0 ? 8 : 4;
        }
        if ((flags & 0x04) == 0) {
            return acknowledged;
        }
        int sequence = acknowledged + ((flags & 0x08) != 0 ? 8 : 4);
        int mapped = sequence + 4 + 2;
        int checksum = length >= mapped + 4 ? mapped + 2 : mapped;
        return firstMissing(captured, acknowledged, sequence, sequence + 4, mapped, checksum);
    }

    /** Where the first field ends that is not there; where all are, the last one. */
    static int firstMissing(int captured, int... ends) {
        for (int end : ends) {
            if (end > captured) {
                return end;
            }
        }
        return ends[ends.length - 1];
    }
}
