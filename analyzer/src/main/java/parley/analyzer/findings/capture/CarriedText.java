package parley.analyzer.findings.capture;

import java.util.Map;
import java.util.Set;
import parley.analyzer.capture.LinkType;
import parley.analyzer.wire.Carried;

/** What is not read, in words, and what to do about it. */
final class CarriedText {
    private static final int ESP = 50;
    private static final int IPSEC_IN_UDP = 4500;
    private static final int WIREGUARD = 51_820;
    private static final int OPENVPN = 1194;
    private static final int QUIC = 443;
    private static final int MACSEC = 0x88e5;

    private static final Map<Integer, String> ETHERTYPES = Map.of(
            0x0806,
            "ARP",
            0x22f3,
            "TRILL",
            0x8035,
            "RARP",
            0x8863,
            "PPPoE discovery",
            0x888e,
            "802.1X",
            MACSEC,
            "MACsec",
            0x88cc,
            "LLDP",
            0x894f,
            "NSH");

    private static final Map<Integer, String> IP_PROTOCOLS = Map.ofEntries(
            Map.entry(1, "ICMP"),
            Map.entry(2, "IGMP"),
            Map.entry(6, "TCP"),
            Map.entry(17, "UDP"),
            Map.entry(47, "GRE"),
            Map.entry(ESP, "ESP (IPsec)"),
            Map.entry(58, "ICMPv6"),
            Map.entry(88, "EIGRP"),
            Map.entry(89, "OSPF"),
            Map.entry(103, "PIM"),
            Map.entry(108, "IPComp"),
            Map.entry(112, "VRRP"),
            Map.entry(115, "L2TPv3"),
            Map.entry(132, "SCTP"));

    private static final Map<Integer, String> UDP_PORTS = Map.ofEntries(
            Map.entry(53, "DNS"),
            Map.entry(67, "DHCP"),
            Map.entry(123, "NTP"),
            Map.entry(QUIC, "QUIC"),
            Map.entry(500, "IKE"),
            Map.entry(OPENVPN, "OpenVPN"),
            Map.entry(1701, "L2TP"),
            Map.entry(1900, "SSDP"),
            Map.entry(2123, "GTP-C"),
            Map.entry(2152, "GTP-U"),
            Map.entry(3544, "Teredo"),
            Map.entry(IPSEC_IN_UDP, "IPsec"),
            Map.entry(4789, "VXLAN"),
            Map.entry(5247, "CAPWAP"),
            Map.entry(5353, "mDNS"),
            Map.entry(6081, "Geneve"),
            Map.entry(8472, "VXLAN"),
            Map.entry(37_008, "TZSP"),
            Map.entry(WIREGUARD, "WireGuard"));

    private static final Set<Integer> TUNNEL_ETHERTYPES = Set.of(0x22f3, MACSEC, 0x894f);
    private static final Set<Integer> TUNNEL_PROTOCOLS = Set.of(47, ESP, 108, 115);
    private static final Set<Integer> TUNNEL_PORTS = Set.of(OPENVPN, IPSEC_IN_UDP, 5247, WIREGUARD);

    private CarriedText() {}

    static String name(Carried carried) {
        int number = carried.number();
        return switch (carried.kind()) {
            case LINK_TYPE -> "the link type " + LinkType.name(number);
            case ETHERTYPE -> ETHERTYPES.getOrDefault(number, String.format("the EtherType 0x%04x", number));
            case LLC -> number == 0x42 ? "the spanning tree" : String.format("LLC for the access point 0x%02x", number);
            case PPP_PROTOCOL -> String.format("PPP's protocol 0x%04x", number);
            case IP_PROTOCOL -> IP_PROTOCOLS.getOrDefault(number, "the IP protocol " + number);
            case FRAGMENT -> IP_PROTOCOLS.getOrDefault(number, "the IP protocol " + number) + " in fragments";
            case UDP_PORT -> {
                String service = UDP_PORTS.get(number);
                yield "UDP on port " + number + (service == null ? "" : " (" + service + ")");
            }
            case GRE_PROTOCOL -> String.format("GRE of the protocol 0x%04x", number);
            case WLAN_ENCRYPTED -> "encrypted 802.11";
            case WLAN_FRAGMENT -> "802.11 in fragments";
            case WLAN_CONTROL -> "802.11 without data";
            case FAULT -> "headers that make no sense";
            case NOTHING -> "no protocol that could be told";
        };
    }

    /** Whether it is a tunnel, or another cover, under which TCP may be; of the tunnels that are read, what is left is none. */
    static boolean mayHoldTcp(Carried carried) {
        return switch (carried.kind()) {
            case ETHERTYPE -> TUNNEL_ETHERTYPES.contains(carried.number());
            case IP_PROTOCOL -> TUNNEL_PROTOCOLS.contains(carried.number());
            case UDP_PORT -> TUNNEL_PORTS.contains(carried.number());
            case GRE_PROTOCOL -> !ETHERTYPES.containsKey(carried.number());
            case WLAN_ENCRYPTED, WLAN_FRAGMENT -> true;
            default -> false;
        };
    }

    /** What to do, in a sentence. */
    static String wayOut(Carried carried) {
        return switch (carried.kind()) {
            case LINK_TYPE ->
                "Capture on another interface, or if the type is not the packets' own, set it right: editcap -T.";
            case WLAN_ENCRYPTED ->
                "Capture on the interface of the station or of the network after the access point, where nothing is encrypted.";
            case WLAN_FRAGMENT -> "Capture on the interface of the station or of the network after the access point.";
            default ->
                mayHoldTcp(carried)
                        ? "Capture at an end of the tunnel, on the tunnel's own interface."
                        : "Capture on the interface that the TCP takes, without a filter that leaves it out.";
        };
    }
}
