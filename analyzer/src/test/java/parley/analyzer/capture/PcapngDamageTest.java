package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapngBytes;
import parley.analyzer.testing.PcapngBytes.Option;
import parley.analyzer.testing.TcpScript;

/** pcapng files that break off, lie or are hostile: what came before is given, and the fault says where and why. */
class PcapngDamageTest {
    private static final int COMMENT = 1;
    private static final int NAME = 2;
    private static final int RESOLUTION = 9;
    private static final int IF_DROP = 5;
    private static final int SECTION_HEADER_LENGTH = 28;

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

    @Test
    void aFileCutAnywhereGivesThePacketsBeforeAndSaysWhereItsBlockBegins() {
        PcapngBytes bytes = little();
        List<Integer> starts = new ArrayList<>(List.of(0, bytes.length()));
        List<Integer> packetEnds = new ArrayList<>();
        int header = bytes.length();
        Consumer<PcapngBytes> mark = file -> starts.add(file.length());
        mark.accept(bytes.networkInterface(LinkType.ETHERNET, 0, Option.octet(RESOLUTION, 9), Option.text(NAME, "lo")));
        mark.accept(bytes.block(0xBAD, new byte[12]));
        for (Frame frame : FRAMES) {
            mark.accept(bytes.packet(0, frame.nanos(), frame, Option.text(COMMENT, "c")));
            packetEnds.add(bytes.length());
        }
        mark.accept(bytes.statistics(0, bytes.number(IF_DROP, 1)));
        byte[] file = bytes.octets();
        assertAll(IntStream.range(header, file.length).mapToObj(length -> () -> {
            Reading reading = Reading.cut(file, length);
            String at = "cut after " + length + " bytes";
            int whole = (int) packetEnds.stream().filter(end -> end <= length).count();
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
                new CaptureFault(block, "the file ends inside a block: 99 of its 100 bytes are there"),
                Reading.cut(file, file.length - 1).fault());
        byte[] packets = ethernet().packet(0, 0, Frame.of(0, new byte[68])).octets();
        assertEquals(
                new CaptureFault(block, "the file ends inside a block: 20 of its 100 bytes are there"),
                Reading.cut(packets, block + 20).fault());
    }

    @Test
    void aFirstBlockThatBreaksOffOrHasNoMagicIsOneLine() {
        byte[] file = ethernet().octets();
        for (int length = 4; length < 12; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertEquals(
                    "capture: the pcapng file breaks off after " + length + " bytes, in its first block",
                    assertThrows(IOException.class, () -> Reading.open(cut)).getMessage());
        }
        file[8] = 0;
        assertEquals(
                "capture begins like pcapng, but has no byte-order magic after 8 bytes: it is damaged, or no capture",
                assertThrows(IOException.class, () -> Reading.open(file)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0", "8", "11", "13", "18"})
    void aLengthThatNoBlockHasIsAFault(long length) {
        PcapngBytes file = ethernet();
        int offset = file.length();
        assertEquals(
                new CaptureFault(offset, "a block claims " + length + " bytes: its length is damaged"),
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
                        offset, "a block claims " + length + " bytes, more than the 1310720 that one may have"),
                reading.fault());
        assertEquals(CaptureInput.INITIAL, reading.bufferSize());
    }

    @Test
    void aHostileLengthOfASkippedBlockTakesNoMemory() {
        PcapngBytes file = ethernet();
        int offset = file.length();
        Reading reading = read(file.words(0xBAD, 0xffff_fffcL).raw(new byte[2 << 20]));
        assertEquals(
                new CaptureFault(offset, "the file ends inside a block: 2097160 of its 4294967292 bytes are there"),
                reading.fault());
        assertEquals(CaptureInput.INITIAL, reading.bufferSize());
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 0x7fff_ffffL, 0xffff_ffffL})
    void aCapturedLengthBeyondTheBlockIsAFault(long captured) {
        PcapngBytes file = ethernet();
        int offset = file.length();
        assertEquals(
                new CaptureFault(
                        offset, "a packet claims " + captured + " bytes, more than the 4 that its block has for it"),
                read(file.words(6, 36, 0, 0, 0, captured, 4, 0, 36)).fault());
    }

    @Test
    void aPacketLargerThanAnyIsAFault() {
        assertEquals(
                "a packet claims 262145 bytes, more than the 262144 that one may have",
                reason(ethernet().packet(0, 0, Frame.of(0, new byte[262_145]))));
        assertEquals(
                "a packet claims 262148 bytes, more than the 262144 that one may have",
                reason(ethernet().simplePacket(Frame.of(0, new byte[262_148]))));
    }

    @Test
    void lengthsThatDifferAreAFault() {
        assertEquals(
                "a block claims 36 bytes at its start and 40 at its end",
                reason(ethernet().words(6, 36, 0, 0, 0, 4, 4, 0, 40)));
    }

    @Test
    void aBlockTooShortForItsFieldsIsAFault() {
        assertEquals(
                "a block of type 6 claims 16 bytes, fewer than the 32 that one has at least",
                reason(ethernet().block(6, new byte[4])));
        assertEquals(
                "a block of type 1 claims 12 bytes, fewer than the 20 that one has at least",
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
                "an option of a packet claims 9 bytes, more than its block holds",
                reason(ethernet().words(6, 44, 0, 0, 0, 4, 4, 0, comment, 0, 44)));
        assertEquals(
                "an option of an interface claims 9 bytes, more than its block holds",
                reason(little().words(1, 28, 0, 0, comment, 0, 28)));
        assertEquals(
                "an option of interface statistics claims 9 bytes, more than its block holds",
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
                        "an option of a section header claims 100 bytes, more than its block holds"),
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

    @Test
    void manyCommentsOfOnePacketAreNotCopiedOverAndOver() {
        Option[] comments = new Option[100_000];
        Arrays.fill(comments, Option.text(COMMENT, "x"));
        byte[] file = ethernet().packet(0, 0, FIRST, comments).octets();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Reading reading = Reading.of(file);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(List.of("x\n".repeat(99_999) + "x"), reading.comments());
        assertTrue(allocated < 100L * file.length, () -> allocated + " bytes for a file of " + file.length);
    }

    @Test
    void beyondALimitTypesOfBlocksAreNotToldApart() throws IOException {
        PcapngBytes file = ethernet();
        for (int type = 0; type < 3 * FileDetails.MAXIMUM_BLOCK_TYPES; type++) {
            file.block(0x1000 + type);
        }
        CaptureInput input = new CaptureInput(Channels.newChannel(new ByteArrayInputStream(file.octets())), "capture");
        try (PacketSource source = CaptureFile.open(input, "capture")) {
            Reading.of(source);
            SortedMap<String, Long> passedOver = source.details().orElseThrow().passedOver();
            assertEquals(FileDetails.MAXIMUM_BLOCK_TYPES + 1, passedOver.size());
            assertEquals(2L * FileDetails.MAXIMUM_BLOCK_TYPES, passedOver.get("blocks of other types"));
        }
    }

    @Test
    void beyondALimitInterfacesHaveNoNames() {
        String name = "x".repeat(65_532);
        int fit = PcapngReader.LARGEST_INTERFACE_TEXT / name.length();
        PcapngBytes file = little();
        for (int i = 0; i <= fit; i++) {
            file.networkInterface(LinkType.ETHERNET, 0, Option.text(NAME, name));
        }
        List<CaptureInterface> interfaces = read(file).interfaces();
        assertEquals(fit + 1, interfaces.size());
        assertEquals(name, interfaces.get(fit - 1).name());
        assertNull(interfaces.get(fit).name());
    }
}
