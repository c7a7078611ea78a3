package parley.analyzer.wire;

import org.jspecify.annotations.Nullable;

/**
 * Protocols with packets that show other packets' headers, whole or in part. Wireshark finds the fields of these as if
 * they were the packet's own.
 */
public enum Quoting {
    ICMP("ICMP", "icmp"),
    ICMPV6("ICMP", "icmpv6"),
    SFLOW("sFlow", "sflow"),
    CAPWAP("CAPWAP", "capwap.data"),
    LWAPP("LWAPP", "lwapp"),
    LISP("LISP", "lisp-data"),
    VXLAN_GPE("VXLAN-GPE", "vxlan_gpe"),
    AYIYA("AYIYA", "ayiya"),
    TRILL("TRILL", "trill"),
    NSH("NSH", "nsh");

    private final String title;
    private final String filter;

    Quoting(String title, String filter) {
        this.title = title;
        this.filter = filter;
    }

    /** What a packet is that quotes others; null where it does not. */
    static @Nullable Quoting of(DecodedPacket packet) {
        if (packet.hasTcp()) {
            return null;
        }
        if (packet.hasIp() && packet.ip().isIcmp()) {
            return packet.ip().version() == 4 ? ICMP : ICMPV6;
        }
        Carried carried = packet.carried();
        return switch (carried.kind()) {
            case UDP_PORT ->
                switch (carried.number()) {
                    case 6343 -> SFLOW;
                    case 5247 -> CAPWAP;
                    case 12_222, 12_223 -> LWAPP;
                    case 4341 -> LISP;
                    case 4790 -> VXLAN_GPE;
                    case 5072 -> AYIYA;
                    default -> null;
                };
            case ETHERTYPE ->
                switch (carried.number()) {
                    case 0x22f3 -> TRILL;
                    case 0x894f -> NSH;
                    default -> null;
                };
            default -> null;
        };
    }

    /** As sentences have it. */
    public String title() {
        return title;
    }

    /** The display filter that selects its packets. */
    public String filter() {
        return filter;
    }
}
