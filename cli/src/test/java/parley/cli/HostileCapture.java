package parley.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a pcapng file of IPv4 packets without link layer, a microsecond apart, whatever they would cost to keep. */
final class HostileCapture implements Closeable {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int PUSH = 8;
    static final int ACK = 16;

    private static final int RAW_IP = 101;
    private static final int SERVER = 0x0a00_0002;
    private static final int CLIENTS = 0x0b00_0000;
    private static final int SERVER_PORT = 10_000;
    private static final int PORTS = 50_000;
    private static final int FIRST_PORT = 1_025;
    private static final int BLOCK_HEADER = 28;
    private static final byte[] NOTHING = {};

    private final OutputStream file;
    private final ByteBuffer headers = ByteBuffer.allocate(BLOCK_HEADER + 40);
    private int connections;
    private int fragmented;
    private long micros = 1_000_000_000_000L;

    HostileCapture(Path path) throws IOException {
        file = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
        file.write(ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x0a0d_0d0a)
                .putInt(28)
                .putInt(0x1a2b_3c4d)
                .putInt(1)
                .putLong(-1)
                .putInt(28)
                .array());
        networkInterface();
    }

    /** One more interface; packets are of the first. */
    void networkInterface() throws IOException {
        file.write(ByteBuffer.allocate(20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(1)
                .putInt(20)
                .putShort((short) RAW_IP)
                .putShort((short) 0)
                .putInt(0)
                .putInt(20)
                .array());
    }

    /** The next client, which is another one than those before. */
    Connection connection() {
        return new Connection(connections++);
    }

    /** A connection that opens, and on which the server asks for the name. */
    Connection greeted() throws IOException {
        Connection connection = connection();
        connection.fromClient(SYN, NOTHING);
        connection.fromServer(SYN | ACK, NOTHING);
        connection.fromClient(ACK, NOTHING);
        connection.server("welcome to the chat\n");
        connection.server("enter name:\n");
        return connection;
    }

    /** A connection of somebody whom the server has taken in under a name. */
    Connection named(String name) throws IOException {
        Connection connection = greeted();
        connection.client(name + "\n");
        connection.server("hello " + name + "\n");
        return connection;
    }

    /** The first fragment of a datagram of which no other comes. */
    void fragment(byte[] payload) throws IOException {
        packet(CLIENTS, SERVER, fragmented++ & 0xffff, 0x2000, payload.length);
        write(payload);
    }

    /** One TCP connection; numbers begin at 0. */
    final class Connection {
        private final int client;
        private final int port;
        private int sent;
        private int received;

        private Connection(int number) {
            client = CLIENTS + number / PORTS;
            port = FIRST_PORT + number % PORTS;
        }

        void client(String text) throws IOException {
            fromClient(PUSH | ACK, text.getBytes(StandardCharsets.UTF_8));
        }

        void server(String text) throws IOException {
            fromServer(PUSH | ACK, text.getBytes(StandardCharsets.UTF_8));
        }

        void fromClient(int flags, byte[] payload) throws IOException {
            segment(client, SERVER, port, SERVER_PORT, sent, received, flags, payload);
            sent += payload.length + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
        }

        void fromServer(int flags, byte[] payload) throws IOException {
            segment(SERVER, client, SERVER_PORT, port, received, sent, flags, payload);
            received += payload.length + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
        }

        /** Octets of the client that the capture lacks. */
        void lose(int octets) {
            sent += octets;
        }
    }

    private void segment(int from, int to, int fromPort, int toPort, int seq, int ack, int flags, byte[] payload)
            throws IOException {
        packet(from, to, 0, 0, 20 + payload.length);
        headers.order(ByteOrder.BIG_ENDIAN)
                .putShort((short) fromPort)
                .putShort((short) toPort)
                .putInt(seq)
                .putInt((flags & ACK) == 0 ? 0 : ack)
                .putShort((short) (5 << 12 | flags))
                .putShort((short) 0xffff)
                .putInt(0);
        write(payload);
    }

    /** The block's header and the IP header. */
    private void packet(int from, int to, int id, int fragmentation, int length) {
        micros++;
        headers.clear()
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(6)
                .putInt(blockLength(20 + length))
                .putInt(0)
                .putInt((int) (micros >>> 32))
                .putInt((int) micros)
                .putInt(20 + length)
                .putInt(20 + length);
        headers.order(ByteOrder.BIG_ENDIAN)
                .putShort((short) 0x4500)
                .putShort((short) (20 + length))
                .putShort((short) id)
                .putShort((short) fragmentation)
                .putInt(64 << 24 | 6 << 16)
                .putInt(from)
                .putInt(to);
        int sum = 0;
        for (int at = BLOCK_HEADER; at < headers.position(); at += 2) {
            sum += headers.getShort(at) & 0xffff;
        }
        // RFC 791: without it no fragment is believed.
        headers.putShort(BLOCK_HEADER + 10, (short) ~((sum & 0xffff) + (sum >>> 16)));
    }

    private void write(byte[] payload) throws IOException {
        int captured = headers.position() - BLOCK_HEADER + payload.length;
        file.write(headers.array(), 0, headers.position());
        file.write(payload);
        int padding = -captured & 3;
        file.write(ByteBuffer.allocate(padding + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(padding, blockLength(captured))
                .array());
    }

    private static int blockLength(int captured) {
        return BLOCK_HEADER + captured + (-captured & 3) + 4;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
