package parley.analyzer.wire;

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

    private final IpHeader ip = new IpHeader();
    private final TcpHeader tcp = new TcpHeader();
    private int version;
    private int type;
    private int code;
    private int quoted;

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
        icmp.pass(ICMP_LENGTH);
        quoted = 0;
        if (ip.read(icmp.data(), icmp.at(), icmp.start(), icmp.captured(), icmp.original()) == null
                && ip.version() == version
                && ip.protocol() == IpHeader.PROTOCOL_TCP
                && !ip.isFragment()) {
            // Wireshark takes RFC 792's 64 bits as the end of what a redirect quotes.
            int most = isRedirect() ? SEQUENCE : Integer.MAX_VALUE;
            quoted = Math.min(ip.capturedPayloadLength(), most);
            tcp.quote(icmp.data(), icmp.at() + ip.headerLength(), quoted, Math.min(ip.payloadLength(), most));
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

    /** The quoted IP header. */
    public IpHeader quotedIp() {
        return ip;
    }

    /** The ports, and beyond them what is quoted. */
    public TcpHeader quotedTcp() {
        return tcp;
    }
}
