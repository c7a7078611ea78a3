package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TcpScript;

class PcapReaderTest {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private static final List<Frame> FRAMES = TcpScript.parse(
                    "handshake; at +1us; C data 'Ofir'; C data 'abcdef' snap=2; close")
            .frames();

    static Stream<Arguments> formats() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)
                .flatMap(order -> Stream.of(true, false).map(nanos -> Arguments.of(order, nanos)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void eitherByteOrderAndResolution(ByteOrder order, boolean nanoseconds) {
        PcapBytes file = new PcapBytes(order, nanoseconds, LinkType.ETHERNET);
        FRAMES.forEach(file::packet);
        Reading reading = Reading.of(file.octets());
        assertEquals(FRAMES, reading.frames());
        assertNull(reading.fault());
        assertEquals(
                List.of(new CaptureInterface(null, LinkType.ETHERNET, 262_144, nanoseconds ? 9 : 6, null)),
                reading.interfaces());
        assertEquals(
                List.of(LinkType.ETHERNET),
                reading.linkTypes().stream().distinct().toList());
    }

    @Test
    void nanosecondsAreKept() {
        Frame frame = Frame.of(1_700_000_000_123_456_789L, new byte[] {1});
        assertEquals(
                List.of(frame),
                Reading.of(PcapBytes.of(LinkType.RAW, List.of(frame))).frames());
    }

    @Test
    void secondsAreUnsignedAndAFractionOfMoreThanASecondCarriesOver() {
        PcapBytes file = new PcapBytes(ByteOrder.LITTLE_ENDIAN, false, LinkType.RAW)
                .record(0xffff_ffffL, 0, 1, 1, new byte[1])
                .record(10, 1_000_001, 1, 1, new byte[1]);
        assertEquals(
                List.of(4_294_967_295_000_000_000L, 11_000_001_000L),
                Reading.of(file.octets()).frames().stream().map(Frame::nanos).toList());
    }

    static Stream<ByteOrder> orders() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void theModifiedFormatHasEightOctetsMoreInARecordsHeader(ByteOrder order) {
        byte[] more = {0, 0, 0, 1, 8, 0, 4, 0};
        byte[] octets = {1, 2, 3, 4, 5};
        PcapBytes file = new PcapBytes(order, 0xa1b2cd34, 4, LinkType.RAW);
        for (int i = 0; i < 2; i++) {
            byte[] record = Arrays.copyOf(more, more.length + octets.length);
            System.arraycopy(octets, 0, record, more.length, octets.length);
            file.record(i, 0, octets.length, 9, record);
        }
        Reading reading = Reading.of(file.octets());
        assertNull(reading.fault());
        assertEquals(List.of(new Frame(0, octets, 9), new Frame(1_000_000_000, octets, 9)), reading.frames());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void beforeVersionTwoPointThreeTheOriginalLengthComesFirst(ByteOrder order) {
        byte[] octets = {1, 2, 3};
        PcapBytes file = new PcapBytes(order, 0xa1b2c3d4, 2, LinkType.RAW)
                .record(1, 0, 7, 3, octets)
                .record(2, 0, 3, 3, octets);
        Reading reading = Reading.of(file.octets());
        assertNull(reading.fault());
        assertEquals(
                List.of(new Frame(1_000_000_000, octets, 7), new Frame(2_000_000_000, octets, 3)), reading.frames());
    }

    @Test
    void inVersionTwoPointThreeTheSmallerLengthIsTheCapturedOne() {
        byte[] octets = {1, 2, 3};
        PcapBytes file = new PcapBytes(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 3, LinkType.RAW)
                .record(1, 0, 7, 3, octets)
                .record(2, 0, 3, 7, octets);
        Reading reading = Reading.of(file.octets());
        assertNull(reading.fault());
        assertEquals(
                List.of(new Frame(1_000_000_000, octets, 7), new Frame(2_000_000_000, octets, 7)), reading.frames());
    }

    @Test
    void anOriginalLengthBelowTheCapturedOneIsNotBelieved() {
        PcapBytes file = new PcapBytes(ByteOrder.LITTLE_ENDIAN, false, LinkType.RAW)
                .record(1, 0, 4, 2, new byte[4])
                .record(1, 0, 4, 0xffff_ffffL, new byte[4]);
        assertEquals(
                List.of(4, 4),
                Reading.of(file.octets()).frames().stream()
                        .map(Frame::originalLength)
                        .toList());
    }

    @Test
    void theLinkTypeIsTheLowerHalfOfItsField() {
        int frameCheckSequenceOf4 = 0x1400_0000;
        byte[] file = new PcapBytes(ByteOrder.BIG_ENDIAN, false, frameCheckSequenceOf4 | LinkType.LINUX_SLL2).octets();
        assertEquals(
                LinkType.LINUX_SLL2, Reading.of(file).interfaces().getFirst().linkType());
    }

    @Test
    void aSnapLengthThatNoPacketReachesIsNone() {
        byte[] file = PcapBytes.of(LinkType.RAW, List.of());
        ByteBuffer.wrap(file).putInt(16, -1);
        assertEquals(0, Reading.of(file).interfaces().getFirst().snapLength());
    }

    @Test
    void aFileOfNoPacketsIsWhole() {
        Reading reading = Reading.of(PcapBytes.of(LinkType.RAW, List.of()));
        assertEquals(List.of(), reading.frames());
        assertNull(reading.fault());
    }

    @Test
    void aPacketOfNoOctetsIsAPacket() {
        Frame empty = new Frame(0, new byte[0], 0);
        assertEquals(
                List.of(empty, empty),
                Reading.of(PcapBytes.of(LinkType.RAW, List.of(empty, empty))).frames());
    }

    @Test
    void aFileCutAnywhereGivesThePacketsBeforeAndSaysWhereItBreaksOff() {
        byte[] file = PcapBytes.of(LinkType.ETHERNET, FRAMES);
        List<Integer> starts = new ArrayList<>(List.of(FILE_HEADER));
        FRAMES.forEach(frame -> starts.add(starts.getLast() + RECORD_HEADER + frame.octets().length));
        assertAll(IntStream.range(FILE_HEADER, file.length).mapToObj(length -> () -> {
            Reading reading = Reading.cut(file, length);
            int whole = (int) starts.stream().filter(start -> start <= length).count() - 1;
            String at = "cut after " + length + " bytes";
            assertEquals(FRAMES.subList(0, whole), reading.frames(), at);
            if (starts.contains(length)) {
                assertNull(reading.fault(), at);
            } else {
                CaptureFault fault = reading.fault();
                assertNotNull(fault, at);
                assertEquals(starts.get(whole).longValue(), fault.offset(), at);
            }
        }));
    }

    @Test
    void aBreakIsExplained() {
        byte[] file = PcapBytes.of(LinkType.ETHERNET, FRAMES);
        assertEquals(
                new CaptureFault(FILE_HEADER, "the file ends inside a record's header"),
                Reading.cut(file, FILE_HEADER + 3).fault());
        assertEquals(
                new CaptureFault(
                        FILE_HEADER,
                        "the file ends inside a packet: 5 of its "
                                + FRAMES.getFirst().octets().length + " captured bytes are there"),
                Reading.cut(file, FILE_HEADER + RECORD_HEADER + 5).fault());
    }

    @Test
    void aFileHeaderThatBreaksOffIsOneLine() {
        byte[] file = PcapBytes.of(LinkType.RAW, List.of());
        assertAll(IntStream.range(4, FILE_HEADER).mapToObj(length -> () -> {
            IOException refused = assertThrows(IOException.class, () -> Reading.open(Arrays.copyOf(file, length)));
            assertEquals(
                    "capture: the pcap file breaks off after " + length + " bytes, in its header of 24",
                    refused.getMessage());
        }));
    }

    @ParameterizedTest
    @ValueSource(longs = {262_145, 0x7fff_ffff, 0x8000_0000L, 0xffff_ffffL})
    void aLengthThatNoPacketHasIsAFaultAndTakesNoMemory(long length) {
        PcapBytes file = new PcapBytes(ByteOrder.BIG_ENDIAN, false, LinkType.RAW).packet(FRAMES.getFirst());
        int offset = file.length();
        Reading reading =
                Reading.of(file.record(1, 1, length, length, new byte[100]).octets());
        assertEquals(1, reading.frames().size());
        assertEquals(
                new CaptureFault(
                        offset, "a packet claims " + length + " bytes, more than the 262144 that one may have"),
                reading.fault());
        assertEquals(CaptureInput.INITIAL, reading.bufferSize());
    }

    @Test
    void theLargestPacketIsRead() {
        Frame largest = Frame.of(0, new byte[262_144]);
        List<Frame> frames = List.of(largest, FRAMES.getFirst(), largest, largest, largest, largest);
        Reading reading = Reading.of(PcapBytes.of(LinkType.RAW, frames));
        assertEquals(frames, reading.frames());
        assertTrue(reading.bufferSize() <= 1 << 20);
    }
}
