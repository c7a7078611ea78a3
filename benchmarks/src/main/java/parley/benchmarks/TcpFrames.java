package parley.benchmarks;

import java.nio.ByteBuffer;

/** One direction of a TCP connection as Ethernet frames with right checksums; it knows what it has sent. */
final class TcpFrames {
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int PSH = 0x08;
    private static final int ACK = 0x10;
    private static final byte[] NO_OCTETS = {};
    /** MSS 1460, SACK permitted, window scale 7. */
    private static final byte[] SYN_OPTIONS = {2, 4, 5, (byte) 0xb4, 1, 1, 4, 2, 1, 3, 3, 7};

    private static final int ETHERNET = 14;
    private static final int IP = 20;
    private static final int TCP = 20;
    private static final int WINDOW = 502;

    private final int sourceAddress;
    private final int sourcePort;
    private final int destinationAddress;
    private final int destinationPort;
    private int next;
    private int identification;

    TcpFrames(int sourceAddress, int sourcePort, int destinationAddress, int destinationPort, int initialSequence) {
        this.sourceAddress = sourceAddress;
        this.sourcePort = sourcePort;
        this.destinationAddress = destinationAddress;
        this.destinationPort = destinationPort;
        this.next = initialSequence;
    }

    byte[] syn(TcpFrames other) {
        byte[] frame = frame(SYN, 0, SYN_OPTIONS, NO_OCTETS);
        next++;
        return frame;
    }

    byte[] synAck(TcpFrames other) {
        byte[] frame = frame(SYN | ACK, other.next, SYN_OPTIONS, NO_OCTETS);
        next++;
        return frame;
    }

    byte[] ack(TcpFrames other) {
        return frame(ACK, other.next, NO_OCTETS, NO_OCTETS);
    }

    /** Acknowledges all but the last octets. */
    byte[] ackWithout(TcpFrames other, int octets) {
        return frame(ACK, other.next - octets, NO_OCTETS, NO_OCTETS);
    }

    byte[] data(TcpFrames other, byte[] octets) {
        byte[] frame = frame(PSH | ACK, other.next, NO_OCTETS, octets);
        next += octets.length;
        return frame;
    }

    byte[] fin(TcpFrames other) {
        byte[] frame = frame(FIN | ACK, other.next, NO_OCTETS, NO_OCTETS);
        next++;
        return frame;
    }

    private byte[] frame(int flags, int acknowledgment, byte[] options, byte[] payload) {
        int header = TCP + options.length;
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + IP + header + payload.length);
        frame.putShort((short) 0x0200).putInt(destinationAddress);
        frame.putShort((short) 0x0200).putInt(sourceAddress);
        frame.putShort((short) 0x0800);
        frame.putShort((short) 0x4500).putShort((short) (IP + header + payload.length));
        frame.putShort((short) identification++).putShort((short) 0x4000);
        frame.putShort((short) 0x4006).putShort((short) 0);
        frame.putInt(sourceAddress).putInt(destinationAddress);
        frame.putShort(ETHERNET + 10, checksum(sum(frame, ETHERNET, IP)));
        frame.putShort((short) sourcePort).putShort((short) destinationPort);
        frame.putInt(next).putInt(acknowledgment);
        frame.putShort((short) (header / 4 << 12 | flags))
                .putShort((short) WINDOW)
                .putInt(0);
        frame.put(options).put(payload);
        int length = header + payload.length;
        long pseudoHeader = sum(frame, ETHERNET + 12, 8) + 6 + length;
        frame.putShort(ETHERNET + IP + 16, checksum(pseudoHeader + sum(frame, ETHERNET + IP, length)));
        return frame.array();
    }

    private static long sum(ByteBuffer frame, int from, int length) {
        long sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += frame.getShort(from + i) & 0xffff;
        }
        return length % 2 == 0 ? sum : sum + ((frame.get(from + length - 1) & 0xff) << 8);
    }

    /** RFC 1071. */
    private static short checksum(long sum) {
        long folded = (sum & 0xffff) + (sum >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        return (short) ~folded;
    }
}
