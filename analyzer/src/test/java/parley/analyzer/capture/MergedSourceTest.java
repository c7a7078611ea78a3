package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.PcapngBytes;

class MergedSourceTest {
    private static Frame at(long nanos, int mark) {
        return Frame.of(nanos, new byte[] {(byte) mark});
    }

    private static PacketSource source(byte[] file) throws IOException {
        return CaptureFile.open(new CaptureInput(Channels.newChannel(new ByteArrayInputStream(file)), "x"), "x");
    }

    private static Reading merged(byte[]... files) throws IOException {
        Map<String, PacketSource> sources = new LinkedHashMap<>();
        for (byte[] file : files) {
            sources.put("file" + sources.size(), source(file));
        }
        try (PacketSource source = new MergedSource(sources)) {
            return Reading.of(source);
        }
    }

    @Test
    void theEarliestComesFirstAndOfEqualOnesThatOfTheLastFile() throws IOException {
        Reading reading = merged(
                PcapBytes.of(LinkType.RAW, List.of(at(10, 1), at(30, 2), at(50, 3))),
                PcapBytes.of(LinkType.ETHERNET, List.of(at(10, 4), at(20, 5), at(60, 6))));
        assertEquals(List.of(at(10, 4), at(10, 1), at(20, 5), at(30, 2), at(50, 3), at(60, 6)), reading.frames());
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), reading.numbers());
        assertEquals(List.of(0, 1, 0, 1, 1, 0), reading.interfaceIds());
        assertEquals(
                List.of(LinkType.ETHERNET, LinkType.RAW),
                reading.interfaces().stream().map(CaptureInterface::linkType).toList());
        assertNull(reading.fault());
    }

    @Test
    void aFileOutOfOrderKeepsItsOwnOrder() throws IOException {
        Reading reading = merged(
                PcapBytes.of(LinkType.RAW, List.of(at(50, 1), at(10, 2))),
                PcapBytes.of(LinkType.RAW, List.of(at(20, 3), at(60, 4))));
        assertEquals(List.of(at(20, 3), at(50, 1), at(10, 2), at(60, 4)), reading.frames());
    }

    @Test
    void aFileThatBreaksOffEndsAndTheOthersGoOn() throws IOException {
        byte[] cut = PcapBytes.of(LinkType.RAW, List.of(at(10, 1), at(30, 2)));
        Reading reading =
                merged(PcapBytes.of(LinkType.RAW, List.of(at(20, 3), at(40, 4))), Arrays.copyOf(cut, cut.length - 1));
        assertEquals(List.of(at(10, 1), at(20, 3), at(40, 4)), reading.frames());
        CaptureFault fault = reading.fault();
        assertNotNull(fault);
        assertTrue(fault.reason().startsWith("in file1, the file ends inside a packet"), fault.reason());
    }

    @Test
    void mergecapGivesTheSame(@TempDir Path folder) throws Exception {
        Random random = new Random(1);
        List<Path> files = new ArrayList<>();
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int mark = i;
            List<Frame> frames = LongStream.generate(() -> random.nextInt(1000))
                    .limit(200)
                    .sorted()
                    .mapToObj(nanos -> at(1_000_000_000L + nanos * 1000, mark))
                    .toList();
            byte[] content =
                    i % 2 == 0 ? PcapBytes.of(LinkType.ETHERNET, frames) : PcapngBytes.of(LinkType.ETHERNET, frames);
            contents.add(content);
            files.add(Files.write(folder.resolve("part" + i), content));
        }
        Path expected = folder.resolve("merged.pcapng");
        List<String> command = new ArrayList<>(List.of("mergecap", "-w", expected.toString()));
        files.forEach(file -> command.add(file.toString()));
        try {
            Process mergecap =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            mergecap.getInputStream().readAllBytes();
            assertEquals(0, mergecap.waitFor());
        } catch (IOException missing) {
            throw new TestAbortedException("mergecap is not installed", missing);
        }
        Reading reading = merged(contents.toArray(byte[][]::new));
        try (PacketSource source = CaptureFile.open(expected)) {
            assertEquals(Reading.of(source).frames(), reading.frames());
        }
    }
}
