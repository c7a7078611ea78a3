package parley.analyzer.tcp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.wire.PacketDecoder;
import parley.analyzer.wire.TcpHeader;

/** Builds segments between a client (port 40000) and a server (port 10000) and follows their connection. */
final class SegmentScript {
    static final int SYN = TcpHeader.SYN;
    static final int ACK = TcpHeader.ACK;
    static final int FIN = TcpHeader.FIN;
    static final int RST = TcpHeader.RST;

    private static final int CLIENT_PORT = 40_000;
    private static final int SERVER_PORT = 10_000;
    private static final int HEADERS = 40;
    private static final int WINDOW = 1_000;

    private final PacketDecoder decoder = new PacketDecoder();
    private final ConnectionTable table;
    private long frame;
    private long nanos = 1_000_000_000_000L;

    SegmentScript() {
        Silence silence = new Silence();
        table = new ConnectionTable(ReassemblyLimits.DEFAULT, silence, silence);
    }

    /** SYN, SYN-ACK, ACK; both begin with number 0. */
    SegmentScript handshake() {
        client(SYN, 0, 0, 0);
        server(SYN | ACK, 0, 1, 0);
        client(ACK, 1, 1, 0);
        return this;
    }

    SegmentScript after(long passed) {
        nanos += passed;
        return this;
    }

    Segment client(int flags, int sequence, int acknowledgment, int length) {
        return segment(CLIENT_PORT, SERVER_PORT, flags, sequence, acknowledgment, length);
    }

    Segment server(int flags, int sequence, int acknowledgment, int length) {
        return segment(SERVER_PORT, CLIENT_PORT, flags, sequence, acknowledgment, length);
    }

    private Segment segment(int from, int to, int flags, int sequence, int acknowledgment, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(HEADERS + length);
        bytes.putShort((short) 0x4500).putShort((short) bytes.capacity()).putInt(0);
        bytes.put((byte) 64).put((byte) 6).putShort((short) 0);
        bytes.putInt(0x7f00_0001).putInt(0x7f00_0001);
        bytes.putShort((short) from).putShort((short) to).putInt(sequence).putInt(acknowledgment);
        bytes.putShort((short) (0x5000 | flags)).putShort((short) WINDOW).putInt(0);
        Packet packet = new Packet();
        MemorySegment data = MemorySegment.ofArray(bytes.array());
        packet.set(++frame, nanos, 0, LinkType.RAW, data, 0, bytes.capacity(), bytes.capacity());
        Segment segment = table.track(decoder.decode(packet));
        table.reassemble(segment);
        return segment;
    }
}
