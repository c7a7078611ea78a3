package parley.analyzer.capture.relay;

import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The packets of one connection of which only its octets are known, as they would be captured beside the server: from the client's address to the
 * server's, a handshake, the octets of each read as a segment, what acknowledges them, and the end. Sequence numbers
 * begin anywhere and wrap. What comes after the end makes no packet.
 *
 * <p>Any thread may call any method; packets are given on in the order of the calls.
 */
public final class TcpConversation {
    /** As much as a segment at most has, so that one is never said to fill it. */
    private static final int WINDOW_SCALE = 7;

    private static final int WINDOW = 65_536 >>> WINDOW_SCALE;

    /** The window of a SYN is never scaled (RFC 7323 section 2.2). */
    private static final int SYN_WINDOW = 65_535;

    private static final byte[] NOTHING = {};

    /** One end and what it has sent. */
    static final class Side {
        private final SegmentWriter writer;
        private int sequence;
        private int acknowledged;

        private Side(SegmentWriter writer, int initialSequence) {
            this.writer = writer;
            this.sequence = initialSequence;
        }
    }

    /** Who sends. */
    public enum Sender {
        CLIENT,
        SERVER;

        /** The other one. */
        public Sender other() {
            return this == CLIENT ? SERVER : CLIENT;
        }
    }

    private final Side client;
    private final Side server;
    private final Consumer<byte[]> packets;
    private boolean over;

    /** A conversation between two resolved addresses whose sequence numbers begin at random. */
    public TcpConversation(InetSocketAddress client, InetSocketAddress server, Consumer<byte[]> packets) {
        this(
                client,
                server,
                packets,
                ThreadLocalRandom.current().nextInt(),
                ThreadLocalRandom.current().nextInt());
    }

    /**
     * A conversation between two resolved addresses. Where one is IPv6 and the other IPv4, packets have the latter as an
     * IPv4-mapped address (RFC 4291 section 2.5.5.2).
     *
     * @param packets receives each one
     * @param clientSequence the number of the client's SYN
     * @param serverSequence the number of the server's SYN
     */
    TcpConversation(
            InetSocketAddress client,
            InetSocketAddress server,
            Consumer<byte[]> packets,
            int clientSequence,
            int serverSequence) {
        this.packets = packets;
        byte[] from = client.getAddress().getAddress();
        byte[] to = server.getAddress().getAddress();
        if (from.length != to.length) {
            from = mapped(from);
            to = mapped(to);
        }
        this.client = new Side(
                new SegmentWriter(from, client.getPort(), to, server.getPort(), identification()), clientSequence);
        this.server = new Side(
                new SegmentWriter(to, server.getPort(), from, client.getPort(), identification()), serverSequence);
    }

    private static int identification() {
        return ThreadLocalRandom.current().nextInt(1 << 16);
    }

    private static byte[] mapped(byte[] address) {
        if (address.length == 16) {
            return address;
        }
        byte[] result = new byte[16];
        result[10] = (byte) 0xff;
        result[11] = (byte) 0xff;
        System.arraycopy(address, 0, result, 12, 4);
        return result;
    }

    /** The client calls. */
    public synchronized void call() {
        if (!over) {
            put(client, SegmentWriter.SYN, SYN_WINDOW, options(client));
            client.sequence++;
        }
    }

    /** The server takes the call: the rest of the handshake. */
    public synchronized void answer() {
        if (!over) {
            server.acknowledged = client.sequence;
            put(server, SegmentWriter.SYN | SegmentWriter.ACK, SYN_WINDOW, options(server));
            server.sequence++;
            acknowledge(Sender.CLIENT);
        }
    }

    /** Nobody takes the call where the server should be. */
    public synchronized void refuse() {
        if (!over) {
            over = true;
            server.acknowledged = client.sequence;
            server.sequence = 0;
            put(server, SegmentWriter.RST | SegmentWriter.ACK, 0, NOTHING);
        }
    }

    /** What one read gave: a segment, or as many as it takes, the last one pushed. They acknowledge all that came before. */
    public synchronized void send(Sender sender, byte[] data, int length) {
        if (over) {
            return;
        }
        Side from = side(sender);
        from.acknowledged = side(sender.other()).sequence;
        int segment = from.writer.maximumSegment();
        for (int at = 0; at < length; at += segment) {
            int part = Math.min(segment, length - at);
            int flags = at + part == length ? SegmentWriter.PSH | SegmentWriter.ACK : SegmentWriter.ACK;
            packets.accept(
                    from.writer.segment(flags, from.sequence, from.acknowledged, WINDOW, NOTHING, data, at, part));
            from.sequence += part;
        }
    }

    /** Acknowledges all that the other one sent, where no segment has done so. */
    public synchronized void acknowledge(Sender sender) {
        Side from = side(sender);
        int reached = side(sender.other()).sequence;
        if (!over && from.acknowledged != reached) {
            from.acknowledged = reached;
            put(from, SegmentWriter.ACK, WINDOW, NOTHING);
        }
    }

    /** Sends no more. */
    public synchronized void finish(Sender sender) {
        if (!over) {
            Side from = side(sender);
            from.acknowledged = side(sender.other()).sequence;
            put(from, SegmentWriter.FIN | SegmentWriter.ACK, WINDOW, NOTHING);
            from.sequence++;
        }
    }

    /** Gives the connection up. */
    public synchronized void reset(Sender sender) {
        if (!over) {
            over = true;
            Side from = side(sender);
            from.acknowledged = side(sender.other()).sequence;
            put(from, SegmentWriter.RST | SegmentWriter.ACK, 0, NOTHING);
        }
    }

    private Side side(Sender sender) {
        return sender == Sender.CLIENT ? client : server;
    }

    private void put(Side from, int flags, int window, byte[] options) {
        packets.accept(from.writer.segment(flags, from.sequence, from.acknowledged, window, options, NOTHING, 0, 0));
    }

    /** Maximum segment size, window scale, selective acknowledgments permitted (RFC 9293, 7323, 2018). */
    private static byte[] options(Side from) {
        int size = from.writer.maximumSegment();
        return new byte[] {2, 4, (byte) (size >>> 8), (byte) size, 1, 3, 3, WINDOW_SCALE, 1, 1, 4, 2};
    }
}
