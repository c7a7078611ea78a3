package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;

/**
 * Whatever a packet's octets are, what is decoded lies in them: no more is seen where more memory follows, and where
 * less was captured nothing else comes of it.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class PacketFuzzTest {
    /** Those that are decoded, and one that is not. */
    private static final int[] LINK_TYPES = IntStream.concat(
                    IntStream.range(0, 300).filter(LinkHeader::isDecoded), IntStream.of(147))
            .toArray();

    private static final int BEFORE = 3;
    private static final int BEHIND = 80;
    private static final int LARGEST_DATAGRAM = 65_535;

    /** What a packet turned out to be, with something that depends on every octet that its getters give. */
    private record View(
            boolean hasIp, boolean hasTcp, @Nullable Fault fault, int etherType, int networkStart, long octets) {
        static View of(DecodedPacket packet) {
            return new View(
                    packet.hasIp(),
                    packet.hasTcp(),
                    packet.fault(),
                    packet.etherType(),
                    packet.networkStart(),
                    Decoding.ask(packet));
        }
    }

    static Stream<byte[]> links() {
        return PacketSeeds.links();
    }

    /**
     * The octets are a packet of every link type in turn.
     *
     * @param input two octets of what was not captured, the packet
     */
    @MethodSource("links")
    @FuzzTest
    void links(byte[] input) {
        if (input.length < 2) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(input);
        int missing = buffer.getShort() & 0xffff;
        byte[] octets = Arrays.copyOfRange(input, 2, input.length);
        int original = octets.length + missing;
        PacketDecoder used = new PacketDecoder();
        for (int linkType : LINK_TYPES) {
            Packet packet = packet(1, 0, linkType, octets, original);
            DecodedPacket decoded = new PacketDecoder().decode(packet);
            assertInside(decoded, linkType);
            View view = View.of(decoded);
            assertEquals(view, View.of(new PacketDecoder().decode(surrounded(1, 0, linkType, octets, original))));
            DecodedPacket again = used.decode(packet);
            if (!view.hasIp() || !again.ip().isFragment()) {
                assertEquals(view, View.of(again));
            }
            assertLessOfLess(decoded, linkType, octets, original);
        }
    }

    private static void assertLessOfLess(DecodedPacket whole, int linkType, byte[] octets, int original) {
        byte[] part = Arrays.copyOf(octets, octets.length * 3 / 4);
        DecodedPacket less = new PacketDecoder().decode(packet(1, 0, linkType, part, original));
        assertInside(less, linkType);
        if (less.hasTcp()) {
            assertTrue(whole.hasTcp());
            assertEquals(whole.tcp().sourcePort(), less.tcp().sourcePort());
            assertEquals(whole.tcp().payloadLength(), less.tcp().payloadLength());
            assertTrue(whole.tcp().capturedPayloadLength() >= less.tcp().capturedPayloadLength());
            assertEquals(whole.ip().source(), less.ip().source());
        }
        if (less.hasIp()) {
            assertTrue(whole.hasIp());
            assertEquals(whole.networkStart(), less.networkStart());
        }
    }

    static Stream<byte[]> datagrams() {
        return PacketSeeds.datagrams();
    }

    /**
     * Packets of raw IP one after the other, among them fragments.
     *
     * @param input of each packet an octet that says whether IPv4's header gets its right checksum (0x80), how much
     *     later it comes (0x70, in steps of 10 s), and what was not captured (0x0f); its length in two octets; the packet
     */
    @MethodSource("datagrams")
    @FuzzTest
    void datagrams(byte[] input) {
        PacketDecoder decoder = new PacketDecoder();
        PacketDecoder other = new PacketDecoder();
        Set<Long> completed = new HashSet<>();
        ByteBuffer buffer = ByteBuffer.wrap(input);
        long number = 0;
        long nanos = 0;
        while (buffer.remaining() >= 3) {
            int control = buffer.get();
            byte[] octets = new byte[Math.min(buffer.getShort() & 0xffff, buffer.remaining())];
            buffer.get(octets);
            if (control < 0) {
                PacketSeeds.correctChecksum(octets);
            }
            number++;
            nanos += (control >>> 4 & 7) * 10_000_000_000L;
            int original = octets.length + (control & 15);
            DecodedPacket decoded = decoder.decode(packet(number, nanos, LinkType.RAW, octets, original));
            assertInside(decoded, LinkType.RAW);
            View same = View.of(other.decode(surrounded(number, nanos, LinkType.RAW, octets, original)));
            assertEquals(same, View.of(decoded));
            assertFrames(decoded.fragments(), number, completed);
        }
        assertEquals(decoder.datagramsGivenUp(), other.datagramsGivenUp());
    }

    /** A packet that completes a datagram is its last, and no frame is in two datagrams. */
    private static void assertFrames(List<Long> frames, long number, Set<Long> completed) {
        if (frames.isEmpty()) {
            return;
        }
        assertEquals(number, frames.getLast());
        assertEquals(frames.stream().sorted().toList(), frames);
        for (long frame : frames) {
            assertTrue(frame >= 1 && completed.add(frame), frames::toString);
        }
    }

    static Stream<byte[]> segments() {
        return PacketSeeds.segments();
    }

    /**
     * A TCP header with its options.
     *
     * @param input an octet of how much IP carries more than was captured, the segment
     */
    @MethodSource("segments")
    @FuzzTest
    void tcp(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] octets = Arrays.copyOfRange(input, 1, input.length);
        int total = octets.length + (input[0] & 0xff);
        TcpHeader tcp = new TcpHeader();
        Fault fault = tcp.read(MemorySegment.ofArray(octets), 0, 0, octets.length, total);
        int claimed = octets.length < 16 ? 20 : (octets[12] >>> 4 & 15) * 4;
        assertEquals(octets.length >= 16 && claimed >= 20 && claimed <= total, fault == null);
        if (fault != null) {
            assertTrue(fault.needed() > fault.actual(), fault::toString);
            return;
        }
        ByteBuffer fields = ByteBuffer.wrap(octets);
        assertEquals(fields.getShort(0) & 0xffff, tcp.sourcePort());
        assertEquals(fields.getShort(2) & 0xffff, tcp.destinationPort());
        assertEquals(fields.getInt(4), tcp.sequenceNumber());
        assertEquals(fields.getInt(8), tcp.acknowledgmentNumber());
        assertEquals(fields.getShort(12) & 0xfff, tcp.flags());
        assertEquals(fields.getShort(14) & 0xffff, tcp.window());
        assertEquals(claimed, tcp.headerLength());
        assertEquals(total, tcp.headerLength() + tcp.payloadLength());
        assertEquals(octets.length, tcp.payloadOffset() + tcp.capturedPayloadLength());
        long[] end = {20};
        tcp.forEachOption((kind, at, length) -> {
            assertTrue(
                    at >= end[0] + 2 && length >= 0 && at + length <= Math.min(claimed, octets.length),
                    "an option at " + at);
            assertEquals(octets[(int) at - 2] & 0xff, kind);
            assertEquals(octets[(int) at - 1] & 0xff, length + 2);
            for (long i = end[0]; i < at - 2; i++) {
                assertEquals(1, octets[(int) i], "only no-operations are between options");
            }
            end[0] = at + length;
        });
        assertChecksum(octets, total);
    }

    /** Of the segment in IPv4, against the sum as RFC 1071 words it. */
    private static void assertChecksum(byte[] segment, int total) {
        byte[] ip = PacketSeeds.ipv4(segment, total);
        DecodedPacket packet = Decoding.decode(LinkType.IPV4, ip, 20 + total);
        assertTrue(packet.hasTcp());
        TcpChecksum checksum = TcpChecksum.of(packet);
        assertEquals(segment.length < total, checksum == TcpChecksum.UNKNOWN);
        if (checksum != TcpChecksum.UNKNOWN) {
            assertEquals(PacketSeeds.segmentSum(ip) == 0xffff, checksum == TcpChecksum.RIGHT);
        }
    }

    private static Packet packet(long number, long nanos, int linkType, byte[] octets, int original) {
        Packet packet = new Packet();
        packet.set(number, nanos, 0, linkType, MemorySegment.ofArray(octets), 0, octets.length, original);
        return packet;
    }

    /** The packet with other octets before it and behind it. */
    private static Packet surrounded(long number, long nanos, int linkType, byte[] octets, int original) {
        MemorySegment memory = MemorySegment.ofArray(new byte[BEFORE + octets.length + BEHIND]);
        memory.fill((byte) 0x45);
        MemorySegment.copy(octets, 0, memory, ValueLayout.JAVA_BYTE, BEFORE, octets.length);
        Packet packet = new Packet();
        packet.set(number, nanos, 0, linkType, memory, BEFORE, octets.length, original);
        return packet;
    }

    private static void assertInside(DecodedPacket decoded, int linkType) {
        Packet packet = decoded.packet();
        int captured = packet.capturedLength();
        assertTrue(LinkHeader.isDecoded(linkType) || !decoded.hasIp());
        assertTrue(decoded.link().length() >= 0 && decoded.link().length() <= captured);
        assertEquals(decoded.hasIp(), decoded.networkStart() >= 0);
        boolean reassembled = !decoded.fragments().isEmpty();
        Fault fault = decoded.fault();
        if (fault != null) {
            assertFalse(decoded.hasTcp());
            assertTrue(fault.offset() >= 0 && (reassembled || fault.offset() <= captured), fault::toString);
            assertTrue(fault.kind() == Fault.Kind.BAD_VERSION || fault.needed() > fault.actual(), fault::toString);
        }
        if (decoded.hasIp()) {
            IpHeader ip = decoded.ip();
            assertTrue(decoded.networkStart() >= decoded.link().length());
            assertTrue(ip.version() == 4 || ip.version() == 6);
            assertTrue(ip.headerLength() >= (ip.version() == 4 ? 20 : 40));
            assertTrue(ip.payloadLength() >= 0 && ip.capturedPayloadLength() <= ip.payloadLength());
            assertTrue(reassembled || decoded.networkStart() + ip.headerLength() <= captured);
        }
        if (decoded.hasTcp()) {
            TcpHeader tcp = decoded.tcp();
            assertTrue(decoded.hasIp());
            assertNull(fault);
            assertTrue(tcp.headerLength() >= 20 && tcp.capturedPayloadLength() >= 0);
            assertTrue(tcp.capturedPayloadLength() <= tcp.payloadLength());
            long end = tcp.payloadOffset() + tcp.capturedPayloadLength();
            if (reassembled) {
                assertEquals(tcp.payloadLength(), tcp.capturedPayloadLength());
                assertTrue(end <= tcp.data().byteSize() && end <= LARGEST_DATAGRAM);
            } else {
                assertSame(packet.data(), tcp.data());
                assertTrue(tcp.headerOffset() >= packet.offset());
                assertTrue(end <= packet.offset() + captured);
                assertTrue(tcp.payloadLength() <= packet.originalLength());
            }
        }
    }
}
