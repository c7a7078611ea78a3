package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.Octets;
import parley.analyzer.wire.TcpHeader;

/** What a segment's options change for those that follow it: scales of windows, octets in flight, ECN, multipath. */
final class OptionEffects {
    private static final int MOST_SCALE = 14;
    /** Wireshark counts three blocks, of the four that a header has room for. */
    private static final int MOST_SACK_OCTETS = 3 * SackEdges.BLOCK;

    private final OptionWalk walk = new OptionWalk();
    private final OptionWalk.Visitor reader = this::read;
    private final MultipathTable multipaths;
    private MemorySegment data = MemorySegment.NULL;
    private @Nullable Connection connection;
    private @Nullable Flow flow;
    private int multipathOperations;

    OptionEffects(MultipathTable multipaths) {
        this.multipaths = multipaths;
    }

    /**
     * Takes the options in; all that the segment itself says must have been judged before.
     *
     * @param acknowledgment as Wireshark shows it
     * @param quoted by an ICMP error
     */
    OptionWalk.End take(Connection of, Flow from, TcpHeader tcp, int acknowledgment, boolean quoted) {
        FlowAnalysis analysis = from.analysis();
        analysis.scpsCapableBefore = analysis.scpsCapable;
        if (!tcp.hasUrgentPointer()) {
            return OptionWalk.End.CUT;
        }
        OptionWalk.End end = OptionWalk.End.WHOLE;
        multipathOperations = 0;
        if (tcp.claimedLength() > TcpHeader.MINIMUM) {
            data = tcp.data();
            connection = of;
            flow = from;
            walk.begin(acknowledgment, of.reverse(from).base(), analysis.scpsCapable, quoted);
            end = walk.walk(tcp, reader);
            analysis.scpsCapable = walk.scpsCapable();
        }
        if (end == OptionWalk.End.WHOLE) {
            settle(of, from, tcp);
        }
        return end;
    }

    private void settle(Connection of, Flow from, TcpHeader tcp) {
        if (tcp.has(TcpHeader.SYN)) {
            of.settleWindowScale(from, tcp.has(TcpHeader.ACK));
            if (tcp.has(TcpHeader.ACK)) {
                of.settleScps();
            }
        }
        Multipath multipath = of.multipath();
        if (multipath != null) {
            multipath.add(multipathOperations);
        }
    }

    private void read(int kind, long at, int length, int captured) {
        Connection of = Objects.requireNonNull(connection);
        Flow from = Objects.requireNonNull(flow);
        if (kind == TcpHeader.OPTION_SACK) {
            readSack(from.analysis(), at, captured);
        } else if (kind == TcpHeader.OPTION_MULTIPATH) {
            if (captured > 0) {
                multipathOperations |= Multipath.operation(Octets.u8(data, at) >> 4);
                multipaths.see(of, from, data, at, length, captured);
            }
        } else if (kind == TcpHeader.OPTION_WINDOW_SCALE) {
            if (length == 1 && captured == 1) {
                from.setWindowScale(Math.min(Octets.u8(data, at), MOST_SCALE));
            }
        } else if (captured == length && AccurateEcn.counters(kind, data, at, length, captured) >= 0) {
            of.sawAccurateEcn();
        }
    }

    /** RFC 2018 section 3: pairs of left and right edges; those of the last option count. */
    private void readSack(FlowAnalysis analysis, long at, int octets) {
        analysis.selectivelyAcknowledged = 0;
        for (long block = at;
                block + SackEdges.BLOCK <= at + Math.min(octets, MOST_SACK_OCTETS);
                block += SackEdges.BLOCK) {
            analysis.selectivelyAcknowledged += Octets.u32(data, block + 4) - Octets.u32(data, block);
        }
    }
}
