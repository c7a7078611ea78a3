package parley.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.TcpPacket;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketDecoder;

/**
 * What reading the headers of an Ethernet, IPv4, TCP packet costs, beside pcap4j, which makes an object of each layer.
 * Nanoseconds a packet; the ratio is the figure.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PacketDecoding {
    private static final int PAYLOAD = 44;
    private static final int LENGTH = 14 + 20 + 20 + PAYLOAD;

    private final byte[] octets = new byte[LENGTH];
    private final Packet packet = new Packet();
    private final PacketDecoder decoder = new PacketDecoder();

    /** A line of the chat from a client to the server. */
    @Setup
    public void write() {
        octets[12] = 0x08;
        octets[14] = 0x45;
        octets[17] = LENGTH - 14;
        octets[20] = 0x40;
        octets[22] = 64;
        octets[23] = 6;
        octets[26] = 127;
        octets[29] = 1;
        octets[30] = 127;
        octets[33] = 1;
        octets[34] = (byte) 0xe3;
        octets[35] = 0x55;
        octets[36] = 0x27;
        octets[37] = 0x10;
        octets[46] = 0x50;
        octets[47] = 0x18;
        packet.set(1, 0, 0, LinkType.ETHERNET, MemorySegment.ofArray(octets), 0, LENGTH, LENGTH);
    }

    /** Views over the octets. */
    @Benchmark
    public int views() {
        DecodedPacket decoded = decoder.decode(packet);
        return decoded.tcp().sequenceNumber() + decoded.tcp().payloadLength();
    }

    /** pcap4j's objects. */
    @Benchmark
    public int pcap4j() throws IllegalRawDataException {
        TcpPacket tcp = EthernetPacket.newPacket(octets, 0, LENGTH).get(TcpPacket.class);
        return tcp.getHeader().getSequenceNumber() + tcp.getPayload().length();
    }
}
