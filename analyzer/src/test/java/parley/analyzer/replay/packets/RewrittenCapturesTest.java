package parley.analyzer.replay.packets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TsharkRows;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.PacketDecoder;
import parley.analyzer.wire.TcpChecksum;

/**
 * Captures in which every address and every chat port becomes another: what tshark and our decoder say of their
 * checksums is what they said before, and rewritten back they are the octets that they were.
 */
class RewrittenCapturesTest {
    /** Each half of all addresses becomes the other: done twice, nothing has changed. */
    private static final Rewriting SWAPPED = new Rewriting(
            AddressMap.parse(
                    List.of("0.0.0.0/1=128.0.0.0/1", "128.0.0.0/1=0.0.0.0/1", "::/1=8000::/1", "8000::/1=::/1")),
            // Not those by which tshark knows what is inside.
            IntStream.rangeClosed(9_000, 65_535)
                    .boxed()
                    .collect(Collectors.toMap(port -> port, port -> port % 2 == 0 ? port + 1 : port - 1)),
            Map.of(),
            false);

    private static final Rewriting FIXED = new Rewriting(AddressMap.NONE, Map.of(), Map.of(), true);

    private static final List<String> CHECKSUMS = List.of(
            "ip.checksum.status",
            "tcp.checksum.status",
            "udp.checksum.status",
            "icmp.checksum.status",
            "icmpv6.checksum.status");
    private static final String WRONG = "0";
    private static final String RIGHT = "1";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> ownCaptures() throws IOException {
        return tests(Stream.of(Path.of("src/test/resources/captures/own"), Path.of("../samples")));
    }

    @TestFactory
    Stream<DynamicTest> namedCaptures() throws IOException {
        String folder = System.getProperty("parley.captures", "");
        if (folder.isEmpty()) {
            return Stream.of(DynamicTest.dynamicTest("none", () -> {
                throw new TestAbortedException("no captures: name their folder with -Dparley.captures=FOLDER");
            }));
        }
        return tests(Stream.of(Path.of(folder, "public")));
    }

    private Stream<DynamicTest> tests(Stream<Path> folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders.toList()) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(RewrittenCapturesTest::isSendable).sorted().forEach(files::add);
            }
        }
        assertTrue(!files.isEmpty(), "no captures");
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static boolean isSendable(Path file) {
        if (Files.isDirectory(file)) {
            return false;
        }
        try {
            return !frames(file).isEmpty();
        } catch (IOException noCapture) {
            return false;
        }
    }

    /** A capture's packets as Ethernet frames, those that can be, cut where they were snapped. */
    private static List<Frame> frames(Path file) throws IOException {
        List<Frame> frames = new ArrayList<>();
        FrameOptions cut = Frames.options(FrameOptions.VLAN_AS_CAPTURED, FrameOptions.Snapped.CUT);
        FrameMaker maker = new FrameMaker(LinkType.ETHERNET, cut);
        MemorySegment out = MemorySegment.ofArray(new byte[1 << 19]);
        Packet packet = new Packet();
        try (PacketSource source = CaptureFile.open(file)) {
            while (source.next(packet)) {
                int length = maker.make(packet, out);
                if (length != FrameMaker.REFUSED) {
                    byte[] octets = out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
                    int missing = packet.originalLength() - packet.capturedLength();
                    frames.add(new Frame(Math.max(0, packet.timestampNanos()), octets, length + Math.max(0, missing)));
                }
            }
        }
        return frames;
    }

    private void check(Path file) throws IOException, InterruptedException {
        List<Frame> before = frames(file);
        List<Frame> after = new ArrayList<>();
        FrameRewriter rewriter = new FrameRewriter(SWAPPED, LinkType.ETHERNET);
        PacketDecoder decoder = new PacketDecoder();
        PacketDecoder decoderAfter = new PacketDecoder();
        for (int i = 0; i < before.size(); i++) {
            String at = "frame " + (i + 1);
            Frame frame = before.get(i);
            byte[] octets = frame.octets().clone();
            rewriter.rewrite(MemorySegment.ofArray(octets), octets.length);
            after.add(new Frame(frame.nanos(), octets.clone(), frame.originalLength()));
            TcpChecksum was = compare(decoder, decoderAfter, frame, after.getLast(), at);
            rewriter.rewrite(MemorySegment.ofArray(octets), octets.length);
            // One that a network card was to complete has been completed for good: of TCP, or of UDP.
            boolean completed = was == TcpChecksum.PSEUDO_HEADER_ONLY
                    || was == TcpChecksum.UNKNOWN && !Arrays.equals(frame.octets(), octets);
            assertArrayEquals(
                    completed ? fixed(frame.octets()) : frame.octets(), completed ? fixed(octets) : octets, at);
        }
        compareByTshark(before, after);
    }

    private static byte[] fixed(byte[] frame) {
        return Frames.rewritten(FIXED, LinkType.ETHERNET, frame);
    }

    private static TcpChecksum compare(
            PacketDecoder decoder, PacketDecoder decoderAfter, Frame before, Frame after, String at) {
        DecodedPacket first =
                decoder.decode(Frames.packet(LinkType.ETHERNET, before.octets(), before.originalLength()));
        DecodedPacket second =
                decoderAfter.decode(Frames.packet(LinkType.ETHERNET, after.octets(), after.originalLength()));
        assertEquals(first.hasTcp(), second.hasTcp(), at);
        if (!first.hasTcp()) {
            return TcpChecksum.UNKNOWN;
        }
        TcpChecksum was = TcpChecksum.of(first);
        TcpChecksum is = TcpChecksum.of(second);
        boolean outermost = first.ip().source().equals(sourceOfOutermost(first));
        if (outermost) {
            assertNotEquals(first.ip().source(), second.ip().source(), at);
        }
        assertEquals(was == TcpChecksum.PSEUDO_HEADER_ONLY && outermost ? TcpChecksum.RIGHT : was, is, at);
        return was;
    }

    private static Object sourceOfOutermost(DecodedPacket packet) {
        var outermost = packet.outermostV4() == null ? packet.outermostV6() : packet.outermostV4();
        return outermost == null ? "" : outermost.source();
    }

    private void compareByTshark(List<Frame> before, List<Frame> after) throws IOException, InterruptedException {
        TsharkRows.assumeInstalled();
        // In one capture: tshark takes longer to start than to read most of them.
        List<Frame> both = new ArrayList<>(before);
        both.addAll(after);
        List<String> rows = checksums(both);
        assertEquals(both.size(), rows.size());
        List<String> first = rows.subList(0, before.size());
        List<String> second = rows.subList(before.size(), both.size());
        for (int i = 0; i < first.size(); i++) {
            String[] was = first.get(i).split("\t", -1);
            String[] is = second.get(i).split("\t", -1);
            for (int field = 0; field < CHECKSUMS.size(); field++) {
                boolean completed = was[field].equals(WRONG) && is[field].equals(RIGHT);
                assertTrue(
                        was[field].equals(is[field]) || completed,
                        "frame " + (i + 1) + ", " + CHECKSUMS.get(field) + ": was " + was[field] + ", is " + is[field]);
            }
        }
    }

    private List<String> checksums(List<Frame> frames) throws IOException, InterruptedException {
        Path capture = directory.resolve("both.pcap");
        Files.write(capture, PcapBytes.of(LinkType.ETHERNET, frames));
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
        for (String protocol : List.of("ip", "tcp", "udp")) {
            command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
        }
        command.addAll(List.of("-T", "fields", "-E", "occurrence=f"));
        CHECKSUMS.forEach(field -> command.addAll(List.of("-e", field)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.lines().toList();
    }
}
