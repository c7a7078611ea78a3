package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import parley.analyzer.wire.Octets;
import parley.analyzer.wire.TcpHeader;

/**
 * Goes through a header's options as Wireshark 4.0 does (packet-tcp.c, tcp_dissect_options). Each kind needs some of its
 * octets; where these are not there, Wireshark gives the packet up and says nothing more of it. An option whose length
 * is merely not its kind's is passed over. Used by one thread.
 */
final class OptionWalk {
    /** How it ended. */
    enum End {
        /** With the last option, or with one whose length is none or leads out of the header. */
        WHOLE,
        /** Where the packet was cut when it was captured. */
        CUT,
        /** At an option that is shorter than what it says is in it. */
        MALFORMED,
        /** At an option that is longer than what is left of the datagram. */
        BEYOND
    }

    /** Receives options in their order. */
    @FunctionalInterface
    interface Visitor {
        /**
         * An option, also the one that the walk ends at.
         *
         * @param at offset in {@link TcpHeader#data} of the option's value, behind kind and length
         * @param length octets of the value
         * @param captured octets of those that are there
         */
        void option(int kind, long at, int length, int captured);
    }

    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    /** Kind and length. */
    private static final int OPTION_HEADER = 2;

    private final SackEdges edges = new SackEdges();

    private boolean scpsCapable;
    private boolean quoted;

    /**
     * To be called before each {@link #walk}.
     *
     * @param acknowledgment as Wireshark shows it: relative where the header has ACK
     * @param reverseBase the number that SACK's edges are relative to
     * @param scps whether the sender has offered SCPS before
     * @param isQuoted by an ICMP error: then an option that is not whole does not end the walk
     */
    void begin(int acknowledgment, int reverseBase, boolean scps, boolean isQuoted) {
        edges.begin(acknowledgment, reverseBase);
        scpsCapable = scps;
        quoted = isQuoted;
    }

    /** Whether the sender has offered SCPS, before the option that is visited. */
    boolean scpsCapable() {
        return scpsCapable;
    }

    End walk(TcpHeader tcp, Visitor visitor) {
        MemorySegment data = tcp.data();
        long start = tcp.headerOffset();
        int claimed = tcp.claimedLength();
        int captured = tcp.capturedLength();
        int at = TcpHeader.MINIMUM;
        boolean ended = false;
        while (at < claimed) {
            if (at >= captured) {
                return missing(tcp, at);
            }
            int kind = Octets.u8(data, start + at);
            if (ended && kind != END_OF_OPTIONS) {
                return marked(tcp, claimed);
            }
            if (kind == END_OF_OPTIONS || kind == NO_OPERATION) {
                ended = kind == END_OF_OPTIONS;
                at++;
                continue;
            }
            if (at + 1 >= claimed) {
                return End.WHOLE;
            }
            if (at + 1 >= captured) {
                return missing(tcp, at + 1);
            }
            int length = Octets.u8(data, start + at + 1);
            if (length < OPTION_HEADER) {
                return End.WHOLE;
            }
            if (at + length > claimed) {
                return marked(tcp, claimed - OPTION_HEADER);
            }
            int there = Math.min(length, captured - at);
            long value = start + at + OPTION_HEADER;
            visitor.option(kind, value, length - OPTION_HEADER, there - OPTION_HEADER);
            int needed = needed(kind, data, value, length, there, captured < tcp.carriedLength());
            if (needed > there) {
                End end = needed > length ? End.MALFORMED : beyond(tcp, at + needed - 1);
                if (!quoted || end == End.CUT) {
                    return end;
                }
            } else {
                scpsCapable |= kind == OptionKind.SCPS && length == OptionKind.SCPS_CAPABILITIES_LENGTH;
            }
            at += length;
        }
        return End.WHOLE;
    }

    private int needed(int kind, MemorySegment data, long value, int length, int there, boolean cut) {
        return switch (kind) {
            case TcpHeader.OPTION_SACK -> edges.needed(data, value, length, there, cut);
            case OptionKind.SCPS -> OptionNeeds.scps(data, value, length, there, scpsCapable);
            default -> OptionNeeds.of(kind, data, value, length, there);
        };
    }

    private static End beyond(TcpHeader tcp, int at) {
        return at < tcp.carriedLength() ? End.CUT : End.BEYOND;
    }

    /** Wireshark marks what it cannot make sense of, from here on to an end that must be there. */
    private static End marked(TcpHeader tcp, int end) {
        return end > tcp.capturedLength() ? missing(tcp, end - 1) : End.WHOLE;
    }

    /** What it is that an octet is not there. */
    private static End missing(TcpHeader tcp, int at) {
        return at < tcp.carriedLength() ? End.CUT : End.MALFORMED;
    }
}
