package parley.analyzer.testing;

import java.util.List;
import parley.analyzer.capture.LinkType;

/** Every kind of header that is passed over on the way to IP. */
public final class Encapsulations {
    private static final String MACS = "020000000002 020000000001 ";
    private static final String BSSID = "020000000003 ";
    private static final String SNAP = "aaaa03000000 {type}";
    private static final String WLAN = "0802 0000" + MACS + BSSID + "0000";
    private static final String QOS = "8802 0000" + MACS + BSSID + "0000 ";
    private static final String RADIOTAP_HEADER = "0000 0800 00000000";
    private static final String PKTAP_REST = "00".repeat(96);
    private static final String TO_VXLAN = "c000 12b5 {+6} 0000 08000000 00002a00 ";

    private Encapsulations() {}

    /** Of each link type one at least; of Ethernet with whatever may stand between it and IP. */
    public static final List<Encapsulation> LINKS = List.of(
            either("Ethernet", LinkType.ETHERNET, MACS + "{type}"),
            either("802.1Q", LinkType.ETHERNET, MACS + "8100 0064 {type}"),
            either("802.1ad over 802.1Q", LinkType.ETHERNET, MACS + "88a8 0064 8100 00c8 {type}"),
            either("QinQ before 802.1ad", LinkType.ETHERNET, MACS + "9100 0064 8100 00c8 {type}"),
            either("three tags", LinkType.ETHERNET, MACS + "8100 0001 8100 0002 8100 0003 {type}"),
            either("one MPLS label", LinkType.ETHERNET, MACS + "8847 00010140"),
            either("a stack of MPLS labels", LinkType.ETHERNET, MACS + "8847 00010040 00020040 00030140"),
            either("MPLS multicast", LinkType.ETHERNET, MACS + "8848 00010140"),
            either("MPLS in a VLAN", LinkType.ETHERNET, MACS + "8100 0064 8847 00010140"),
            either("PPPoE", LinkType.ETHERNET, MACS + "8864 1100 0001 {+0} {ppp}"),
            either("PPPoE in a VLAN", LinkType.ETHERNET, MACS + "8100 0064 8864 1100 0001 {+0} {ppp}"),
            v4("PPPoE with a compressed protocol", LinkType.ETHERNET, MACS + "8864 1100 0001 {+0} 21"),
            either("LLC and SNAP", LinkType.ETHERNET, MACS + "{+0}" + SNAP),
            either("LLC and SNAP of a bridge that tunnels", LinkType.ETHERNET, MACS + "{+0} aaaa030000f8 {type}"),
            v4("LLC", LinkType.ETHERNET, MACS + "{+0} 060603"),
            either("LLC without a length", LinkType.ETHERNET, MACS + "8870" + SNAP),
            either("Ethernet in Ethernet", LinkType.ETHERNET, MACS + "6558" + MACS + "{type}"),
            either("802.1ah", LinkType.ETHERNET, MACS + "88e7 00000001" + MACS + "{type}"),
            either("Cisco metadata", LinkType.ETHERNET, MACS + "8909 0101 0001 0001 {type}"),
            either("VN-Tag", LinkType.ETHERNET, MACS + "8926 00010001 {type}"),
            either("raw IP", LinkType.RAW, ""),
            either("raw IP of BSD", LinkType.RAW_BSD, ""),
            v4("raw IPv4", LinkType.IPV4, ""),
            v6("raw IPv6", LinkType.IPV6, ""),
            either("PPP", LinkType.PPP, "{ppp}"),
            either("PPP in HDLC", LinkType.PPP, "ff03 {ppp}"),
            v4("PPP with a compressed protocol", LinkType.PPP, "21"),
            either("PPP in Cisco's framing", LinkType.PPP, "0f00 {type}"),
            either("PPP that bridges", LinkType.PPP, "ff03 0031 0001" + MACS + "{type}"),
            either("PPP with MPLS", LinkType.PPP, "0281 00010140"),
            either("PPP in HDLC alone", LinkType.PPP_HDLC, "ff03 {ppp}"),
            v4("PPP in HDLC with a compressed protocol", LinkType.PPP_HDLC, "ff03 21"),
            either("PPPoE without Ethernet", LinkType.PPP_ETHER, "1100 0001 {+0} {ppp}"),
            either("PPP received", LinkType.PPP_WITH_DIRECTION, "00 ff03 {ppp}"),
            v4("loopback", LinkType.NULL, "02000000"),
            v6("loopback", LinkType.NULL, "1e000000"),
            either("loopback with an EtherType", LinkType.NULL, "0f00 {type}"),
            either("loopback with an EtherType behind nothing", LinkType.NULL, "0000 {type}"),
            v4("loopback, EtherType first", LinkType.NULL, "00080000"),
            v6("loopback, EtherType first", LinkType.NULL, "dd860000"),
            v4("loopback, family second", LinkType.NULL, "00020000"),
            v4("loopback, family third", LinkType.NULL, "00000200"),
            either("loopback with PPP", LinkType.NULL, "ff03 {ppp}"),
            v4("OpenBSD's loopback", LinkType.LOOP, "00000002"),
            v6("OpenBSD's loopback", LinkType.LOOP, "00000018"),
            either("Cisco HDLC", LinkType.CISCO_HDLC, "0f00 {type}"),
            either("Cisco HDLC multicast", LinkType.CISCO_HDLC, "8f00 {type}"),
            v4("enc", LinkType.ENC, "02000000 00000001 00000c00"),
            v4("enc in network order", LinkType.ENC, "00000002 00000001 00000c00"),
            v6("enc", LinkType.ENC, "18000000 00000001 00000c00"),
            either("FDDI", LinkType.FDDI, "50" + MACS + SNAP),
            either("Token Ring", LinkType.TOKEN_RING, "1040" + MACS + SNAP),
            either(
                    "Token Ring with a route",
                    LinkType.TOKEN_RING,
                    "1040 020000000002 820000000001 0630 0011 0020" + SNAP),
            either("Frame Relay", LinkType.FRAME_RELAY, "1841 03{nlpid}"),
            either("Frame Relay with a long address", LinkType.FRAME_RELAY, "18400001 03{nlpid}"),
            either("Frame Relay with SNAP", LinkType.FRAME_RELAY, "1841 0300 80 000000 {type}"),
            either("Frame Relay with Ethernet", LinkType.FRAME_RELAY, "1841 0300 80 0080c2 0007" + MACS + "{type}"),
            either("Frame Relay of Cisco", LinkType.FRAME_RELAY, "1841 {type}"),
            either("ATM", LinkType.ATM_RFC1483, SNAP),
            either("IP over Fibre Channel", LinkType.IP_OVER_FC, "00".repeat(16) + SNAP),
            either("IP over IEEE 1394", LinkType.IP_OVER_1394, "00".repeat(16) + "{type}"),
            either("Linux cooked", LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 {type}"),
            either("Linux cooked with LLC", LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 0004" + SNAP),
            either(
                    "Linux cooked with radiotap",
                    LinkType.LINUX_SLL,
                    "0000 0323 0006 020000000001 0000 0004" + RADIOTAP_HEADER + WLAN + SNAP),
            either("Linux cooked v2", LinkType.LINUX_SLL2, "{type} 0000 00000001 0001 00 06 020000000001 0000"),
            either("802.11", LinkType.IEEE_802_11, WLAN + SNAP),
            either("802.11 with QoS", LinkType.IEEE_802_11, QOS + "0000" + SNAP),
            either(
                    "802.11 between access points",
                    LinkType.IEEE_802_11,
                    "0803" + WLAN.substring(4) + "020000000004" + SNAP),
            either("802.11 with HT control", LinkType.IEEE_802_11, "8882" + QOS.substring(4) + "0000 00000000" + SNAP),
            either(
                    "802.11 in a mesh",
                    LinkType.IEEE_802_11,
                    "8803 0000" + MACS + BSSID + "0000 020000000004 0001 00 1f 00000000" + SNAP),
            either("802.11 aggregated", LinkType.IEEE_802_11, QOS + "8000" + MACS + "{+0}" + SNAP),
            either(
                    "802.11 aggregated behind another",
                    LinkType.IEEE_802_11,
                    QOS + "8000" + MACS + "0024 aaaa03000000 0806 0001080006040001" + "00".repeat(22) + MACS + "{+0}"
                            + SNAP),
            either("radiotap", LinkType.RADIOTAP, RADIOTAP_HEADER + WLAN + SNAP),
            either("radiotap with padding", LinkType.RADIOTAP, "0000 0900 02000000 20" + QOS + "0000 0000" + SNAP),
            either(
                    "radiotap with an extended bitmap",
                    LinkType.RADIOTAP,
                    "0000 1900 03000080 00000000 00000000 0000000000000000 20" + QOS + "0000 0000" + SNAP),
            either("Prism", LinkType.PRISM, "44000000 90000000" + "00".repeat(136) + WLAN + SNAP),
            either("Prism that is AVS", LinkType.PRISM, "80211001 00000040" + "00".repeat(56) + WLAN + SNAP),
            either("AVS", LinkType.AVS, "80211001 00000040" + "00".repeat(56) + WLAN + SNAP),
            either("PPI with 802.11", LinkType.PPI, "00000800 69000000" + WLAN + SNAP),
            either("PPI with Ethernet", LinkType.PPI, "00002000 01000000" + "00".repeat(24) + MACS + "{type}"),
            v4("NFLOG", LinkType.NFLOG, "02000000 08000100 08000300 {<2} 0900"),
            v6("NFLOG", LinkType.NFLOG, "0a000000 05000a00 00000000 {<2} 0900"),
            either("PKTAP with Ethernet", LinkType.PKTAP, pktap("01000000") + MACS + "{type}"),
            v6("PKTAP with loopback", LinkType.PKTAP, pktap("00000000") + "1e000000"),
            either("PKTAP with raw IP", LinkType.PKTAP, pktap("0c000000")),
            either("PKTAP with 802.11", LinkType.PKTAP, pktap("69000000") + WLAN + SNAP),
            either("PKTAP of old", LinkType.PKTAP_USER2, pktap("01000000") + MACS + "{type}"));

    /** By the number of their IP protocol, which is UDP's for most. */
    public static final List<Encapsulation> TUNNELS = List.of(
            v4("IP in IP", 4, ""),
            v6("IPv6 in IP", 41, ""),
            either("GRE", 47, "0000 {type}"),
            either("GRE with checksum, key and sequence number", 47, "b000 {type} 00000000 0000002a 00000001"),
            either("GRE with Ethernet", 47, "0000 6558 " + MACS + "{type}"),
            either("GRE with Ethernet in a VLAN", 47, "0000 6558 " + MACS + "8100 0064 {type}"),
            either("GRE with MPLS", 47, "0000 8847 00010140"),
            either("GRE version 1 with PPP", 47, "3081 880b {+-10} 0001 00000001 00000000 ff03 {ppp}"),
            either("VXLAN", 17, TO_VXLAN + MACS + "{type}"),
            either("VXLAN in a VLAN inside", 17, TO_VXLAN + MACS + "8100 0001 {type}"),
            either("VXLAN's answer", 17, "12b5 c000 {+6} 0000 08000000 00002a00" + MACS + "{type}"),
            v4("VXLAN that says that it carries IPv4", 17, "c000 12b6 {+6} 0000 0c000001 00002a00"),
            v6("VXLAN that says that it carries IPv6", 17, "c000 12b6 {+6} 0000 0c000002 00002a00"),
            either("Geneve", 17, "c000 17c1 {+6} 0000 0000 6558 00000100" + MACS + "{type}"),
            either("Geneve with options", 17, "c000 17c1 {+6} 0000 0240 {type} 00000100 0102 8001 00000001"),
            either("GTP", 17, "0868 0868 {+6} 0000 30ff {+-4} 00000001"),
            either("GTP with a sequence number", 17, "0868 0868 {+6} 0000 32ff {+-4} 00000001 00010085"),
            either(
                    "GTP with extension headers",
                    17,
                    "0868 0868 {+6} 0000 34ff {+-4} 00000001 000000c0 01000085 01100900"),
            either("GTP with Ethernet", 17, "0868 0868 {+6} 0000 30ff {+-4} 00000001" + MACS + "{type}"),
            either("L2TP", 17, "06a5 06a5 {+6} 0000 0002 0001 0001 ff03 {ppp}"),
            either(
                    "L2TP with everything",
                    17,
                    "06a5 c350 {+6} 0000 4b02 {+4} 0001 0001 0000 0000 0002 0000 ff03 {ppp}"),
            v6("Teredo", 17, "0dd8 c350 {+6} 0000"),
            v6(
                    "Teredo with authentication and origin",
                    17,
                    "c350 0dd8 {+6} 0000 0001 0203 aabb ccddee 0102030405060708 00 0000 1234 c0000201"),
            either("TZSP", 17, "c350 9090 {+6} 0000 0100 0001 01" + MACS + "{type}"),
            either("TZSP with fields", 17, "c350 9090 {+6} 0000 0100 0001 00 0a01c4 0d020001 01" + MACS + "{type}"),
            either("TZSP with 802.11", 17, "c350 9090 {+6} 0000 0100 0012 01" + WLAN + SNAP),
            either("ERSPAN type I", 47, "0000 88be" + MACS + "{type}"),
            either("ERSPAN type II", 47, "1000 88be 00000001 1001 0001 00000002" + MACS + "{type}"),
            either(
                    "ERSPAN type III",
                    47,
                    "1000 22eb 00000001 2001 0001 00000002 0000 0001 0400000000000000" + MACS + "{type}"),
            either("GRE with Frame Relay", 47, "0000 6559 1841 03{nlpid}"),
            v4("WCCP", 47, "0000 883e 00000000"),
            either("Ethernet in IP", 97, "3000" + MACS + "{type}"),
            either("MPLS in IP", 137, "00010140"),
            either("MPLS in UDP", 17, "c350 19eb {+6} 0000 00010140"),
            either("LISP", 17, "c350 10f5 {+6} 0000 0000000000000000"));

    private static String pktap(String linkType) {
        return "6c000000 01000000" + linkType + PKTAP_REST;
    }

    private static Encapsulation either(String name, int number, String template) {
        return new Encapsulation(name, number, 0, template);
    }

    private static Encapsulation v4(String name, int number, String template) {
        return new Encapsulation(name, number, 4, template);
    }

    private static Encapsulation v6(String name, int number, String template) {
        return new Encapsulation(name, number, 6, template);
    }
}
