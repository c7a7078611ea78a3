package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.IcmpFrames;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TcpScript;

/** What is said holds for every TCP stack, on every path: no claim rests on the habit of one. */
class StacksAndPathsTest {
    private static final String HANDSHAKE = "C SYN mss=1460\nS SYN-ACK mss=1460\nC ACK\n";

    private static final String KEEP_ALIVE_OCTETS = HANDSHAKE + """
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            C ACK
            at +60s
            S ACK data '\\n' seq=11
            C ACK
            at +60s
            S ACK data 'x' seq=11
            C ACK
            """;

    private static final String WITHOUT_PUSH = HANDSHAKE + """
            C ACK data 'Ofir\\n'
            S ACK data 'hello Ofir\\n'
            C ACK data 'who\\n'
            S ACK data 'online: Ofir\\n'
            """;

    private static final String DATA_ON_SYN = """
            C SYN data 'Ofir\\n' mss=1460
            S SYN-ACK data 'welcome to the chat\\n' mss=1460
            C ACK
            S data 'hello Ofir\\n'
            """;

    private static final String FULL_AND_OTHERS = HANDSHAKE + """
            S ACK data 1460
            S ACK data 1460
            S data 100
            S ACK data 700
            C ACK
            """;

    private static final String TWO_MSS = """
            C SYN mss=8960
            S SYN-ACK mss=8960
            C ACK
            S data 8960
            C ACK
            client 10.0.0.3:40001
            C SYN mss=1360
            S SYN-ACK mss=1360
            C ACK
            S data 1360
            C ACK
            """;

    private static final String BY_NAGLE = HANDSHAKE + """
            C data 'EHLO here\\n'
            S ACK
            C data 'MAIL '
            at +40ms
            S ACK
            at +90us
            C data 'FROM:<a>\\n'
            S data '250 OK\\n'
            C ACK
            """;

    private static final String WINDOW_FILLED = """
            C SYN mss=1460
            S SYN-ACK mss=1460
            C ACK win=2920
            S ACK data 1460
            S ACK data 1460
            C ACK win=0
            at +310ms
            C ACK win=2920
            at +50us
            S ACK data 1460
            C ACK
            """;

    private static final Map<String, String> ALL = Map.of(
            "keep-alive-octets", KEEP_ALIVE_OCTETS,
            "without-push", WITHOUT_PUSH,
            "data-on-syn", DATA_ON_SYN,
            "full-and-others", FULL_AND_OTHERS,
            "two-mss", TWO_MSS,
            "by-nagle", BY_NAGLE,
            "window-filled", WINDOW_FILLED);

    private static List<Finding> findings(PacketSource source, boolean checksums) throws IOException {
        try (source) {
            return new Analysis(AnalysisOptions.DEFAULT.withChecksums(checksums), List.of(), List.of())
                    .run(source)
                    .findings();
        }
    }

    private static List<Finding> findings(String script) throws IOException {
        return findings(TcpScript.parse(script).source(), false);
    }

    private static List<String> said(List<Finding> findings, String id) {
        return findings.stream()
                .filter(finding -> finding.id().equals(id))
                .map(Finding::statement)
                .toList();
    }

    private static Finding only(List<Finding> findings, String id) {
        List<Finding> found =
                findings.stream().filter(finding -> finding.id().equals(id)).toList();
        assertEquals(1, found.size(), () -> id + ": " + found);
        return found.getFirst();
    }

    @Test
    void keepAlivesOctetIsNoData() throws IOException {
        List<Finding> found = findings(KEEP_ALIVE_OCTETS);
        assertEquals(List.of("2 segments are keep-alives."), said(found, "keep-alives"));
        assertEquals(List.of("2 of 2 segments with data (100 %) are PSH-ACK."), said(found, "push-share"));
        assertEquals(List.of(), said(found, "unpushed"));
        assertEquals(List.of("Segments with data carry 5 to 11 bytes of it."), said(found, "segment-sizes"));
        assertEquals(
                "(tcp.len==5 || tcp.len==11) && !tcp.analysis.keep_alive",
                only(found, "segment-sizes").filter());
        assertTrue(only(found, "messages-by-kind").statement().startsWith("The data segments carry 2 CHAT messages"));
    }

    @Test
    void stackThatNeverPushesIsSaidToBeOne() throws IOException {
        assertEquals(
                List.of("4 segments with data have no PSH: all come from a sender that sets it in none of its segments"
                        + " here."),
                said(findings(WITHOUT_PUSH), "unpushed"));
    }

    @Test
    void synsWithDataGoOnInNoNextSegment() throws IOException {
        assertEquals(
                List.of("2 segments with data have no PSH: all are SYNs."), said(findings(DATA_ON_SYN), "unpushed"));
    }

    @Test
    void onlyFullSegmentsOfWhoeverPushesGoOn() throws IOException {
        assertEquals(
                List.of(
                        "3 segments with data have no PSH: 2 are as full as the MSS allows, so what was written goes on in"
                                + " the next segment."),
                said(findings(FULL_AND_OTHERS), "unpushed"));
    }

    @Test
    void datagramsAreHeldAgainstTheMssOfTheirOwnConnection() throws IOException {
        assertEquals(
                List.of(
                        "The largest IP datagram has 9,000 bytes, the TCP segments carry 1,360 to 8,960 bytes of data, all"
                                + " within the limit: what their receivers offered as MSS, 1,360 to 8,960 bytes, and the headers"
                                + " assume MTUs of 1,400 to 9,000 bytes."),
                said(findings(TWO_MSS), "largest-datagram"));
    }

    @Test
    void dataRightAfterADelayedAcknowledgementHadWaitedForIt() throws IOException {
        List<Finding> found = findings(BY_NAGLE);
        Finding stall = only(found, "nagle-stalls");
        assertEquals(
                "A sender goes on right after a delayed acknowledgement, and not before, once, for 39 ms on connection 0,"
                        + " until frame 8: so does Nagle's algorithm, which holds back a small segment while data are in"
                        + " flight. Write a message at once, or set TCP_NODELAY.",
                stall.statement());
        assertEquals(Finding.Severity.WARNING, stall.severity());
        assertEquals("7,8", stall.evidence().toString());
    }

    @Test
    void whoeverSendsSmallSegmentsAtOnceDoesNotWaitByNagle() throws IOException {
        assertEquals(List.of(), said(findings(BY_NAGLE + "at +1s\nC data 'a'\nC data 'b'\n"), "nagle-stalls"));
    }

    @Test
    void dataOfLaterOrAfterAnAnswerHadNotWaited() throws IOException {
        assertEquals(List.of(), said(findings(BY_NAGLE.replace("+90us", "+5ms")), "nagle-stalls"));
        assertEquals(
                List.of(),
                said(findings(BY_NAGLE.replace("at +40ms\nS ACK", "at +40ms\nS data 'go on\\n'")), "nagle-stalls"));
        assertEquals(List.of(), said(findings(BY_NAGLE.replace("+40ms", "+2ms")), "nagle-stalls"));
    }

    @Test
    void fullWindowThatIsOpenedIsOneEvent() throws IOException {
        Finding stall = only(findings(WINDOW_FILLED), "window-stalls");
        assertEquals(
                "A sender fills its receiver's window and waits for more once, for 311 ms on connection 0, until frame 8."
                        + " The receiver reads too slowly, or its window is too small for the path.",
                stall.statement());
        assertEquals(Finding.Severity.WARNING, stall.severity());
        assertEquals("5,7,8", stall.evidence().toString());
    }

    @Test
    void fullWindowOfWhoeverHasNoMoreToSayCostsNothing() throws IOException {
        assertEquals(List.of(), said(findings(WINDOW_FILLED.replace("+50us", "+2s")), "window-stalls"));
    }

    @Test
    void shortWaitIsANote() throws IOException {
        assertEquals(
                Finding.Severity.NOTE,
                only(findings(WINDOW_FILLED.replace("+310ms", "+3ms")), "window-stalls")
                        .severity());
    }

    /** Frames of a script with ICMP between them: the router answers a frame right after it. */
    private static List<Frame> answered(String script, int frame, int mtu) {
        List<Frame> frames =
                new ArrayList<>(TcpScript.parse("link raw\n" + script).frames());
        Frame refused = frames.get(frame - 1);
        byte[] error = IcmpFrames.tooBig(mtu, refused.octets());
        frames.add(frame, Frame.of(refused.nanos() + 1000, error));
        return frames;
    }

    private static final String TOO_LARGE = HANDSHAKE + """
            S ACK data 1460
            S ACK data 1240 seq=1
            C ACK
            S data 1240
            C ACK
            """;

    private static Path tooLarge(Path folder, int mtu) throws IOException {
        return Files.write(folder.resolve("too-large.pcap"), PcapBytes.of(LinkType.RAW, answered(TOO_LARGE, 4, mtu)));
    }

    @Test
    void routerThatTakesLessAndWhatFollowsAreOneFinding(@TempDir Path folder) throws IOException {
        Finding told = only(findings(CaptureFile.open(tooLarge(folder, 1280)), false), "path-mtu");
        assertEquals(
                "On the way from 10.0.0.2:10000 to 10.0.0.1:40000 the router 192.0.2.1 drops a datagram of 1,500 bytes as"
                        + " too large: the next link takes 1,280 bytes at most. The 2 segments with data after that have"
                        + " 1,280 bytes at most, as path MTU discovery (RFC 1191) has it.",
                told.statement());
        assertEquals("5,6", told.evidence().toString());
    }

    @Test
    void senderThatDoesNotHeedTheRouterIsSaidNotTo(@TempDir Path folder) throws IOException {
        assertTrue(only(findings(CaptureFile.open(tooLarge(folder, 1000)), false), "path-mtu")
                .statement()
                .endsWith("The 2 segments with data after that have 1,280 bytes at most, so 2 are still too large."));
    }

    @Test
    void routerThatDoesNotSayWhatItTakesIsNotQuoted(@TempDir Path folder) throws IOException {
        assertTrue(only(findings(CaptureFile.open(tooLarge(folder, 0)), false), "path-mtu")
                .statement()
                .endsWith(
                        "as too large; it does not say what the next link takes. The 2 segments with data after that have"
                                + " 1,280 bytes at most."));
    }

    /** A datagram of sFlow version 5 with one sample, the beginning of a frame of Ethernet. */
    private static byte[] sample(byte[] frame) {
        int padded = (frame.length + 3) / 4 * 4;
        ByteBuffer sflow = ByteBuffer.allocate(8 + 28 + 40 + 24 + padded);
        sflow.putShort((short) 50_000)
                .putShort((short) 6343)
                .putShort((short) sflow.capacity())
                .putShort((short) 0);
        sflow.putInt(5)
                .putInt(1)
                .putInt(0xc000_0201)
                .putInt(0)
                .putInt(1)
                .putInt(1)
                .putInt(1);
        sflow.putInt(1)
                .putInt(32 + 24 + padded)
                .putInt(1)
                .putInt(1)
                .putInt(1)
                .putInt(1)
                .putInt(0)
                .putInt(1)
                .putInt(1);
        sflow.putInt(1)
                .putInt(1)
                .putInt(16 + padded)
                .putInt(1)
                .putInt(frame.length)
                .putInt(0)
                .putInt(frame.length);
        return IcmpFrames.ip(4, 17, sflow.put(frame).array());
    }

    private static Path sampled(Path folder) throws IOException {
        List<Frame> frames = new ArrayList<>(
                TcpScript.parse(HANDSHAKE + "C data 'Ofir\\n'\nS ACK\nclose\n").frames());
        byte[] packet = sample(frames.get(3).octets());
        byte[] ethernet = ByteBuffer.allocate(14 + packet.length)
                .putShort(12, (short) 0x0800)
                .position(14)
                .put(packet)
                .array();
        frames.add(Frame.of(frames.getLast().nanos() + 1000, ethernet));
        return Files.write(folder.resolve("sflow.pcap"), PcapBytes.of(LinkType.ETHERNET, frames));
    }

    @Test
    void filtersLeaveOutWhatSamplesQuote(@TempDir Path folder) throws IOException {
        List<Finding> found = findings(CaptureFile.open(sampled(folder)), false);
        assertEquals(
                "tcp.len>0 && tcp.flags.push==1 && tcp.flags.ack==1 && !sflow",
                only(found, "push-share").filter());
        assertTrue(said(found, "dont-fragment").getFirst().contains(" besides sFlow "));
        Tshark.assumeInstalled();
        compare(folder.resolve("sflow.pcap"));
    }

    @TestFactory
    Stream<DynamicTest> tsharkSelectsTheEvidence(@TempDir Path folder) {
        Tshark.assumeInstalled();
        return ALL.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Path file = folder.resolve(entry.getKey() + ".pcap");
                    compare(Files.write(file, TcpScript.parse(entry.getValue()).pcap()));
                }));
    }

    private static void compare(Path capture) throws IOException {
        for (Finding finding : findings(CaptureFile.open(capture), false)) {
            if (!finding.filter().isEmpty()) {
                assertEquals(
                        finding.evidence().toString(),
                        frames(Tshark.select(capture, finding.filter())).toString(),
                        finding::toString);
            }
        }
    }

    private static FrameSet frames(List<Long> numbers) {
        FrameSet set = new FrameSet();
        numbers.forEach(set::add);
        return set;
    }
}
