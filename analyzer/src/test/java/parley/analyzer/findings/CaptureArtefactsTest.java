package parley.analyzer.findings;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.MergedSource;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.SortedSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.FrameSource;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.wire.DedupedSource;

/** What capturing does to a clean capture is said, and told as nothing that the network did. */
class CaptureArtefactsTest {
    private static final Path CLEAN = Path.of("../samples/four-users.pcapng");
    private static final int IP = 14;
    private static final int TIME_TO_LIVE = IP + 8;

    private static final Set<String> TROUBLE = Set.of(
            "retransmissions",
            "out-of-order",
            "lost-segments",
            "duplicate-acks",
            "handshakes-repeated",
            "delayed-message",
            "delayed-messages");

    private static List<Frame> frames() throws IOException {
        List<Frame> frames = new ArrayList<>();
        Packet packet = new Packet();
        try (PacketSource source = CaptureFile.open(CLEAN)) {
            while (source.next(packet)) {
                frames.add(new Frame(packet.timestampNanos(), packet.bytes(), packet.originalLength()));
            }
        }
        return frames;
    }

    private static PacketSource source(List<Frame> frames) {
        return new FrameSource(LinkType.ETHERNET, frames);
    }

    /** Evidence is compared by what it says. */
    private static void assertSame(List<Finding> expected, List<Finding> actual) {
        assertEquals(lines(expected), lines(actual));
    }

    private static String lines(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    private static List<Finding> findings(PacketSource source) throws IOException {
        try (source) {
            return new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                    .run(source)
                    .findings();
        }
    }

    /** What is said of troubles that the clean capture has none of. */
    private static List<String> troubles(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> TROUBLE.contains(finding.id()))
                .map(Finding::statement)
                .toList();
    }

    private static Finding one(List<Finding> findings, String id) {
        List<Finding> found =
                findings.stream().filter(finding -> finding.id().equals(id)).toList();
        assertEquals(1, found.size(), () -> id + " in " + findings);
        return found.getFirst();
    }

    private static Frame behindARouter(Frame frame, long nanos) {
        byte[] octets = frame.octets().clone();
        octets[0]++;
        octets[TIME_TO_LIVE]--;
        return Frame.of(nanos, octets);
    }

    private static Frame tagged(Frame frame, long nanos) {
        byte[] octets = new byte[frame.octets().length + 4];
        System.arraycopy(frame.octets(), 0, octets, 0, 12);
        octets[12] = (byte) 0x81;
        octets[15] = 7;
        System.arraycopy(frame.octets(), 12, octets, 16, frame.octets().length - 12);
        return Frame.of(nanos, octets);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a mirror port", "a router", "a mirror port that is late", "a trunk", "a slow router"})
    void packetsThatAreCapturedTwiceAreNotSentAgain(String how) throws IOException {
        List<Frame> clean = frames();
        List<Frame> twice = clean.stream()
                .flatMap(frame -> Stream.of(
                        frame,
                        switch (how) {
                            case "a mirror port" -> frame.at(frame.nanos() + 10_000);
                            case "a router" -> behindARouter(frame, frame.nanos() + 10_000);
                            case "a trunk" -> tagged(frame, frame.nanos() + 10_000);
                            case "a slow router" -> behindARouter(frame, frame.nanos() + MILLISECONDS.toNanos(80));
                            default -> frame.at(frame.nanos() + MILLISECONDS.toNanos(30));
                        }))
                .sorted(Comparator.comparingLong(Frame::nanos))
                .toList();
        List<Finding> expected = findings(source(clean));
        List<Finding> found = findings(source(twice));
        Finding copies = one(found, "packets-captured-twice");
        assertEquals(Integer.toString(clean.size()), copies.value(), copies::statement);
        assertEquals(
                how.equals("a router") || how.equals("a slow router"),
                copies.statement().contains("with another time to live"),
                copies::statement);
        assertEquals(troubles(expected), troubles(found));
        assertSame(expected, findings(new DedupedSource(source(twice))));
    }

    @ParameterizedTest(name = "after {0} ns")
    @ValueSource(longs = {10_000, 30_000_000})
    void packetsWithoutIdentificationThatAreCapturedTwiceAreNotSentAgain(long later) throws IOException {
        List<Frame> clean = TcpScript.parse("""
                        client [2001:db8::1]:40000
                        server [2001:db8::2]:10000
                        handshake
                        S data 'welcome to the chat\\nenter name:\\n'
                        C ACK
                        at +100ms
                        C data 'Dana\\n'
                        S data 'hello Dana\\n'
                        C ACK
                        at +100ms
                        C data 'exit\\n'
                        S data 'goodbye\\n'
                        C ACK
                        close
                        """).frames();
        List<Frame> thrice = clean.stream()
                .flatMap(frame -> Stream.of(frame, frame.at(frame.nanos() + later), frame.at(frame.nanos() + later)))
                .sorted(Comparator.comparingLong(Frame::nanos))
                .toList();
        List<Finding> expected = findings(source(clean));
        List<Finding> found = findings(source(thrice));
        assertEquals(
                Integer.toString(2 * clean.size()),
                one(found, "packets-captured-twice").value());
        assertEquals(troubles(expected), troubles(found));
        assertSame(expected, findings(new DedupedSource(source(thrice))));
    }

    @Test
    void tapsOfBothDirectionsOneAfterTheOtherAreSorted() throws IOException {
        List<Frame> clean = frames();
        List<Frame> concatenated = new ArrayList<>(clean);
        concatenated.sort(Comparator.comparing(CaptureArtefactsTest::isFromServer));
        List<Finding> expected = findings(source(clean));
        assertEquals(troubles(expected), troubles(findings(source(concatenated))));
        assertSame(expected, findings(new SortedSource(source(concatenated))));
    }

    @Test
    void aFileThatIsNamedTwiceIsOneCapture() throws IOException {
        PacketSource both = new MergedSource(
                new LinkedHashMap<>(Map.of("a", CaptureFile.open(CLEAN), "b", CaptureFile.open(CLEAN))));
        List<Finding> expected = findings(CaptureFile.open(CLEAN));
        assertSame(expected, findings(new DedupedSource(both)));
    }

    @Test
    void packetsThatStandTooLateInTheFileAreNotSentAgain() throws IOException {
        List<Frame> clean = frames();
        List<Frame> late = new ArrayList<>(clean);
        // The server's packets stand where packets of 3 ms later stand.
        late.sort(
                Comparator.comparingLong(frame -> frame.nanos() + (isFromServer(frame) ? MILLISECONDS.toNanos(3) : 0)));
        assertFalse(late.equals(clean));
        List<Finding> expected = findings(source(clean));
        List<Finding> found = findings(source(late));
        assertTrue(one(found, "packets-misplaced").statement().contains("--sort puts them in order"));
        assertEquals(troubles(expected), troubles(found));
        assertSame(expected, findings(new SortedSource(source(late))));
    }

    private static boolean isFromServer(Frame frame) {
        int port = (frame.octets()[IP + 20] & 0xff) << 8 | frame.octets()[IP + 21] & 0xff;
        return port == 10000;
    }

    @Test
    void aCleanCaptureHasNoArtefact() throws IOException {
        Set<String> ids =
                findings(CaptureFile.open(CLEAN)).stream().map(Finding::id).collect(Collectors.toSet());
        assertFalse(ids.contains("packets-captured-twice"));
        assertFalse(ids.contains("packets-misplaced"));
    }

    @Test
    void whatIsSentAgainIsNoCopy() throws IOException {
        List<Finding> found =
                findings(TcpScript.parse("handshake; C data 'ab'; at +300ms; C data 'ab' seq=1; S ACK; close")
                        .source());
        assertEquals("1", one(found, "retransmissions").value());
        assertTrue(found.stream().noneMatch(finding -> finding.id().equals("packets-captured-twice")));
    }
}
