package parley.analyzer.capture;

import java.util.Map;
import java.util.Optional;

/** LINKTYPE_ numbers (the registry of the tcpdump group) of the link layers that are decoded, and the names of the others. */
public final class LinkType {
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    public static final int TOKEN_RING = 6;
    /** PPP, perhaps with the address and control fields of its HDLC-like framing before it. */
    public static final int PPP = 9;

    public static final int FDDI = 10;
    /** LLC over ATM, as BSD systems number it in DLT_ values. */
    public static final int ATM_RFC1483_BSD = 11;

    /** Raw IP as BSD systems number it in DLT_ values; found in files all the same. */
    public static final int RAW_BSD = 12;

    /** OpenBSD's enc, as it numbers it in DLT_ values. */
    public static final int ENC_BSD = 13;

    public static final int RAW_OPENBSD = 14;
    public static final int PPP_HDLC = 50;
    /** PPPoE without Ethernet. */
    public static final int PPP_ETHER = 51;

    public static final int ATM_RFC1483 = 100;
    public static final int RAW = 101;
    public static final int CISCO_HDLC = 104;
    public static final int IEEE_802_11 = 105;
    public static final int FRAME_RELAY = 107;
    public static final int LOOP = 108;
    /** What IPsec has unpacked, on OpenBSD. */
    public static final int ENC = 109;

    public static final int LINUX_SLL = 113;
    public static final int PRISM = 119;
    public static final int IP_OVER_FC = 122;
    public static final int RADIOTAP = 127;
    public static final int IP_OVER_1394 = 138;
    /** PKTAP, as macOS' DLT_USER2 came into files. */
    public static final int PKTAP_USER2 = 149;

    public static final int AVS = 163;
    /** Per-Packet Information: fields before a packet of another link type. */
    public static final int PPI = 192;

    public static final int PPP_WITH_DIRECTION = 204;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    /** Linux' netfilter log. */
    public static final int NFLOG = 239;

    /** What macOS puts before the packets of all its interfaces. */
    public static final int PKTAP = 258;

    public static final int LINUX_SLL2 = 276;

    /** Those that are not decoded, by Wireshark's names. */
    private static final Map<Integer, String> OTHERS = Map.ofEntries(
            Map.entry(2, "Xerox 3MB Ethernet"),
            Map.entry(3, "Amateur Radio AX.25"),
            Map.entry(7, "ARCNET"),
            Map.entry(8, "SLIP"),
            Map.entry(16, "Linux ATM CLIP"),
            Map.entry(18, "Linux ATM CLIP"),
            Map.entry(19, "Linux ATM CLIP"),
            Map.entry(32, "Redback SmartEdge"),
            Map.entry(99, "Symantec Enterprise Firewall"),
            Map.entry(106, "Linux ATM CLIP"),
            Map.entry(112, "Cisco HDLC"),
            Map.entry(114, "Localtalk"),
            Map.entry(117, "OpenBSD PF Firewall logs"),
            Map.entry(118, "Cisco IOS internal"),
            Map.entry(121, "HiPath HDLC"),
            Map.entry(123, "ATM PDUs"),
            Map.entry(128, "Tazmen sniffer protocol"),
            Map.entry(129, "Linux ARCNET"),
            Map.entry(130, "Juniper MLPPP"),
            Map.entry(131, "Juniper MLFR"),
            Map.entry(133, "Juniper GGSN"),
            Map.entry(135, "Juniper ATM2"),
            Map.entry(136, "Juniper Services"),
            Map.entry(137, "Juniper ATM1"),
            Map.entry(139, "MTP2 with pseudoheader"),
            Map.entry(140, "SS7 MTP2"),
            Map.entry(141, "SS7 MTP3"),
            Map.entry(142, "SS7 SCCP"),
            Map.entry(143, "Data Over Cable Service Interface Specification"),
            Map.entry(144, "IrDA"),
            Map.entry(165, "BACnet MS/TP"),
            Map.entry(167, "Juniper PPPoE"),
            Map.entry(169, "GPRS LLC"),
            Map.entry(170, "ITU-T G.7041/Y.1303 Generic Framing Procedure Transparent mode"),
            Map.entry(171, "ITU-T G.7041/Y.1303 Generic Framing Procedure Frame-mapped mode"),
            Map.entry(172, "GCOM TIE1"),
            Map.entry(173, "GCOM Serial"),
            Map.entry(177, "LAPD with Linux pseudo-header"),
            Map.entry(178, "Juniper Ethernet"),
            Map.entry(179, "Juniper PPP"),
            Map.entry(180, "Juniper Frame-Relay"),
            Map.entry(181, "Juniper C-HDLC"),
            Map.entry(183, "Juniper Voice PIC"),
            Map.entry(184, "Juniper VN"),
            Map.entry(186, "USB packets with FreeBSD header"),
            Map.entry(187, "Bluetooth H4"),
            Map.entry(188, "IEEE 802.16 MAC Common Part Sublayer"),
            Map.entry(189, "USB packets with Linux header"),
            Map.entry(190, "Controller Area Network 2.0B"),
            Map.entry(195, "IEEE 802.15.4 Wireless PAN"),
            Map.entry(196, "SITA WAN packets"),
            Map.entry(197, "Extensible Record Format"),
            Map.entry(199, "Intelligent Platform Management Bus with Kontron pseudo-header"),
            Map.entry(200, "Juniper Secure Tunnel Information"),
            Map.entry(201, "Bluetooth H4 with linux header"),
            Map.entry(202, "AX.25 with KISS header"),
            Map.entry(203, "LAPD"),
            Map.entry(209, "I2C with Linux-specific pseudo-header"),
            Map.entry(210, "FlexRay"),
            Map.entry(211, "Media Oriented Systems Transport"),
            Map.entry(212, "Local Interconnect Network"),
            Map.entry(213, "X2E serial line capture"),
            Map.entry(214, "X2E Xoraya"),
            Map.entry(215, "IEEE 802.15.4 Wireless PAN non-ASK PHY"),
            Map.entry(220, "USB packets with Linux header and padding"),
            Map.entry(224, "Fibre Channel FC-2"),
            Map.entry(225, "Fibre Channel FC-2 With Frame Delimiter"),
            Map.entry(226, "Solaris IPNET"),
            Map.entry(227, "SocketCAN"),
            Map.entry(230, "IEEE 802.15.4 Wireless PAN with FCS not present"),
            Map.entry(231, "D-Bus"),
            Map.entry(235, "DVB-CI (Common Interface)"),
            Map.entry(236, "MUX27010"),
            Map.entry(237, "STANAG 5066 Data Transfer Sublayer PDUs(D_PDU)"),
            Map.entry(240, "Hilscher netANALYZER"),
            Map.entry(241, "Hilscher netANALYZER-Transparent"),
            Map.entry(242, "IP over IB"),
            Map.entry(243, "ISO/IEC 13818-1 MPEG2-TS"),
            Map.entry(245, "NFC LLCP"),
            Map.entry(248, "SCTP"),
            Map.entry(249, "USB packets with USBPcap header"),
            Map.entry(250, "RTAC serial-line"),
            Map.entry(251, "Bluetooth Low Energy Link Layer"),
            Map.entry(252, "Wireshark Upper PDU export"),
            Map.entry(253, "Linux Netlink"),
            Map.entry(254, "Bluetooth Linux Monitor"),
            Map.entry(255, "Bluetooth BR/EDR Baseband RF"),
            Map.entry(256, "Bluetooth Low Energy Link Layer RF"),
            Map.entry(259, "Ethernet Passive Optical Network"),
            Map.entry(260, "IPMI Trace Data Collection"),
            Map.entry(264, "ISO 14443 contactless smartcard standards"),
            Map.entry(266, "USB packets with Darwin (macOS, etc.) headers"),
            Map.entry(268, "SDLC"),
            Map.entry(270, "LoRaTap"),
            Map.entry(271, "Linux vsock"),
            Map.entry(272, "nRF Sniffer for Bluetooth LE"),
            Map.entry(273, "DOCSIS with Excentis XRA pseudo-header"),
            Map.entry(274, "IEEE 802.3br mPackets"),
            Map.entry(275, "DisplayPort AUX channel with Unigraf pseudo-header"),
            Map.entry(279, "Elektrobit High Speed Capture and Replay"),
            Map.entry(280, "Vector Packet Processing graph dispatch trace"),
            Map.entry(283, "IEEE 802.15.4 Wireless with TAP pseudo-header"),
            Map.entry(287, "Z-Wave Serial API packets"),
            Map.entry(288, "USB 2.0/1.1/1.0 packets"),
            Map.entry(290, "Event Tracing for Windows messages"),
            Map.entry(292, "ZBOSS NCP"),
            Map.entry(293, "Low-Speed USB 2.0/1.1/1.0 packets"),
            Map.entry(294, "Full-Speed USB 2.0/1.1/1.0 packets"),
            Map.entry(295, "High-Speed USB 2.0 packets"));

    private LinkType() {}

    /** The link layer's name for a person, for instance {@code Ethernet}; {@code link type N} where it has none. */
    public static String name(int linkType) {
        return decodedName(linkType).orElseGet(() -> {
            String name = OTHERS.get(linkType);
            return name == null ? "link type " + linkType : name;
        });
    }

    /** The same; empty where it is not decoded. */
    static Optional<String> decodedName(int linkType) {
        return Optional.ofNullable(
                switch (linkType) {
                    case NULL -> "BSD loopback";
                    case ETHERNET -> "Ethernet";
                    case TOKEN_RING -> "Token Ring";
                    case PPP, PPP_HDLC -> "PPP";
                    case FDDI -> "FDDI";
                    case ATM_RFC1483_BSD, ATM_RFC1483 -> "ATM with LLC";
                    case RAW_BSD, RAW_OPENBSD, RAW -> "raw IP";
                    case ENC_BSD, ENC -> "OpenBSD enc";
                    case PPP_ETHER -> "PPPoE";
                    case CISCO_HDLC -> "Cisco HDLC";
                    case IEEE_802_11 -> "IEEE 802.11";
                    case FRAME_RELAY -> "Frame Relay";
                    case LOOP -> "OpenBSD loopback";
                    case LINUX_SLL -> "Linux cooked v1";
                    case PRISM -> "IEEE 802.11 with Prism";
                    case IP_OVER_FC -> "IP over Fibre Channel";
                    case RADIOTAP -> "IEEE 802.11 with radiotap";
                    case IP_OVER_1394 -> "IP over IEEE 1394";
                    case PKTAP_USER2, PKTAP -> "PKTAP";
                    case AVS -> "IEEE 802.11 with AVS";
                    case PPI -> "PPI";
                    case PPP_WITH_DIRECTION -> "PPP with direction";
                    case IPV4 -> "raw IPv4";
                    case IPV6 -> "raw IPv6";
                    case NFLOG -> "NFLOG";
                    case LINUX_SLL2 -> "Linux cooked v2";
                    default -> null;
                });
    }
}
