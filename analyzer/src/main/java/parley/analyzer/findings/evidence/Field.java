package parley.analyzer.findings.evidence;

import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** A field by its name in Wireshark's display filters. A frame without the field meets no comparison with it. */
public enum Field {
    NUMBER("frame.number", 0, f -> f.number),
    STREAM("tcp.stream", Frame.TCP, f -> f.stream),
    SOURCE_PORT("tcp.srcport", Frame.TCP, f -> f.sourcePort),
    DESTINATION_PORT("tcp.dstport", Frame.TCP, f -> f.destinationPort),
    /** Relative, as all sequence and acknowledgement numbers are. */
    SEQUENCE("tcp.seq", Frame.TCP, f -> f.sequence),
    NEXT_SEQUENCE("tcp.nxtseq", Frame.TCP, f -> f.nextSequence),
    ACKNOWLEDGMENT("tcp.ack", Frame.TCP, f -> f.acknowledgment),
    LENGTH("tcp.len", Frame.TCP, f -> f.length),
    SYN("tcp.flags.syn", Frame.TCP, f -> f.hasAll(Frame.SYN) ? 1 : 0),
    ACK("tcp.flags.ack", Frame.TCP, f -> f.hasAll(Frame.ACK) ? 1 : 0),
    FIN("tcp.flags.fin", Frame.TCP, f -> f.hasAll(Frame.FIN) ? 1 : 0),
    RST("tcp.flags.reset", Frame.TCP, f -> f.hasAll(Frame.RST) ? 1 : 0),
    PUSH("tcp.flags.push", Frame.TCP, f -> f.hasAll(Frame.PUSH) ? 1 : 0),
    IP_VERSION("ip.version", Frame.IPV4, f -> 4),
    IP_LENGTH("ip.len", Frame.IPV4, f -> f.ipTotalLength),
    IP_TIME_TO_LIVE("ip.ttl", Frame.IPV4, f -> f.timeToLive),
    IP_DONT_FRAGMENT("ip.flags.df", Frame.IPV4, f -> f.hasAll(Frame.DONT_FRAGMENT) ? 1 : 0),
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
        String text = filterName + "==" + wanted;
        if (this == STREAM) {
            return FrameFilter.condition(text, trait).within(wanted);
        }
        int flag = wanted == 1 ? flag() : 0;
        return flag != 0 || isVersion(wanted)
                ? FrameFilter.condition(text, trait | flag)
                : FrameFilter.condition(text, trait, f -> value.applyAsLong(f) == wanted);
    }

    /** Whether the trait that a frame needs to have the field says it all. */
    private boolean isVersion(long wanted) {
        return (this == IP_VERSION && wanted == 4) || (this == IPV6_VERSION && wanted == 6);
    }

    /** The trait of a frame in which this flag is set; 0 where it is no flag. */
    private int flag() {
        return switch (this) {
            case SYN -> Frame.SYN;
            case ACK -> Frame.ACK;
            case FIN -> Frame.FIN;
            case RST -> Frame.RST;
            case PUSH -> Frame.PUSH;
            case IP_DONT_FRAGMENT -> Frame.DONT_FRAGMENT;
            default -> 0;
        };
    }

    public FrameFilter isBelow(long bound) {
        return compared("<", bound, f -> value.applyAsLong(f) < bound);
    }

    public FrameFilter isAbove(long bound) {
        return this == LENGTH && bound == 0
                ? FrameFilter.condition(filterName + ">0", trait | Frame.DATA)
                : compared(">", bound, f -> value.applyAsLong(f) > bound);
    }

    private FrameFilter compared(String operator, long operand, Predicate<Frame> comparison) {
        return FrameFilter.condition(filterName + operator + operand, trait, comparison);
    }
}
