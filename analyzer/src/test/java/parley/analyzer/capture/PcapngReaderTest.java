package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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
            assertEquals(CaptureInput.INITIAL, reading.bufferSize());
        }

        @Test
        void theirLengthsMustAgreeToo() {
            PcapngBytes file = ethernet();
            int offset = file.length();
            assertEquals(
                    new CaptureFault(offset, "a block claims 16 bytes at its start and 20 at its end"),
                    read(file.words(0xBAD, 16, 0, 20).packet(0, 0, FIRST)).fault());
        }
    }
}
