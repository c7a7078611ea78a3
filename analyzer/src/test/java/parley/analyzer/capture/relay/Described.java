package parley.analyzer.capture.relay;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PcapngWriter;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketDecoder;
import parley.analyzer.wire.TcpChecksum;
import parley.analyzer.wire.TcpHeader;

/**
 * What a packet says, numbers as on the wire.
 *
 * @param flags such as {@code SYN ACK}
 */
record Described(int from, int to, String flags, int sequence, int acknowledgment, byte[] data, TcpChecksum checksum) {
    private static final int LARGEST_PACKET = 65_535;

    /** Of packets without a link layer; fails where one does not decode to its end. */
    static List<Described> all(List<byte[]> packets) {
        PacketDecoder decoder = new PacketDecoder();
        List<Described> all = new ArrayList<>();
        for (byte[] octets : packets) {
            DecodedPacket decoded = decoder.decode(view(all.size() + 1, octets));
            if (!decoded.hasTcp() || decoded.fault() != null) {
                throw new AssertionError("packet " + (all.size() + 1) + " is no sound TCP: " + decoded.fault());
            }
            all.add(of(decoded));
        }
        return all;
    }

    private static Described of(DecodedPacket packet) {
        TcpHeader tcp = packet.tcp();
        byte[] data = new byte[tcp.payloadLength()];
        MemorySegment.copy(tcp.data(), tcp.payloadOffset(), MemorySegment.ofArray(data), 0, data.length);
        return new Described(
                tcp.sourcePort(),
                tcp.destinationPort(),
                flags(tcp),
                tcp.sequenceNumber(),
                tcp.acknowledgmentNumber(),
                data,
                TcpChecksum.of(packet));
    }

    private static String flags(TcpHeader tcp) {
        StringBuilder flags = new StringBuilder();
        flags.append(tcp.has(TcpHeader.SYN) ? "SYN " : "");
        flags.append(tcp.has(TcpHeader.FIN) ? "FIN " : "");
        flags.append(tcp.has(TcpHeader.RST) ? "RST " : "");
        flags.append(tcp.has(TcpHeader.PSH) ? "PSH " : "");
        flags.append(tcp.has(TcpHeader.ACK) ? "ACK " : "");
        return flags.toString().strip();
    }

    /** Puts packets into a file, a microsecond apart. */
    static void write(List<byte[]> packets, Path file) throws Exception {
        try (PcapngWriter writer = PcapngWriter.create(file)) {
            writer.addInterface(new CaptureInterface("relay", LinkType.RAW, LARGEST_PACKET, 9, null));
            for (int i = 0; i < packets.size(); i++) {
                writer.write(view(i + 1, packets.get(i)));
            }
        }
    }

    private static Packet view(int number, byte[] octets) {
        Packet packet = new Packet();
        packet.set(
                number,
                number * 1000L,
                0,
                LinkType.RAW,
                MemorySegment.ofArray(octets),
                0,
                octets.length,
                octets.length);
        return packet;
    }
}
