package parley.analyzer.testing;

import java.util.Arrays;
import java.util.List;
import parley.analyzer.capture.LinkType;

/**
 * A link that is drawn by lot, and what it puts before IP. Frame Relay is not among them: there Wireshark 4.0 takes all
 * options of TCP for those of one stream of its own.
 *
 * @param type one of {@link LinkType}'s
 * @param header in the words of {@link RandomHeader}
 */
record RandomLink(int type, String header) {
    private static final String SNAP = " aaaa03000000 T";
    private static final String WLAN = "08020000 M 020000000003 0000";
    private static final String QOS = "88020000 M 020000000003 0000 0000";
    private static final String PKTAP = "6c000000 01000000 ";
    private static final String PKTAP_REST = " " + "00".repeat(96) + " ";

    private static final List<List<RandomLink>> ALL = List.of(
            of(LinkType.ETHERNET, "M T"),
            of(LinkType.ETHERNET, "M T", "M 8100 0064 T", "M 88a8 0064 8100 00c8 T", "M 9100 0064 8100 00c8 T"),
            of(LinkType.ETHERNET, "M 8847 00010140", "M 8847 00010040 00020140", "M 8100 0064 8847 00010140"),
            of(LinkType.ETHERNET, "M 8864 1100 0001 L+2 P", "M 8100 0064 8864 1100 0001 L+2 P"),
            of(LinkType.ETHERNET, "M L+8" + SNAP, "M 8870" + SNAP),
            of(LinkType.ETHERNET, "M 6558 M T", "M 88e7 00000001 M T", "M 8909 0101 0001 0001 T", "M 8926 00010001 T"),
            of(LinkType.RAW, ""),
            of(LinkType.RAW_BSD, ""),
            of(LinkType.RAW_OPENBSD, ""),
            of(LinkType.IPV4, ""),
            of(LinkType.IPV6, ""),
            of(LinkType.PPP, "P", "ff03 P", "0f00 T", "0281 00010140", "ff03 0031 0001 M T"),
            of(LinkType.PPP_HDLC, "ff03 P"),
            of(LinkType.PPP_ETHER, "1100 0001 L+2 P"),
            of(LinkType.PPP_WITH_DIRECTION, "00 ff03 P", "01 ff03 P"),
            of(LinkType.NULL, "f", "F", "0f00 T"),
            of(LinkType.LOOP, "F"),
            of(LinkType.CISCO_HDLC, "0f00 T", "8f00 T"),
            of(LinkType.ENC, "e 00000001 00000c00", "E 00000001 00000c00"),
            of(LinkType.FDDI, "50 M" + SNAP),
            of(LinkType.TOKEN_RING, "1040 M" + SNAP, "1040 020000000002 820000000001 0630 0011 0020" + SNAP),
            of(LinkType.ATM_RFC1483, SNAP),
            of(LinkType.IP_OVER_FC, "00".repeat(16) + SNAP),
            of(LinkType.IP_OVER_1394, "00".repeat(16) + " T"),
            of(
                    LinkType.LINUX_SLL,
                    "0000 0001 0006 020000000001 0000 T",
                    "0000 0001 0006 020000000001 0000 0004" + SNAP),
            of(LinkType.LINUX_SLL2, "T 0000 00000001 0001 00 06 0200000000010000"),
            of(LinkType.IEEE_802_11, WLAN + SNAP, QOS + SNAP),
            of(LinkType.RADIOTAP, "0000080000000000 " + WLAN + SNAP, "0000090002000000 20 " + QOS + " 0000" + SNAP),
            of(LinkType.PRISM, "44000000 90000000 " + "00".repeat(136) + " " + WLAN + SNAP),
            of(LinkType.AVS, "80211001 00000040 " + "00".repeat(56) + " " + WLAN + SNAP),
            of(LinkType.PPI, "00000800 69000000 " + WLAN + SNAP, "00000800 01000000 M T"),
            of(LinkType.PKTAP, PKTAP + "01000000" + PKTAP_REST + "M T", PKTAP + "0c000000" + PKTAP_REST),
            of(LinkType.PKTAP_USER2, PKTAP + "01000000" + PKTAP_REST + "M T"),
            of(LinkType.NFLOG, "02000000 08000100 08000300 l+4 0900"));

    private static List<RandomLink> of(int type, String... headers) {
        return Arrays.stream(headers)
                .map(header -> new RandomLink(type, header.strip()))
                .toList();
    }

    static RandomLink draw(Lots lots) {
        List<RandomLink> drawn = lots.chance(25) ? ALL.getFirst() : ALL.get(lots.below(ALL.size()));
        return drawn.get(lots.below(drawn.size()));
    }

    /** Whether it can carry IP of this version. */
    boolean carries(int version) {
        return switch (type) {
            case LinkType.IPV4, LinkType.NFLOG -> version == 4;
            case LinkType.IPV6 -> version == 6;
            default -> true;
        };
    }

    /** The packet on the link, rarely cut anywhere or with padding behind it. */
    Frame frame(RandomPacket packet, long nanos, Lots lots) {
        RandomPacket whole = packet.behind(RandomHeader.of(header, packet));
        byte[] octets = whole.octets();
        int captured = whole.captured();
        if (lots.chance(3)) {
            captured = Math.min(captured, lots.below(octets.length) + 1);
        } else if (type == LinkType.ETHERNET && whole.isWhole() && lots.chance(15)) {
            octets = Arrays.copyOf(octets, Math.max(60, octets.length) + (lots.coin() ? lots.below(12) : 0));
            captured = octets.length - (lots.chance(30) ? lots.below(12) : 0);
        }
        return new Frame(nanos, Arrays.copyOf(octets, captured), octets.length);
    }
}
