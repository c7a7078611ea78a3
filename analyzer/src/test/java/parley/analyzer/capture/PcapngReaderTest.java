package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.PcapngBytes.Option;
import parley.analyzer.testing.TcpScript;

class PcapngReaderTest {
    private static final int COMMENT = 1;
    private static final int NAME = 2;
    private static final int RESOLUTION = 9;
    private static final int FILTER = 11;
    private static final int OFFSET = 14;
    private static final int IF_DROP = 5;
    private static final int OS_DROP = 7;
    private static final int SECTION_HEADER_LENGTH = 28;
    private static final int BUFFER = 1 << 20;

    private static final List<Frame> FRAMES = TcpScript.parse(
                    "handshake; C data 'Ofir'; C data 'abcdef' snap=2; C data 'x'; close")
            .frames();
    private static final Frame FIRST = FRAMES.getFirst();

    private static PcapngBytes little() {
        return new PcapngBytes(ByteOrder.LITTLE_ENDIAN);
    }

    private static PcapngBytes ethernet() {
        return little().networkInterface(LinkType.ETHERNET, 0, Option.octet(RESOLUTION, 9));
    }

    private static Reading read(PcapngBytes file) {
        return Reading.of(file.octets());
    }

    static Stream<ByteOrder> orders() {
        return Stream.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    }

    @Nested
    class Packets {
        @ParameterizedTest
        @MethodSource("parley.analyzer.capture.PcapngReaderTest#orders")
        void everyKindOfPacketBlockInEitherByteOrder(ByteOrder order) {
            PcapngBytes file = new PcapngBytes(order)
                    .networkInterface(LinkType.ETHERNET, 0, Option.octet(RESOLUTION, 9))
                    .packet(0, FIRST.nanos(), FIRST)
                    .obsoletePacket(0, FIRST.nanos(), FIRST)
                    .simplePacket(FIRST);
            Reading reading = read(file);
            assertEquals(List.of(FIRST, FIRST, FIRST.at(0)), reading.frames());
            assertNull(reading.fault());
        }

        @Test
        void snappedPacketsKeepTheirOriginalLength() {
            assertEquals(
                    FRAMES,
                    Reading.of(PcapngBytes.of(LinkType.ETHERNET, FRAMES)).frames());
        }

        @Test
        void aSimplePacketHasNoMoreThanTheSnapLengthAndItsBlock() {
            PcapngBytes file = little().networkInterface(LinkType.ETHERNET, 20)
                    .simplePacket(FIRST.snapped(20))
                    .simplePacket(Frame.of(0, new byte[] {1, 2, 3}));
            assertEquals(
                    List.of(FIRST.snapped(20).at(0), Frame.of(0, new byte[] {1, 2, 3})),
                    read(file).frames());
        }

        @Test
        void packetsOfEveryPaddingAreWhole() {
            List<Frame> frames = IntStream.range(0, 9)
                    .mapToObj(length -> Frame.of(length, new byte[length]))
                    .toList();
            assertEquals(
                    frames,
                    Reading.of(PcapngBytes.of(LinkType.ETHERNET, frames)).frames());
        }

        @Test
        void commentsAreKept() {
            PcapngBytes file = ethernet()
                    .packet(0, 0, FIRST, Option.text(COMMENT, "הסיסמה?"))
                    .packet(0, 0, FIRST)
                    .packet(0, 0, FIRST, Option.octet(2, 1), Option.text(COMMENT, "a"), Option.text(COMMENT, "b"));
            assertEquals(Arrays.asList("הסיסמה?", null, "a\nb"), read(file).comments());
        }

        @Test
        void aBlockLargerThanTheBufferIsRead() {
            Option[] long16 = Collections.nCopies(15, Option.text(COMMENT, "x".repeat(65_535)))
                    .toArray(Option[]::new);
            Frame largest = Frame.of(0, new byte[262_144]);
            Reading reading = read(
                    ethernet().packet(0, 0, FIRST).packet(0, 0, largest, long16).packet(0, 0, FIRST));
            assertNull(reading.fault());
            assertEquals(List.of(FIRST.at(0), largest, FIRST.at(0)), reading.frames());
        }
    }

    @Nested
    class Interfaces {
        @Test
        void aPacketHasItsInterfacesLinkTypeAndResolution() {
            PcapngBytes file = little().networkInterface(LinkType.ETHERNET, 0, Option.octet(RESOLUTION, 3))
                    .networkInterface(LinkType.RAW, 96)
                    .packet(1, 5_000_001, FIRST)
                    .packet(0, 5001, FIRST);
            Reading reading = read(file);
            assertEquals(List.of(LinkType.RAW, LinkType.ETHERNET), reading.linkTypes());
            assertEquals(List.of(1, 0), reading.interfaceIds());
            assertEquals(
                    List.of(5_000_001_000L, 5_001_000_000L),
                    reading.frames().stream().map(Frame::nanos).toList());
            assertEquals(
                    List.of(
                            new CaptureInterface(null, LinkType.ETHERNET, 0, 3, null),
                            new CaptureInterface(null, LinkType.RAW, 96, 6, null)),
                    reading.interfaces());
        }

        @ParameterizedTest
        @CsvSource({
            "3, 1700000000123, 1700000000123000000",
            "6, 1700000000123456, 1700000000123456000",
            "9, 1700000000123456789, 1700000000123456789",
            "12, 1700000123456789, 1700000123456",
            "0x8a, 1740800000256, 1700000000250000000"
        })
        void everyResolution(String resolution, long units, long nanos) {
            for (ByteOrder order : orders().toList()) {
                PcapngBytes file = new PcapngBytes(order)
                        .networkInterface(LinkType.RAW, 0, Option.octet(RESOLUTION, Integer.decode(resolution)))
                        .packet(0, units, FIRST);
                assertEquals(nanos, read(file).frames().getFirst().nanos());
            }
        }

        @ParameterizedTest
        @MethodSource("parley.analyzer.capture.PcapngReaderTest#orders")
        void theOffsetIsAdded(ByteOrder order) {
            PcapngBytes file = new PcapngBytes(order);
            file.networkInterface(LinkType.RAW, 0, file.number(OFFSET, 1_700_000_000L))
                    .networkInterface(LinkType.RAW, 0, file.number(OFFSET, -1))
                    .packet(0, 1, FIRST)
                    .packet(1, 3_000_000, FIRST);
            assertEquals(
                    List.of(1_700_000_000_000_001_000L, 2_000_000_000L),
                    read(file).frames().stream().map(Frame::nanos).toList());
        }

        @Test
        void nameAndFilterAreText() {
            Option filter = Option.text(FILTER, "\0tcp port 10000");
            Option bytecode = new Option(FILTER, new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 1});
            Reading reading = read(little().networkInterface(LinkType.NULL, 0, Option.text(NAME, "lo0"), filter)
                    .networkInterface(LinkType.NULL, 0, bytecode));
            assertEquals(
                    List.of(
                            new CaptureInterface("lo0", LinkType.NULL, 0, 6, "tcp port 10000"),
                            new CaptureInterface(null, LinkType.NULL, 0, 6, null)),
                    reading.interfaces());
        }

        @Test
        void eachSectionHasItsOwnInterfacesAndByteOrder() {
            PcapngBytes file = little().networkInterface(LinkType.ETHERNET, 0)
                    .networkInterface(LinkType.NULL, 0)
                    .packet(1, 1, FIRST)
                    .section(ByteOrder.BIG_ENDIAN)
                    .networkInterface(LinkType.RAW, 0)
                    .packet(0, 2, FIRST)
                    .section(ByteOrder.LITTLE_ENDIAN)
                    .networkInterface(LinkType.LOOP, 0)
                    .packet(0, 3, FIRST);
            Reading reading = read(file);
            assertNull(reading.fault());
            assertEquals(List.of(LinkType.NULL, LinkType.RAW, LinkType.LOOP), reading.linkTypes());
            assertEquals(List.of(1, 2, 3), reading.interfaceIds());
            assertEquals(List.of(FIRST.at(1000), FIRST.at(2000), FIRST.at(3000)), reading.frames());
        }

        @Test
        void anInterfaceOfAnEarlierSectionIsNotDescribedInALaterOne() {
            PcapngBytes file = ethernet().networkInterface(LinkType.RAW, 0).section(ByteOrder.LITTLE_ENDIAN);
            file.networkInterface(LinkType.RAW, 0);
            int offset = file.length();
            assertEquals(
                    new CaptureFault(offset, "a packet names interface 1, which its section has not described"),
                    read(file.packet(1, 0, FIRST)).fault());
        }
    }

    @Nested
    class Statistics {
        @ParameterizedTest
        @MethodSource("parley.analyzer.capture.PcapngReaderTest#orders")
        void dropsOfAllInterfacesAddUp(ByteOrder order) {
            PcapngBytes file = new PcapngBytes(order);
            file.networkInterface(LinkType.RAW, 0)
                    .networkInterface(LinkType.RAW, 0)
                    .statistics(0, file.number(4, 1000), file.number(IF_DROP, 7))
                    .statistics(1, file.number(IF_DROP, 20), file.number(OS_DROP, 300));
            assertEquals(327, read(file).dropped());
        }

        @Test
        void laterStatisticsOfAnInterfaceTakeThePlaceOfEarlierOnes() {
            PcapngBytes file = ethernet();
            file.statistics(0, file.number(IF_DROP, 7)).statistics(0, file.number(IF_DROP, 9));
            assertEquals(9, read(file).dropped());
        }

        @Test
        void statisticsOfNoInterfaceAreNotBelieved() {
            PcapngBytes file = ethernet();
            Reading reading = read(file.statistics(3, file.number(IF_DROP, 7)).packet(0, 0, FIRST));
            assertEquals(0, reading.dropped());
            assertEquals(1, reading.frames().size());
        }
    }

    @Nested
    class OtherBlocks {
        @ParameterizedTest
        @ValueSource(ints = {4, 9, 10, 0xBAD, 0x40000BAD, 0x7fffffff, 0x80000001})
        void areSkipped(int type) {
            PcapngBytes file =
                    ethernet().block(type, new byte[40]).packet(0, 0, FIRST).block(type);
            Reading reading = read(file.packet(0, 0, FIRST));
            assertEquals(2, reading.frames().size());
            assertNull(reading.fault());
        }

        @Test
        void areSkippedHoweverLarge() {
            Reading reading = read(ethernet().block(0xBAD, new byte[3 << 20]).packet(0, 0, FIRST));
            assertEquals(1, reading.frames().size());
            assertEquals(BUFFER, reading.bufferSize());
        }

        @Test
        void theirLengthsMustAgreeToo() {
            PcapngBytes file = ethernet();
            int offset = file.length();
            assertEquals(
                    new CaptureFault(offset, "a block claims 16 octets at its start and 20 at its end"),
                    read(file.words(0xBAD, 16, 0, 20).packet(0, 0, FIRST)).fault());
        }
    }

    @Nested
    class Damage {
        @Test
        void aFileCutAnywhereGivesThePacketsBeforeAndSaysWhereItsBlockBegins() {
            PcapngBytes bytes = little();
            List<Integer> starts = new ArrayList<>(List.of(0, bytes.length()));
            List<Integer> packetEnds = new ArrayList<>();
            Consumer<PcapngBytes> mark = file -> starts.add(file.length());
            mark.accept(
                    bytes.networkInterface(LinkType.ETHERNET, 0, Option.octet(RESOLUTION, 9), Option.text(NAME, "lo")));
            mark.accept(bytes.block(0xBAD, new byte[12]));
            for (Frame frame : FRAMES) {
                mark.accept(bytes.packet(0, frame.nanos(), frame, Option.text(COMMENT, "c")));
                packetEnds.add(bytes.length());
            }
            mark.accept(bytes.statistics(0, bytes.number(IF_DROP, 1)));
            byte[] file = bytes.octets();
            assertAll(IntStream.range(12, file.length).mapToObj(length -> () -> {
                Reading reading = Reading.cut(file, length);
                String at = "cut after " + length + " octets";
                int whole =
                        (int) packetEnds.stream().filter(end -> end <= length).count();
                assertEquals(FRAMES.subList(0, whole), reading.frames(), at);
                CaptureFault fault = reading.fault();
                if (starts.contains(length)) {
                    assertNull(fault, at);
                } else {
                    int start = starts.stream().filter(s -> s < length).reduce(0, Math::max);
                    assertNotNull(fault, at);
                    assertEquals(start, fault.offset(), at);
                    assertTrue(fault.reason().startsWith("the file ends inside a block"), fault.reason());
                }
            }));
        }

        @Test
        void aBreakSaysHowMuchOfTheBlockIsThere() {
            byte[] file = ethernet().block(0xBAD, new byte[88]).octets();
            int block = file.length - 100;
            assertEquals(
                    new CaptureFault(block, "the file ends inside a block: 99 of its 100 octets are there"),
                    Reading.cut(file, file.length - 1).fault());
            byte[] packets = ethernet().packet(0, 0, Frame.of(0, new byte[68])).octets();
            assertEquals(
                    new CaptureFault(block, "the file ends inside a block: 20 of its 100 octets are there"),
                    Reading.cut(packets, block + 20).fault());
        }

        @Test
        void aFirstBlockThatBreaksOffOrHasNoMagicIsOneLine() {
            byte[] file = ethernet().octets();
            for (int length = 4; length < 12; length++) {
                byte[] cut = Arrays.copyOf(file, length);
                assertEquals(
                        "capture: the pcapng file breaks off after " + length + " octets, in its first block",
                        assertThrows(IOException.class, () -> Reading.open(cut)).getMessage());
            }
            file[8] = 0;
            assertEquals(
                    "capture begins like pcapng, but has no byte-order magic after 8 octets: it is damaged, or no capture",
                    assertThrows(IOException.class, () -> Reading.open(file)).getMessage());
        }

        @ParameterizedTest
        @CsvSource({"0", "8", "11", "13", "18"})
        void aLengthThatNoBlockHasIsAFault(long length) {
            PcapngBytes file = ethernet();
            int offset = file.length();
            assertEquals(
                    new CaptureFault(offset, "a block claims " + length + " octets: its length is damaged"),
                    read(file.words(6, length, 0, 0, 0, 0, 0)).fault());
        }

        @ParameterizedTest
        @ValueSource(longs = {0xffff_fffcL, 0x8000_0000L, 0x7fff_fffcL, 1_310_724})
        void aHostileBlockLengthIsAFaultAndTakesNoMemory(long length) {
            PcapngBytes file = ethernet().packet(0, 0, FIRST);
            int offset = file.length();
            Reading reading = read(file.words(6, length).raw(new byte[200]));
            assertEquals(1, reading.frames().size());
            assertEquals(
                    new CaptureFault(
                            offset, "a block claims " + length + " octets, more than the 1310720 that one may have"),
                    reading.fault());
            assertEquals(BUFFER, reading.bufferSize());
        }

        @Test
        void aHostileLengthOfASkippedBlockTakesNoMemory() {
            PcapngBytes file = ethernet();
            int offset = file.length();
            Reading reading = read(file.words(0xBAD, 0xffff_fffcL).raw(new byte[2 << 20]));
            assertEquals(
                    new CaptureFault(
                            offset, "the file ends inside a block: 2097160 of its 4294967292 octets are there"),
                    reading.fault());
            assertEquals(BUFFER, reading.bufferSize());
        }

        @ParameterizedTest
        @ValueSource(longs = {5, 0x7fff_ffffL, 0xffff_ffffL})
        void aCapturedLengthBeyondTheBlockIsAFault(long captured) {
            PcapngBytes file = ethernet();
            int offset = file.length();
            assertEquals(
                    new CaptureFault(
                            offset,
                            "a packet claims " + captured + " octets, more than the 4 that its block has for it"),
                    read(file.words(6, 36, 0, 0, 0, captured, 4, 0, 36)).fault());
        }

        @Test
        void aPacketLargerThanAnyIsAFault() {
            assertEquals(
                    "a packet claims 262145 octets, more than the 262144 that one may have",
                    reason(ethernet().packet(0, 0, Frame.of(0, new byte[262_145]))));
            assertEquals(
                    "a packet claims 262148 octets, more than the 262144 that one may have",
                    reason(ethernet().simplePacket(Frame.of(0, new byte[262_148]))));
        }

        @Test
        void lengthsThatDifferAreAFault() {
            assertEquals(
                    "a block claims 36 octets at its start and 40 at its end",
                    reason(ethernet().words(6, 36, 0, 0, 0, 4, 4, 0, 40)));
        }

        @Test
        void aBlockTooShortForItsFieldsIsAFault() {
            assertEquals(
                    "a block of type 6 claims 16 octets, fewer than the 32 that one has at least",
                    reason(ethernet().block(6, new byte[4])));
            assertEquals(
                    "a block of type 1 claims 12 octets, fewer than the 20 that one has at least",
                    reason(little().block(1)));
        }

        @Test
        void aPacketBeforeAnyInterfaceIsAFault() {
            assertEquals(
                    "a packet names interface 0, which its section has not described",
                    reason(little().packet(0, 0, FIRST)));
            assertEquals(
                    "a packet names interface 4294967295, which its section has not described",
                    reason(ethernet().packet(-1, 0, FIRST)));
            assertEquals(
                    "a simple packet comes before its section has described an interface",
                    reason(little().simplePacket(FIRST)));
        }

        @Test
        void anOptionLongerThanItsBlockIsAFault() {
            int comment = COMMENT | 9 << 16;
            assertEquals(
                    "an option of a packet claims 9 octets, more than its block holds",
                    reason(ethernet().words(6, 44, 0, 0, 0, 4, 4, 0, comment, 0, 44)));
            assertEquals(
                    "an option of an interface claims 9 octets, more than its block holds",
                    reason(little().words(1, 28, 0, 0, comment, 0, 28)));
            assertEquals(
                    "an option of interface statistics claims 9 octets, more than its block holds",
                    reason(ethernet().words(5, 32, 0, 0, 0, comment, 0, 32)));
        }

        @Test
        void anOptionOfTheSectionHeaderLongerThanItsBlockIsAFault() {
            byte[] file = little().section(ByteOrder.LITTLE_ENDIAN, Option.text(3, "Linux"))
                    .networkInterface(LinkType.RAW, 0)
                    .packet(0, 0, FIRST)
                    .octets();
            file[SECTION_HEADER_LENGTH + 26] = 100;
            assertEquals(
                    new CaptureFault(
                            SECTION_HEADER_LENGTH,
                            "an option of a section header claims 100 octets, more than its block holds"),
                    Reading.of(file).fault());
        }

        @Test
        void aSectionOfAnotherVersionIsAFault() {
            byte[] file = ethernet().packet(0, 0, FIRST).octets();
            file[12] = 2;
            assertEquals(
                    new CaptureFault(0, "a section has format version 2.0, where 1.0 is the one known"),
                    Reading.of(file).fault());
        }

        @Test
        void aLaterSectionWithoutByteOrderMagicIsAFault() {
            byte[] file = ethernet().section(ByteOrder.BIG_ENDIAN).octets();
            int section = file.length - SECTION_HEADER_LENGTH;
            file[section + 8] = 0;
            assertEquals(
                    new CaptureFault(section, "a section header has no byte-order magic"),
                    Reading.of(file).fault());
        }

        private static String reason(PcapngBytes file) {
            CaptureFault fault = read(file).fault();
            assertNotNull(fault);
            return fault.reason();
        }
    }
}
