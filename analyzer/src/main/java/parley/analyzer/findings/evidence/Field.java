package parley.analyzer.findings.evidence;

import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import parley.analyzer.wire.TcpHeader;

/** A field by its name in Wireshark's display filters. A frame without the field meets no comparison with it. */
public enum Field {
    STREAM("tcp.stream", Frame.TCP, f -> f.stream),
    SOURCE_PORT("tcp.srcport", Frame.TCP, f -> f.sourcePort),
    DESTINATION_PORT("tcp.dstport", Frame.TCP, f -> f.destinationPort),
    /** Relative, as all sequence and acknowledgement numbers are. */
    SEQUENCE("tcp.seq", Frame.TCP, f -> f.sequence),
    NEXT_SEQUENCE("tcp.nxtseq", Frame.TCP, f -> f.nextSequence),
    ACKNOWLEDGMENT("tcp.ack", Frame.TCP, f -> f.acknowledgment),
    LENGTH("tcp.len", Frame.TCP, f -> f.length),
    SYN("tcp.flags.syn", Frame.TCP, f -> f.has(TcpHeader.SYN) ? 1 : 0),
    ACK("tcp.flags.ack", Frame.TCP, f -> f.has(TcpHeader.ACK) ? 1 : 0),
    FIN("tcp.flags.fin", Frame.TCP, f -> f.has(TcpHeader.FIN) ? 1 : 0),
    RST("tcp.flags.reset", Frame.TCP, f -> f.has(TcpHeader.RST) ? 1 : 0),
    PUSH("tcp.flags.push", Frame.TCP, f -> f.has(TcpHeader.PSH) ? 1 : 0),
    IP_VERSION("ip.version", Frame.IPV4, f -> 4),
    IP_LENGTH("ip.len", Frame.IPV4, f -> f.ipTotalLength),
    IP_TIME_TO_LIVE("ip.ttl", Frame.IPV4, f -> f.timeToLive),
    IP_DONT_FRAGMENT("ip.flags.df", Frame.IPV4, f -> f.dontFragment ? 1 : 0),
    IPV6_VERSION("ipv6.version", Frame.IPV6, f -> 6),
    /** Without the fixed header's {@value #IPV6_HEADER} octets. */
    IPV6_PAYLOAD_LENGTH("ipv6.plen", Frame.IPV6, f -> f.ipTotalLength - Field.IPV6_HEADER),
    IPV6_HOP_LIMIT("ipv6.hlim", Frame.IPV6, f -> f.timeToLive);

    /** Octets of IPv6's fixed header (RFC 8200 section 3). */
    public static final int IPV6_HEADER = 40;

    private final String filterName;
    private final int trait;
    private final ToLongFunction<Frame> value;

    /** @param trait without which a frame does not have the field */
    Field(String filterName, int trait, ToLongFunction<Frame> value) {
        this.filterName = filterName;
        this.trait = trait;
        this.value = value;
    }

    public FrameFilter is(long wanted) {
        FrameFilter filter = compared("==", wanted, wanted == 1 ? set() : 0, f -> value.applyAsLong(f) == wanted);
        return this == STREAM ? filter.within(wanted) : filter;
    }

    /** The trait of a frame in which this flag is set. */
    private int set() {
        return switch (this) {
            case SYN -> Frame.SYN;
            case FIN -> Frame.FIN;
            case RST -> Frame.RST;
            default -> 0;
        };
    }

    public FrameFilter isBelow(long bound) {
        return compared("<", bound, 0, f -> value.applyAsLong(f) < bound);
    }

    public FrameFilter isAbove(long bound) {
        boolean data = this == LENGTH && bound >= 0;
        return compared(">", bound, data ? Frame.DATA : 0, f -> value.applyAsLong(f) > bound);
    }

    private FrameFilter compared(String operator, long operand, int more, Predicate<Frame> comparison) {
        return FrameFilter.condition(filterName + operator + operand, trait | more, comparison);
    }
}
