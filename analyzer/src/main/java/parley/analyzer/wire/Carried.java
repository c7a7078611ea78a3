package parley.analyzer.wire;

/**
 * What a packet without TCP carries, as the last header that was decoded says it.
 *
 * @param number of the kind: a LINKTYPE_ number, an EtherType, a port…; 0 where the kind has none
 */
public record Carried(Kind kind, int number) {
    public enum Kind {
        /** A link layer that is not decoded, by its LINKTYPE_ number. */
        LINK_TYPE,
        /** By its EtherType. */
        ETHERTYPE,
        /** IEEE 802.2 LLC without an EtherType, by its destination service access point. */
        LLC,
        /** By PPP's number. */
        PPP_PROTOCOL,
        /** By IANA's number of the protocol. */
        IP_PROTOCOL,
        /** A fragment of a datagram that is not whole, by the number of its protocol. */
        FRAGMENT,
        /** UDP, by the port of its service: the lower one, or where both are high, the one it goes to. */
        UDP_PORT,
        /** GRE, by its protocol type. */
        GRE_PROTOCOL,
        /** A frame of IEEE 802.11 whose data are encrypted. */
        WLAN_ENCRYPTED,
        /** A fragment of a frame of IEEE 802.11. */
        WLAN_FRAGMENT,
        /** A frame of IEEE 802.11 without data: management, control, null. */
        WLAN_CONTROL,
        /** Headers that make no sense. */
        FAULT,
        /** Nothing that has a number. */
        NOTHING
    }
}
