package parley.analyzer.findings.evidence;

import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import parley.analyzer.wire.TcpHeader;

/** A field by its name in Wireshark's display filters. A frame without the field meets no comparison with it. */
public enum Field {
    STREAM("tcp.stream", f -> f.hasTcp, f -> f.stream),
    SOURCE_PORT("tcp.srcport", f -> f.hasTcp, f -> f.sourcePort),
    DESTINATION_PORT("tcp.dstport", f -> f.hasTcp, f -> f.destinationPort),
    /** Relative, as all sequence and acknowledgement numbers are. */
    SEQUENCE("tcp.seq", f -> f.hasTcp, f -> f.sequence),
    NEXT_SEQUENCE("tcp.nxtseq", f -> f.hasTcp, f -> f.nextSequence),
    ACKNOWLEDGMENT("tcp.ack", f -> f.hasTcp, f -> f.acknowledgment),
    LENGTH("tcp.len", f -> f.hasTcp, f -> f.length),
    SYN("tcp.flags.syn", f -> f.hasTcp, f -> f.has(TcpHeader.SYN) ? 1 : 0),
    ACK("tcp.flags.ack", f -> f.hasTcp, f -> f.has(TcpHeader.ACK) ? 1 : 0),
    FIN("tcp.flags.fin", f -> f.hasTcp, f -> f.has(TcpHeader.FIN) ? 1 : 0),
    RST("tcp.flags.reset", f -> f.hasTcp, f -> f.has(TcpHeader.RST) ? 1 : 0),
    PUSH("tcp.flags.push", f -> f.hasTcp, f -> f.has(TcpHeader.PSH) ? 1 : 0),
    IP_VERSION("ip.version", f -> f.ipVersion == 4, f -> 4),
    IP_LENGTH("ip.len", f -> f.ipVersion == 4, f -> f.ipTotalLength),
    IP_TIME_TO_LIVE("ip.ttl", f -> f.ipVersion == 4, f -> f.timeToLive),
    IP_DONT_FRAGMENT("ip.flags.df", f -> f.ipVersion == 4, f -> f.dontFragment ? 1 : 0),
    IPV6_VERSION("ipv6.version", f -> f.ipVersion == 6, f -> 6),
    /** Without the fixed header's {@value #IPV6_HEADER} octets. */
    IPV6_PAYLOAD_LENGTH("ipv6.plen", f -> f.ipVersion == 6, f -> f.ipTotalLength - Field.IPV6_HEADER),
    IPV6_HOP_LIMIT("ipv6.hlim", f -> f.ipVersion == 6, f -> f.timeToLive);

    /** Octets of IPv6's fixed header (RFC 8200 section 3). */
    public static final int IPV6_HEADER = 40;

    private final String filterName;
    private final Predicate<Frame> present;
    private final ToLongFunction<Frame> value;

    Field(String filterName, Predicate<Frame> present, ToLongFunction<Frame> value) {
        this.filterName = filterName;
        this.present = present;
        this.value = value;
    }

    public FrameFilter is(long wanted) {
        FrameFilter filter = compared("==", wanted, f -> value.applyAsLong(f) == wanted);
        return this == STREAM ? filter.within(wanted) : filter;
    }

    public FrameFilter isBelow(long bound) {
        return compared("<", bound, f -> value.applyAsLong(f) < bound);
    }

    public FrameFilter isAbove(long bound) {
        return compared(">", bound, f -> value.applyAsLong(f) > bound);
    }

    private FrameFilter compared(String operator, long operand, Predicate<Frame> comparison) {
        return FrameFilter.condition(filterName + operator + operand, present.and(comparison));
    }
}
