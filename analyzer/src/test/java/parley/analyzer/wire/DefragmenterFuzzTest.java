package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever fragments come in whatever order, what they make is what the words of {@link Defragmenter} say. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class DefragmenterFuzzTest {
    private static final int LAST = 0x80;
    private static final int VERSION_6 = 0x40;
    private static final int LATER = 0x30;
    private static final int IDENTIFICATION = 0x0f;
    private static final long STEP = 25_000_000_000L;

    /** A fragment as the model has it: what it is a part of, and its octets from {@code offset} on. */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    private record Part(int datagram, int offset, byte[] octets, boolean last, long frame, long nanos) {
        int end() {
            return offset + octets.length;
        }

        boolean covers(int at) {
            return offset <= at && at < end();
        }

        byte octet(int at) {
            return octets[at - offset];
        }
    }

    static Stream<byte[]> fragments() {
        return Stream.of(
                new byte[] {1, 0, 16, 'a', (byte) 0x81, 2, 9, 'b'},
                new byte[] {(byte) 0xc1, 2, 9, 'a', 0x41, 0, 8, 'b', 0x41, 1, 8, 'c'},
                new byte[] {1, 0, 24, 'a', 1, 1, 8, 'b', 0x22, 0, 8, 'c', (byte) 0x81, 3, 8, 'd', (byte) 0x82, 1, 1, 1},
                new byte[] {(byte) 0x81, 4, 0, 'a', 1, 0, 16, 'b', 1, 1, 24, 'c', (byte) 0xb1, 2, 2, 'd'});
    }

    /**
     * Fragments one after the other.
     *
     * @param input of each an octet that says which datagram it belongs to, whether it is the last, and how much later
     *     it comes; its offset in units of 8 octets; its length; what its octets are
     */
    @MethodSource("fragments")
    @FuzzTest
    void fragments(byte[] input) {
        Defragmenter defragmenter = new Defragmenter();
        List<Part> held = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(input);
        long frame = 0;
        long nanos = 0;
        long givenUp = 0;
        while (buffer.remaining() >= 4) {
            int control = buffer.get() & 0xff;
            int offset = (buffer.get() & 0xff) * 8;
            byte[] octets = new byte[buffer.get() & 0xff];
            byte content = buffer.get();
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) (content + (content < 0 ? i : offset + i));
            }
            nanos += (control & LATER) / 0x10 * STEP;
            boolean last = (control & LAST) != 0;
            if (offset == 0 && last) {
                continue;
            }
            givenUp += giveUp(held, nanos);
            Part part = new Part(control & (VERSION_6 | IDENTIFICATION), offset, octets, last, ++frame, nanos);
            held.add(part);
            Defragmenter.Reassembled whole = add(defragmenter, part);
            Optional<List<Part>> expected = whole(held, part.datagram());
            if (expected.isEmpty()) {
                assertNull(whole, "not all parts are there");
            } else {
                assertNotNull(whole, "all parts are there");
                assertIs(expected.get(), whole);
                held.removeAll(expected.get());
            }
            assertEquals(givenUp, defragmenter.givenUp());
        }
    }

    /** Takes away what began too long ago; returns how many datagrams. */
    private static long giveUp(List<Part> held, long nanos) {
        List<Integer> old = held.stream()
                .map(Part::datagram)
                .distinct()
                .filter(datagram ->
                        parts(held, datagram).getFirst().nanos() < nanos - Defragmenter.MAXIMUM_AGE.toNanos())
                .toList();
        held.removeIf(part -> old.contains(part.datagram()));
        return old.size();
    }

    private static List<Part> parts(List<Part> held, int datagram) {
        return held.stream().filter(part -> part.datagram() == datagram).toList();
    }

    /** The parts of a datagram of which no octet is missing up to the end of the first that is called the last. */
    private static Optional<List<Part>> whole(List<Part> held, int datagram) {
        List<Part> parts = parts(held, datagram);
        return parts.stream()
                .filter(Part::last)
                .findFirst()
                .filter(last -> Stream.iterate(0, at -> at + 1)
                        .limit(last.end())
                        .allMatch(at -> parts.stream().anyMatch(part -> part.covers(at))))
                .map(_ -> parts);
    }

    private static void assertIs(List<Part> parts, Defragmenter.Reassembled whole) {
        int length = parts.stream().filter(Part::last).findFirst().orElseThrow().end();
        byte[] octets = new byte[length];
        boolean conflict = parts.stream().anyMatch(part -> part.end() > length || (part.last() && part.end() < length));
        for (int i = 0; i < length; i++) {
            int at = i;
            List<Part> there = parts.stream()
                    .filter(part -> part.covers(at))
                    .sorted(Comparator.comparingInt(Part::offset))
                    .toList();
            octets[i] = there.getFirst().octet(i);
            conflict |= there.stream().anyMatch(part -> part.octet(at) != octets[at]);
        }
        assertArrayEquals(octets, whole.payload().toArray(ValueLayout.JAVA_BYTE));
        assertEquals(parts.stream().map(Part::frame).toList(), whole.frames());
        assertEquals(conflict, whole.conflicting());
    }

    private static Defragmenter.@Nullable Reassembled add(Defragmenter defragmenter, Part part) {
        byte[] packet = (part.datagram() & VERSION_6) == 0 ? v4(part) : v6(part);
        MemorySegment memory = MemorySegment.ofArray(packet);
        IpHeader ip = new IpHeader();
        assertNull(ip.read(memory, 0, 0, packet.length, packet.length));
        Remainder payload = new Remainder();
        payload.begin(memory, 0, packet.length, packet.length);
        payload.limit(ip.totalLength());
        payload.pass(ip.headerLength());
        return defragmenter.add(ip, payload, part.frame(), part.nanos());
    }

    private static byte[] v4(Part part) {
        byte[] packet = PacketSeeds.ipv4(part.octets(), part.octets().length);
        ByteBuffer.wrap(packet).putShort(4, (short) part.datagram()).putShort(6, (short)
                ((part.last() ? 0 : 0x2000) | part.offset() / 8));
        PacketSeeds.correctChecksum(packet);
        return packet;
    }

    private static byte[] v6(Part part) {
        ByteBuffer packet = ByteBuffer.allocate(48 + part.octets().length);
        packet.putInt(0x6000_0000).putShort((short) (8 + part.octets().length)).putShort((short) 0x2c40);
        packet.position(40).putShort((short) 0x0600);
        packet.putShort((short) (part.offset() | (part.last() ? 0 : 1))).putInt(part.datagram());
        return packet.put(part.octets()).array();
    }
}
