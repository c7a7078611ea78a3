package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import parley.analyzer.wire.Octets;

/** The option with which Riverbed's WAN optimizers look for each other, as Wireshark 4.0 reads it. */
final class RiverbedProbe {
    private static final int LEAST = 3;

    private static final int QUERY = 0;
    private static final int RESPONSE = 1;
    private static final int INTERNAL = 2;
    private static final int TRACE = 3;
    private static final int QUERY_SH = 4;
    private static final int RESPONSE_SH = 5;
    private static final int QUERY_INFO = 6;
    private static final int RESPONSE_INFO = 7;
    private static final int QUERY_INFO_SH = 8;
    private static final int QUERY_INFO_STORE = 9;
    private static final int RESET = 10;

    private static final int LAST_NOTIFY = 0x01;
    private static final int NOT_CFE = 0x04;

    private boolean queries;
    private boolean traces;
    private int flags;

    /** Before the options of a header. */
    void clear() {
        queries = false;
        traces = false;
        flags = 0;
    }

    private static boolean isFirstVersion(int octet) {
        return (octet & 1) != 0;
    }

    private static int type(int octet) {
        return isFirstVersion(octet) ? octet >> 4 : octet >> 1;
    }

    /** Octets of the option that are read, as in {@link OptionNeeds}. */
    static int needed(MemorySegment data, long value, int length, int captured) {
        if (length < LEAST) {
            return 2;
        }
        if (captured < LEAST) {
            return LEAST;
        }
        int octet = Octets.u8(data, value);
        int type = type(octet);
        if (isFirstVersion(octet)) {
            return switch (type) {
                case QUERY, QUERY_SH, TRACE -> OptionNeeds.firstMissing(captured, 4, 8, 10);
                case RESPONSE -> OptionNeeds.firstMissing(captured, 4, 8, 12, 14);
                case RESPONSE_SH -> OptionNeeds.firstMissing(captured, 4, 8, 12, 16, 18);
                case QUERY_INFO, RESPONSE_INFO, QUERY_INFO_SH, QUERY_INFO_STORE, RESET ->
                    OptionNeeds.firstMissing(captured, 4, 8);
                default -> LEAST;
            };
        }
        return switch (type) {
            case QUERY_INFO, RESPONSE_INFO, RESET -> 4;
            case QUERY_INFO_SH, QUERY_INFO_STORE -> OptionNeeds.firstMissing(captured, 4, 8);
            default -> LEAST;
        };
    }

    /** What goes before the line for this option; it is clear whether all of it is there. */
    String before(MemorySegment data, long value, int length, int captured, boolean synAck) {
        if (length < 1 || captured < 1 || needed(data, value, length + 2, captured + 2) > captured + 2) {
            return "";
        }
        int octet = Octets.u8(data, value);
        int type = type(octet);
        if (isFirstVersion(octet)) {
            queries |= type == QUERY || type == QUERY_SH || type == TRACE;
            if (type == QUERY || type == QUERY_SH || type == TRACE) {
                traces = type == TRACE;
            }
            return type == RESPONSE || type == RESPONSE_SH ? "SA+, " : "";
        }
        if (type != QUERY_INFO && type != QUERY_INFO_SH) {
            return "";
        }
        int said = Octets.u8(data, value + 1);
        if (type == QUERY_INFO) {
            flags = said;
        }
        return synAck && (said & LAST_NOTIFY) != 0 ? "SA++, " : "";
    }

    /** What goes before it all once the options are through. */
    String summary() {
        if (!queries) {
            return "";
        }
        return traces ? "S#, " : (flags & NOT_CFE) != 0 ? "S+*, " : "S+, ";
    }
}
