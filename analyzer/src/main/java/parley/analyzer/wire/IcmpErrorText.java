package parley.analyzer.wire;

import java.util.List;
import java.util.Locale;

/** ICMP's errors in Wireshark's words (packet-icmp.c, packet-icmpv6.c). */
final class IcmpErrorText {
    private static final List<String> UNREACHABLE = List.of(
            "Network unreachable",
            "Host unreachable",
            "Protocol unreachable",
            "Port unreachable",
            "Fragmentation needed",
            "Source route failed",
            "Destination network unknown",
            "Destination host unknown",
            "Source host isolated",
            "Network administratively prohibited",
            "Host administratively prohibited",
            "Network unreachable for TOS",
            "Host unreachable for TOS",
            "Communication administratively filtered",
            "Host precedence violation",
            "Precedence cutoff in effect");
    private static final List<String> REDIRECT = List.of(
            "Redirect for network", "Redirect for host", "Redirect for TOS and network", "Redirect for TOS and host");
    private static final List<String> TIME_EXCEEDED =
            List.of("Time to live exceeded in transit", "Fragment reassembly time exceeded");
    private static final List<String> PARAMETER =
            List.of("Pointer indicates the error", "Required option missing", "Bad length");

    private static final List<String> UNREACHABLE_V6 = List.of(
            "no route to destination",
            "Administratively prohibited",
            "Beyond scope of source address",
            "Address unreachable",
            "Port unreachable",
            "Source address failed ingress/egress policy",
            "Reject route to destination",
            "Error in Source Routing Header");
    private static final List<String> TIME_EXCEEDED_V6 =
            List.of("hop limit exceeded in transit", "fragment reassembly time exceeded");
    private static final List<String> PARAMETER_V6 = List.of(
            "erroneous header field encountered",
            "unrecognized Next Header type encountered",
            "unrecognized IPv6 option encountered",
            "IPv6 First Fragment has incomplete IPv6 Header Chain");

    private IcmpErrorText() {}

    static String of(IcmpError error) {
        int code = error.code();
        if (error.version() == 6) {
            return switch (error.type()) {
                case 1 -> "Destination Unreachable (" + word(UNREACHABLE_V6, code, "Unknown") + ")";
                case 2 -> "Packet Too Big";
                case 3 -> "Time Exceeded (" + word(TIME_EXCEEDED_V6, code, "Unknown (" + code + ")") + ")";
                default -> "Parameter Problem (" + word(PARAMETER_V6, code, "Unknown (" + code + ")") + ")";
            };
        }
        return switch (error.type()) {
            case 3 -> v4("Destination unreachable", UNREACHABLE, code);
            case 4 -> "Source quench (flow control)";
            case 5 -> v4("Redirect", REDIRECT, code);
            case 11 -> v4("Time-to-live exceeded", TIME_EXCEEDED, code);
            default -> v4("Parameter problem", PARAMETER, code);
        };
    }

    private static String v4(String type, List<String> codes, int code) {
        return String.format(Locale.ROOT, "%-20s (%s)", type, word(codes, code, "Unknown code: " + code));
    }

    private static String word(List<String> codes, int code, String unknown) {
        return code < codes.size() ? codes.get(code) : unknown;
    }
}
