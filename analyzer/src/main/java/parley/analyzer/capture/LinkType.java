package parley.analyzer.capture;

import java.util.Optional;

/** LINKTYPE_ numbers (the registry of the tcpdump group) of the link layers that are decoded. */
public final class LinkType {
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    /** PPP, perhaps with the address and control fields of its HDLC-like framing before it. */
    public static final int PPP = 9;

    /** Raw IP as BSD systems number it in DLT_ values; found in files all the same. */
    public static final int RAW_BSD = 12;

    public static final int RAW_OPENBSD = 14;
    public static final int PPP_HDLC = 50;
    /** PPPoE without Ethernet. */
    public static final int PPP_ETHER = 51;

    public static final int RAW = 101;
    public static final int LOOP = 108;
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    private LinkType() {}

    /** The link layer's name for a person, for instance {@code Ethernet}; {@code link type N} where it is not decoded. */
    public static String name(int linkType) {
        return decodedName(linkType).orElse("link type " + linkType);
    }

    /** The same; empty where it is not decoded. */
    static Optional<String> decodedName(int linkType) {
        return Optional.ofNullable(
                switch (linkType) {
                    case NULL -> "BSD loopback";
                    case ETHERNET -> "Ethernet";
                    case PPP, PPP_HDLC -> "PPP";
                    case PPP_ETHER -> "PPPoE";
                    case RAW_BSD, RAW_OPENBSD, RAW -> "raw IP";
                    case LOOP -> "OpenBSD loopback";
                    case LINUX_SLL -> "Linux cooked v1";
                    case IPV4 -> "raw IPv4";
                    case IPV6 -> "raw IPv6";
                    case LINUX_SLL2 -> "Linux cooked v2";
                    default -> null;
                });
    }
}
