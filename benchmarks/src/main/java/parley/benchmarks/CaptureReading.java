package parley.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.TcpPacket;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketDecoder;

/**
 * From a capture file to TCP segments: the file opened, and each packet read and decoded down to its TCP header.
 * Nanoseconds a packet. Beside it on the same file, which is in the system's cache: pcap4j's {@code getNextPacket}, and
 * what it takes to only look at each octet.
 *
 * <p>{@code pcap4j} needs libpcap on the machine (Debian: {@code libpcap0.8}) and fails without it; nothing else here
 * does. Run with {@code -prof gc} for the octets allocated a packet.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class CaptureReading {
    /** What the file is. */
    public enum Format {
        PCAP,
        PCAPNG
    }

    private static final int PACKETS = 1_000_000;
    private static final int CONNECTIONS = 1_000;
    private static final double LOSS = 0.01;

    /** Of the file's packets, those that pcap4j reads: it would take minutes over all. */
    private static final int PACKETS_OF_PCAP4J = 100_000;

    @Param
    private Format format = Format.PCAP;

    private Path file = Path.of("");

    /** Writes the file, some 110 MB: a chat, of which everybody has come and nobody has gone at its end. */
    @Setup(Level.Trial)
    public void write() throws IOException {
        file = Files.createTempFile("parley-benchmark", ".capture");
        try (CaptureWriter capture = new CaptureWriter(file, format)) {
            AtomicInteger written = new AtomicInteger();
            ChatTraffic traffic = new ChatTraffic(CONNECTIONS, LOSS, 1, (nanos, frame) -> {
                if (written.getAndIncrement() < PACKETS) {
                    capture.frame(nanos, frame);
                }
            });
            traffic.run(PACKETS + 10L * CONNECTIONS, 0);
        }
    }

    /** Removes the file. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(file);
    }

    /** Parley's reader and its views. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long parley() throws IOException {
        PacketDecoder decoder = new PacketDecoder();
        Packet packet = new Packet();
        long sum = 0;
        int segments = 0;
        try (PacketSource source = CaptureFile.open(file)) {
            while (source.next(packet)) {
                DecodedPacket decoded = decoder.decode(packet);
                if (decoded.hasTcp()) {
                    segments++;
                    sum += decoded.tcp().sequenceNumber() + decoded.tcp().payloadLength();
                }
            }
        }
        return requireAll(segments, PACKETS, sum);
    }

    /** Parley's reader alone. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long parleyWithoutDecoding() throws IOException {
        Packet packet = new Packet();
        long sum = 0;
        int packets = 0;
        try (PacketSource source = CaptureFile.open(file)) {
            while (source.next(packet)) {
                packets++;
                sum += packet.timestampNanos() + packet.capturedLength();
            }
        }
        return requireAll(packets, PACKETS, sum);
    }

    /** pcap4j's objects, over libpcap. */
    @Benchmark
    @OperationsPerInvocation(PACKETS_OF_PCAP4J)
    public long pcap4j() throws PcapNativeException, NotOpenException, EOFException, TimeoutException {
        long sum = 0;
        int segments = 0;
        try (PcapHandle handle = Pcaps.openOffline(file.toString())) {
            for (int i = 0; i < PACKETS_OF_PCAP4J; i++) {
                TcpPacket tcp = handle.getNextPacketEx().get(TcpPacket.class);
                if (tcp != null) {
                    segments++;
                    sum += tcp.getHeader().getSequenceNumber()
                            + (tcp.getPayload() == null ? 0 : tcp.getPayload().length());
                }
            }
        }
        return requireAll(segments, PACKETS_OF_PCAP4J, sum);
    }

    /** The mapped file's octets added up one by one. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long octets() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = map(arena);
            long sum = 0;
            for (long at = 0; at < mapped.byteSize(); at++) {
                sum += mapped.get(ValueLayout.JAVA_BYTE, at);
            }
            return sum;
        }
    }

    /** The mapped file's octets added up eight at a time. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long octetsByEight() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = map(arena);
            long sum = 0;
            for (long at = 0; at + Long.BYTES <= mapped.byteSize(); at += Long.BYTES) {
                sum += mapped.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
            }
            return sum;
        }
    }

    private MemorySegment map(Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        }
    }

    private static long requireAll(int found, int expected, long sum) {
        if (found != expected) {
            throw new IllegalStateException(found + " of " + expected + " packets");
        }
        return sum;
    }
}
