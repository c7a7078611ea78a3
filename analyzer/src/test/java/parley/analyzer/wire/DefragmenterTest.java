package parley.analyzer.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Fragments;
import parley.analyzer.testing.TcpFrame;

/** A TCP segment whose datagram comes in fragments. */
class DefragmenterTest {
    private static final int V4_HEADER = 20;
    private static final int V6_HEADER = 40;
    private static final String TEXT = "Ofir to Roony, Hodaya, Emily - lunch at one, or is that too early for you?";

    private final PacketDecoder decoder = new PacketDecoder();
    private long frame;
    private long nanos;

    private static byte[] v4(String text) {
        return datagram("10.0.0.1:40000", "10.0.0.2:10000", text);
    }

    private static byte[] v6(String text) {
        return datagram("[2001:db8::1]:40000", "[2001:db8::2]:10000", text);
    }

    private static byte[] datagram(String from, String to, String text) {
        return TcpFrame.of(Endpoints.parse(from), Endpoints.parse(to))
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .linkType(LinkType.RAW)
                .octets();
    }

    private DecodedPacket decode(byte[] packet) {
        return decode(LinkType.RAW, packet, packet.length);
    }

    private DecodedPacket decode(int linkType, byte[] packet, int originalLength) {
        Packet view = new Packet();
        view.set(++frame, nanos, 0, linkType, MemorySegment.ofArray(packet), 0, packet.length, originalLength);
        return decoder.decode(view);
    }

    private static void assertWhole(DecodedPacket packet, String text, List<Long> frames) {
        assertNull(packet.fault());
        assertTrue(packet.hasTcp());
        assertEquals(frames, packet.fragments());
        assertEquals(text, text(packet));
        assertEquals(40_000, packet.tcp().sourcePort());
    }

    private static String text(DecodedPacket packet) {
        TcpHeader tcp = packet.tcp();
        byte[] octets = new byte[tcp.payloadLength()];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Octets.u8(tcp.data(), tcp.payloadOffset() + i);
        }
        return new String(octets, StandardCharsets.UTF_8);
    }

    private static void assertPart(DecodedPacket packet) {
        assertNull(packet.fault());
        assertTrue(packet.hasIp());
        assertFalse(packet.hasTcp());
        assertEquals(List.of(), packet.fragments());
    }

    @Test
    void theLastFragmentBringsTheSegment() {
        byte[] datagram = v4(TEXT);
        assertPart(decode(Fragments.v4(datagram, 7, 0, 48)));
        assertWhole(decode(Fragments.v4(datagram, 7, 48, datagram.length - V4_HEADER)), TEXT, List.of(1L, 2L));
    }

    @Test
    void aTcpHeaderMayItselfBeInTwoFragments() {
        byte[] datagram = v4(TEXT);
        assertPart(decode(Fragments.v4(datagram, 7, 0, 8)));
        assertWhole(decode(Fragments.v4(datagram, 7, 8, datagram.length - V4_HEADER)), TEXT, List.of(1L, 2L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theirOrderDoesNotMatterNorDoCopies(long seed) {
        byte[] datagram = v4(TEXT);
        int length = datagram.length - V4_HEADER;
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < length; from += 16) {
            parts.add(Fragments.v4(datagram, 7, from, Math.min(length, from + 16)));
        }
        Collections.shuffle(parts, new Random(seed));
        parts.add(1, parts.getFirst());
        for (byte[] part : parts.subList(0, parts.size() - 1)) {
            assertPart(decode(part));
        }
        DecodedPacket whole = decode(parts.getLast());
        assertEquals(TEXT, text(whole));
        assertFalse(whole.hasConflictingFragments());
    }

    @Test
    void ofOverlappingFragmentsTheLowerOffsetCounts() {
        byte[] datagram = v4(TEXT);
        byte[] forged = v4(TEXT.replace("lunch", "LUNCH"));
        int length = datagram.length - V4_HEADER;
        assertPart(decode(Fragments.v4(forged, 7, 48, length)));
        DecodedPacket whole = decode(Fragments.v4(datagram, 7, 0, 64));
        assertWhole(whole, TEXT, List.of(1L, 2L));
        assertTrue(whole.hasConflictingFragments());
    }

    @Test
    void ofTwoAtOnePlaceTheFirstCounts() {
        byte[] datagram = v4(TEXT);
        byte[] forged = v4(TEXT.replace("Ofir", "Evil"));
        int length = datagram.length - V4_HEADER;
        assertPart(decode(Fragments.v4(datagram, 7, 0, 48)));
        assertPart(decode(Fragments.v4(forged, 7, 0, 48)));
        DecodedPacket whole = decode(Fragments.v4(datagram, 7, 48, length));
        assertWhole(whole, TEXT, List.of(1L, 2L, 3L));
        assertTrue(whole.hasConflictingFragments());
    }

    @Test
    void datagramsAreToldApartByTheirIdentification() {
        byte[] one = v4("one" + TEXT);
        byte[] two = v4("two" + TEXT);
        assertPart(decode(Fragments.v4(one, 1, 0, 48)));
        assertPart(decode(Fragments.v4(two, 2, 0, 48)));
        assertWhole(decode(Fragments.v4(one, 1, 48, one.length - V4_HEADER)), "one" + TEXT, List.of(1L, 3L));
        assertWhole(decode(Fragments.v4(two, 2, 48, two.length - V4_HEADER)), "two" + TEXT, List.of(2L, 4L));
    }

    @Test
    void anIdentificationMayBeUsedAgain() {
        byte[] datagram = v4(TEXT);
        int length = datagram.length - V4_HEADER;
        for (int i = 0; i < 3; i++) {
            assertPart(decode(Fragments.v4(datagram, 7, 0, 48)));
            assertWhole(decode(Fragments.v4(datagram, 7, 48, length)), TEXT, List.of(2L * i + 1, 2L * i + 2));
        }
    }

    @Test
    void anOldDatagramIsGivenUp() {
        byte[] datagram = v4(TEXT);
        assertPart(decode(Fragments.v4(datagram, 7, 0, 48)));
        nanos += Defragmenter.MAXIMUM_AGE.toNanos() + 1;
        assertPart(decode(Fragments.v4(datagram, 7, 48, datagram.length - V4_HEADER)));
        assertEquals(1, decoder.datagramsGivenUp());
    }

    @Test
    void overTheLimitTheOldestIsGivenUp() {
        byte[] large = v4("x".repeat(60_000));
        int perDatagram = 59_992;
        int fit = Defragmenter.MAXIMUM_OCTETS / (perDatagram + Defragmenter.FRAGMENT_COST);
        for (int id = 0; id <= fit; id++) {
            assertPart(decode(Fragments.v4(large, id, 0, perDatagram)));
        }
        assertEquals(1, decoder.datagramsGivenUp());
        assertPart(decode(Fragments.v4(large, 0, perDatagram, large.length - V4_HEADER)));
        assertTrue(decode(Fragments.v4(large, fit, perDatagram, large.length - V4_HEADER))
                .hasTcp());
    }

    @Test
    void emptyFragmentsCountToo() {
        byte[] datagram = v4(TEXT);
        for (int id = 0; id < 65_536; id++) {
            assertPart(decode(Fragments.v4(datagram, id, 8, 8)));
        }
        assertEquals(0, decoder.datagramsGivenUp());
        byte[] other = datagram("10.0.0.3:40000", "10.0.0.2:10000", TEXT);
        for (int id = 0; id < 65_536; id++) {
            assertPart(decode(Fragments.v4(other, id, 8, 8)));
        }
        assertEquals(2 * 65_536 - Defragmenter.MAXIMUM_OCTETS / Defragmenter.FRAGMENT_COST, decoder.datagramsGivenUp());
    }

    @Test
    void aDatagramInMorePiecesThanThereCanBeIsGivenUp() {
        byte[] datagram = v4(TEXT);
        for (int count = 0; count <= 65_536 / 8; count++) {
            assertPart(decode(Fragments.v4(datagram, 7, 8, 16)));
        }
        assertEquals(1, decoder.datagramsGivenUp());
    }

    @Test
    void whatLiesBehindTheEndKeepsNothingBack() {
        byte[] datagram = v4(TEXT);
        byte[] longer = v4(TEXT + TEXT);
        int length = datagram.length - V4_HEADER;
        assertPart(decode(Fragments.v4(longer, 7, 136, longer.length - V4_HEADER - 8)));
        assertPart(decode(Fragments.v4(datagram, 7, 48, length)));
        DecodedPacket whole = decode(Fragments.v4(datagram, 7, 0, 48));
        assertWhole(whole, TEXT, List.of(1L, 2L, 3L));
        assertTrue(whole.hasConflictingFragments());
    }

    @Test
    void twoEndsAreAConflict() {
        byte[] datagram = v4(TEXT);
        byte[] shorter = v4(TEXT.substring(0, 60));
        assertPart(decode(Fragments.v4(datagram, 7, 48, datagram.length - V4_HEADER)));
        assertPart(decode(Fragments.v4(shorter, 7, 48, shorter.length - V4_HEADER)));
        DecodedPacket whole = decode(Fragments.v4(datagram, 7, 0, 48));
        assertWhole(whole, TEXT, List.of(1L, 2L, 3L));
        assertTrue(whole.hasConflictingFragments());
    }

    @Test
    void aSnappedFragmentCompletesNothing() {
        byte[] datagram = v4(TEXT);
        byte[] last = Fragments.v4(datagram, 7, 48, datagram.length - V4_HEADER);
        assertPart(decode(Fragments.v4(datagram, 7, 0, 48)));
        assertPart(decode(LinkType.RAW, Arrays.copyOf(last, last.length - 1), last.length));
        assertWhole(decode(last), TEXT, List.of(1L, 3L));
    }

    @Test
    void aHeaderChecksumThatOffloadLeftWrongKeepsNothingApart() {
        byte[] datagram = v4(TEXT);
        byte[] broken = Fragments.v4(datagram, 7, 0, 48);
        broken[10] ^= 1;
        assertPart(decode(broken));
        assertWhole(decode(Fragments.v4(datagram, 7, 48, datagram.length - V4_HEADER)), TEXT, List.of(1L, 2L));
    }

    @Test
    void aFirstFragmentThatWasCutShowsWhatItHasOfTcp() {
        byte[] first = Fragments.v4(v4(TEXT), 7, 0, 48);
        DecodedPacket packet = decode(LinkType.RAW, Arrays.copyOf(first, first.length - 1), first.length);
        assertPart(packet);
        assertEquals(10_000, Objects.requireNonNull(packet.partialTcp()).destinationPort());
    }

    @Test
    void aFragmentBeyondTheLargestDatagramIsNotTaken() {
        byte[] datagram = v4(TEXT);
        ByteBuffer beyond = ByteBuffer.wrap(Fragments.v4(datagram, 7, 0, 48));
        beyond.putShort(6, (short) 0x1fff);
        assertPart(decode(Fragments.withChecksum(beyond)));
        assertPart(decode(Fragments.v4(datagram, 7, 0, 48)));
        assertTrue(decode(Fragments.v4(datagram, 7, 48, datagram.length - V4_HEADER))
                .hasTcp());
    }

    @Test
    void paddingOfAShortFrameIsNoPartOfAFragment() {
        byte[] datagram = v4(TEXT);
        byte[] first = Fragments.v4(datagram, 7, 0, 48);
        byte[] padded = Arrays.copyOf(first, first.length + 6);
        assertPart(decode(LinkType.RAW, padded, padded.length));
        assertWhole(decode(Fragments.v4(datagram, 7, 48, datagram.length - V4_HEADER)), TEXT, List.of(1L, 2L));
    }

    @Test
    void ipv6FragmentsAreKnownByThirtyTwoBits() {
        byte[] datagram = v6(TEXT);
        byte[] payload = Arrays.copyOfRange(datagram, V6_HEADER, datagram.length);
        assertPart(decode(Fragments.v6(datagram, payload, 6, 0x10007, 0, 48)));
        assertPart(decode(Fragments.v6(datagram, payload, 6, 0x20007, 48, payload.length)));
        assertWhole(decode(Fragments.v6(datagram, payload, 6, 0x10007, 48, payload.length)), TEXT, List.of(1L, 3L));
    }

    @Test
    void extensionHeadersBehindTheFragmentHeaderBelongToTheWhole() {
        byte[] datagram = v6(TEXT);
        ByteBuffer payload = ByteBuffer.allocate(8 + datagram.length - V6_HEADER);
        payload.put((byte) 6).put((byte) 0).put(new byte[] {1, 4, 0, 0, 0, 0});
        payload.put(datagram, V6_HEADER, datagram.length - V6_HEADER);
        assertPart(decode(Fragments.v6(datagram, payload.array(), 60, 1, 0, 48)));
        assertWhole(
                decode(Fragments.v6(datagram, payload.array(), 60, 1, 48, payload.capacity())), TEXT, List.of(1L, 2L));
    }

    @Test
    void aTunnelMayComeInFragments() {
        byte[] inner = v4(TEXT);
        ByteBuffer outer = ByteBuffer.allocate(V4_HEADER + inner.length);
        outer.put(inner, 0, V4_HEADER).put(inner);
        outer.put(9, (byte) 4);
        byte[] datagram = outer.array();
        assertPart(decode(Fragments.v4(datagram, 7, 0, 48)));
        assertWhole(decode(Fragments.v4(datagram, 7, 48, inner.length)), TEXT, List.of(1L, 2L));
    }

    @Test
    void theNextPacketHasNoFragmentsOfTheLast() {
        byte[] datagram = v4(TEXT);
        decode(Fragments.v4(datagram, 7, 0, 48));
        decode(Fragments.v4(datagram, 7, 48, datagram.length - V4_HEADER));
        DecodedPacket next = decode(v4(TEXT));
        assertTrue(next.hasTcp());
        assertEquals(List.of(), next.fragments());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void garbledFragmentsNeverFail(long seed) {
        Random random = new Random(seed);
        byte[] datagram = v4(TEXT);
        byte[] payload = Arrays.copyOfRange(v6(TEXT), V6_HEADER, v6(TEXT).length);
        for (int i = 0; i < 20_000; i++) {
            int from = 8 * random.nextInt(9);
            int to = from + 8 * random.nextInt(1 + (payload.length - from) / 8);
            byte[] part = random.nextBoolean()
                    ? Fragments.v4(datagram, random.nextInt(4), from, Math.min(to, datagram.length - V4_HEADER))
                    : Fragments.v6(v6(""), payload, random.nextInt(256), random.nextInt(4), from, to);
            if (random.nextInt(4) == 0) {
                part[random.nextInt(part.length)] = (byte) random.nextInt(256);
            }
            if (part[0] >>> 4 == 4) {
                Fragments.withChecksum(ByteBuffer.wrap(part));
            }
            nanos += random.nextInt(1_000_000_000);
            Decoding.ask(decode(part));
        }
    }
}
