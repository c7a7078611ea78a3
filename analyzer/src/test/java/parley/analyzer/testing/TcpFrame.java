package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import parley.analyzer.capture.LinkType;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.TcpHeader;

/**
 * Crafts one TCP segment in IP in a link layer, with right checksums. What is not set has a usual value: a pure ACK on
 * Ethernet. The fields that lie ({@link #totalLength}) are for tests of what must not be believed.
 */
public final class TcpFrame {
    private final Endpoint source;
    private final Endpoint destination;
    private int linkType = LinkType.ETHERNET;
    private int vlan;
    private ByteOrder familyOrder = ByteOrder.LITTLE_ENDIAN;
    private int flags = TcpHeader.ACK;
    private long sequence;
    private long acknowledgment;
    private int window = 64_240;
    private int urgentPointer;
    private byte[] tcpOptions = {};
    private byte[] ipOptions = {};
    private byte[] extensions = {};
    private int firstExtension = 6;
    private int totalLength = -1;
    private byte[] payload = {};
    private byte[] trailer = {};

    private TcpFrame(Endpoint source, Endpoint destination) {
        this.source = source;
        this.destination = destination;
    }

    /** A segment from one endpoint to the other; both addresses are of one IP version. */
    public static TcpFrame of(Endpoint source, Endpoint destination) {
        if (source.address().version() != destination.address().version()) {
            throw new IllegalArgumentException(source + " and " + destination + " are of two IP versions");
        }
        return new TcpFrame(source, destination);
    }

    /** One of {@link LinkType}'s numbers. */
    public TcpFrame linkType(int number) {
        linkType = number;
        return this;
    }

    /** The VLAN of an 802.1Q tag on Ethernet; 0, as it is if not set, for no tag. */
    public TcpFrame vlan(int number) {
        vlan = number;
        return this;
    }

    /** The byte order in which a NULL or LOOP header has the address family; little-endian if not set. */
    public TcpFrame familyOrder(ByteOrder order) {
        familyOrder = order;
        return this;
    }

    /** {@link TcpHeader}'s flags, or-ed. */
    public TcpFrame flags(int bits) {
        flags = bits;
        return this;
    }

    /** As on the wire; only the lower 32 bits count. */
    public TcpFrame sequence(long number) {
        sequence = number;
        return this;
    }

    /** As on the wire; only the lower 32 bits count. */
    public TcpFrame acknowledgment(long number) {
        acknowledgment = number;
        return this;
    }

    public TcpFrame window(int field) {
        window = field;
        return this;
    }

    public TcpFrame urgentPointer(int field) {
        urgentPointer = field;
        return this;
    }

    /** TCP options, padded here with zeros to a multiple of 4 octets. */
    public TcpFrame tcpOptions(int... octets) {
        tcpOptions = padded(octets);
        return this;
    }

    /** IPv4 options, padded here with zeros to a multiple of 4 octets. */
    public TcpFrame ipOptions(int... octets) {
        ipOptions = padded(octets);
        return this;
    }

    /** IPv6 extension headers, whole, the last one's next header being 6; {@code first} is the first one's number. */
    public TcpFrame extensions(int first, byte[] headers) {
        firstExtension = first;
        extensions = headers;
        return this;
    }

    /** What IPv4's total length or IPv6's payload length says, whatever the truth is. */
    public TcpFrame totalLength(int field) {
        totalLength = field;
        return this;
    }

    public TcpFrame payload(byte[] octets) {
        payload = octets;
        return this;
    }

    /** Octets behind the IP packet, as Ethernet pads short frames. */
    public TcpFrame trailer(byte[] octets) {
        trailer = octets;
        return this;
    }

    private static byte[] padded(int[] octets) {
        byte[] result = new byte[(octets.length + 3) / 4 * 4];
        for (int i = 0; i < octets.length; i++) {
            result[i] = (byte) octets[i];
        }
        return result;
    }

    /** The whole packet. */
    public byte[] octets() {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(link());
        byte[] tcp = tcp();
        frame.writeBytes(source.address().version() == 4 ? ipv4(tcp.length) : ipv6(tcp.length));
        frame.writeBytes(tcp);
        frame.writeBytes(trailer);
        return frame.toByteArray();
    }

    private byte[] link() {
        boolean v4 = source.address().version() == 4;
        short etherType = (short) (v4 ? 0x0800 : 0x86dd);
        byte[] mac = {2, 0, 0, 0, 0, 1};
        return switch (linkType) {
            case LinkType.ETHERNET -> {
                ByteBuffer header = ByteBuffer.allocate(vlan == 0 ? 14 : 18);
                header.put(new byte[] {2, 0, 0, 0, 0, 2}).put(mac);
                if (vlan != 0) {
                    header.putShort((short) 0x8100).putShort((short) vlan);
                }
                yield header.putShort(etherType).array();
            }
            case LinkType.NULL, LinkType.LOOP ->
                ByteBuffer.allocate(4).order(familyOrder).putInt(v4 ? 2 : 30).array();
            case LinkType.LINUX_SLL ->
                ByteBuffer.allocate(16)
                        .putShort((short) 0)
                        .putShort((short) 1)
                        .putShort((short) 6)
                        .put(Arrays.copyOf(mac, 8))
                        .putShort(etherType)
                        .array();
            case LinkType.LINUX_SLL2 ->
                ByteBuffer.allocate(20)
                        .putShort(etherType)
                        .putShort((short) 0)
                        .putInt(1)
                        .putShort((short) 1)
                        .put((byte) 0)
                        .put((byte) 6)
                        .put(Arrays.copyOf(mac, 8))
                        .array();
            default -> new byte[0];
        };
    }

    private byte[] ipv4(int tcpLength) {
        int header = 20 + ipOptions.length;
        ByteBuffer ip = ByteBuffer.allocate(header);
        ip.put((byte) (0x40 | header / 4)).put((byte) 0);
        ip.putShort((short) (totalLength < 0 ? header + tcpLength : totalLength));
        ip.putShort((short) 1)
                .putShort((short) 0x4000)
                .put((byte) 64)
                .put((byte) 6)
                .putShort((short) 0);
        ip.putInt((int) source.address().low())
                .putInt((int) destination.address().low());
        ip.put(ipOptions);
        ip.putShort(10, (short) checksum(ip.array()));
        return ip.array();
    }

    private byte[] ipv6(int tcpLength) {
        ByteBuffer ip = ByteBuffer.allocate(40 + extensions.length);
        ip.putInt(0x6000_0000);
        ip.putShort((short) (totalLength < 0 ? extensions.length + tcpLength : totalLength));
        ip.put((byte) firstExtension).put((byte) 64);
        put(ip, source.address());
        put(ip, destination.address());
        return ip.put(extensions).array();
    }

    private byte[] tcp() {
        int header = 20 + tcpOptions.length;
        ByteBuffer tcp = ByteBuffer.allocate(header + payload.length);
        tcp.putShort((short) source.port()).putShort((short) destination.port());
        tcp.putInt((int) sequence).putInt((int) acknowledgment);
        tcp.putShort((short) (((header / 4) << 12) | flags)).putShort((short) window);
        tcp.putShort((short) 0).putShort((short) urgentPointer);
        tcp.put(tcpOptions).put(payload);
        tcp.putShort(16, (short) checksum(pseudoHeader(tcp.capacity()), tcp.array()));
        return tcp.array();
    }

    /** RFC 9293 section 3.1 for IPv4, RFC 8200 section 8.1 for IPv6. */
    private byte[] pseudoHeader(int tcpLength) {
        ByteBuffer pseudo = ByteBuffer.allocate(40);
        put(pseudo, source.address());
        put(pseudo, destination.address());
        return pseudo.putInt(tcpLength).putInt(6).array();
    }

    private static void put(ByteBuffer buffer, IpAddress address) {
        if (address.version() == 6) {
            buffer.putLong(address.high()).putLong(address.low());
        } else {
            buffer.putInt((int) address.low());
        }
    }

    /** The internet checksum (RFC 1071) of parts of which all but the last have an even length. */
    private static int checksum(byte[]... parts) {
        long sum = 0;
        for (byte[] part : parts) {
            for (int i = 0; i < part.length; i += 2) {
                sum += (part[i] & 0xff) << 8 | (i + 1 < part.length ? part[i + 1] & 0xff : 0);
            }
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }
}
