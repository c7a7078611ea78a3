package parley.analyzer.wire;

import java.lang.foreign.MemorySegment;

/**
 * An ICMP error (RFC 792; RFC 4443, section 3) and what it quotes of the TCP segment that it is about: the IP header, and
 * of TCP as much as the sender had room for, 64 bits at least. What is asked beyond what was quoted is undefined.
 */
public final class IcmpError {
    private static final int ICMP_LENGTH = 8;
    private static final int PORTS = 4;
    private static final int SEQUENCE = 8;
    private static final int UP_TO_WINDOW = 16;
    private static final int MINIMUM_DATA_OFFSET = 5;
    private static final int REDIRECT = 5;
    private static final int IPV6_HEADER = 40;
    private static final int UNREACHABLE = 3;
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int PACKET_TOO_BIG = 2;

    private final IpHeader ip = new IpHeader();
    private final TcpHeader tcp = new TcpHeader();
    private int version;
    private int type;
    private int code;
    private int quoted;
    private long mtu;
    private MemorySegment quote = MemorySegment.NULL;
    private long quoteAt;

    /**
     * Points the view at a message.
     *
     * @param icmp the whole message
     * @return false where it is no error
     */
    boolean read(Remainder icmp, IpHeader outer) {
        if (icmp.captured() < ICMP_LENGTH) {
            return false;
        }
        version = outer.version();
        type = icmp.u8(0);
        code = icmp.u8(1);
        if (!isError()) {
            return false;
        }
        mtu = version == 4 ? icmp.u16(6) : icmp.u32(4) & 0xffff_ffffL;
        icmp.pass(ICMP_LENGTH);
        quoted = 0;
        quote = icmp.data();
        quoteAt = icmp.at();
        if (ip.read(icmp.data(), icmp.at(), icmp.start(), icmp.captured(), icmp.original()) == null
                && ip.version() == version
                && ip.protocol() == IpHeader.PROTOCOL_TCP
                && !ip.isFragment()) {
            // Wireshark takes RFC 792's 64 bits as the end of what a redirect quotes.
            quoted = isRedirect() ? Math.min(ip.capturedPayloadLength(), SEQUENCE) : ip.capturedPayloadLength();
            tcp.quote(icmp.data(), icmp.at() + ip.headerLength(), quoted);
        }
        return true;
    }

    private boolean isError() {
        return version == 4
                ? switch (type) {
                    case 3, 4, REDIRECT, 11, 12 -> true;
                    default -> false;
                }
                : type >= 1 && type <= 4;
    }

    private boolean isRedirect() {
        return version == 4 && type == REDIRECT;
    }

    /** 4 for ICMP, 6 for ICMPv6. */
    public int version() {
        return version;
    }

    /** IANA's number of the message's type. */
    public int type() {
        return type;
    }

    /** IANA's number within the type. */
    public int code() {
        return code;
    }

    /** Whether it says that a datagram is too large for a link on its way (RFC 1191; RFC 8201). */
    public boolean isTooBig() {
        return version == 4 ? type == UNREACHABLE && code == FRAGMENTATION_NEEDED : type == PACKET_TOO_BIG;
    }

    /** Octets of a datagram that the link takes, where {@link #isTooBig}; 0 of a router that does not say (RFC 1191 section 5). */
    public long nextHopMtu() {
        return mtu;
    }

    /** Whether a segment is quoted, with its ports at least. */
    public boolean quotesTcp() {
        return quoted >= PORTS;
    }

    /** Whether its sequence number is, too. */
    public boolean quotesSequenceNumber() {
        return quoted >= SEQUENCE;
    }

    /** Whether everything up to the window is quoted: then Wireshark counts the segment to a stream. */
    public boolean quotesWindow() {
        return quoted >= UP_TO_WINDOW;
    }

    /** Whether that has a header length that TCP allows: else Wireshark says no more of it than its stream. */
    public boolean isQuoteSound() {
        return quotesWindow() && tcp.dataOffset() >= MINIMUM_DATA_OFFSET;
    }

    /** As Wireshark words it: {@code Destination unreachable (Port unreachable)}. */
    @Override
    public String toString() {
        return IcmpErrorText.of(this);
    }

    /** Octets of the datagram of which the beginning is quoted, by its own IP header. */
    public int quotedLength() {
        return version == 4 ? Octets.u16(quote, quoteAt + 2) : IPV6_HEADER + Octets.u16(quote, quoteAt + 4);
    }

    /** The quoted IP header. */
    public IpHeader quotedIp() {
        return ip;
    }

    /** The ports, and beyond them what is quoted. */
    public TcpHeader quotedTcp() {
        return tcp;
    }
}
