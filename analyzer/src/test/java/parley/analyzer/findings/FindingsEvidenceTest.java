package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.tcp.Segment;
import parley.analyzer.testing.Endpoints;
import parley.analyzer.testing.Fragments;
import parley.analyzer.testing.Frame;
import parley.analyzer.testing.IcmpFrames;
import parley.analyzer.testing.PcapBytes;
import parley.analyzer.testing.TcpFrame;
import parley.analyzer.testing.TcpScript;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.TcpHeader;

class FindingsEvidenceTest {
    private static final Path OWN = Path.of("src/test/resources/captures/own");
    private static final Path SEED_SESSION = OWN.resolve("seed-session.pcapng");
    private static final Path LOSSY = OWN.resolve("lossy-1.pcapng");
    private static final Path DEMO = Path.of("../samples/four-users.pcapng");
    private static final long LARGEST_COMPARED = 50_000;

    /** The findings of a capture and the frames that we find TCP in. */
    private record Analyzed(List<Finding> findings, List<Long> tcpFrames) {
        static Analyzed of(Path capture) throws IOException {
            return of(capture, AnalysisOptions.DEFAULT);
        }

        static Analyzed of(Path capture, AnalysisOptions options) throws IOException {
            List<Long> tcpFrames = new ArrayList<>();
            AnalysisListener listener = new AnalysisListener() {
                @Override
                public void packet(DecodedPacket packet, @Nullable Segment segment) {
                    if (segment != null) {
                        tcpFrames.add(segment.frame());
                    }
                }
            };
            try (PacketSource source = CaptureFile.open(capture)) {
                Analysis analysis = new Analysis(options, List.of(), List.of(listener));
                return new Analyzed(analysis.run(source).findings(), tcpFrames);
            }
        }

        List<Finding> of(String id) {
            return findings.stream().filter(finding -> finding.id().equals(id)).toList();
        }

        Finding only(String id) {
            List<Finding> all = of(id);
            assertEquals(1, all.size(), () -> id + ": " + all);
            return all.getFirst();
        }

        void says(String id, String... statements) {
            assertEquals(
                    List.of(statements), of(id).stream().map(Finding::statement).toList());
        }
    }

    @Test
    void welcomeIsTwentyBytesAndAck21AnswersIt() throws IOException {
        Analyzed seed = Analyzed.of(SEED_SESSION);
        seed.says(
                "server-identity",
                "The chat server is 127.0.0.1:10000: it greets each client with “welcome to the chat”.");
        seed.says("welcome-size", "The welcome is 20 bytes with its line end.");
        Finding welcome = seed.only("welcome-size");
        assertEquals("4,15,28,43", welcome.evidence().toString());
        assertEquals("tcp.srcport==10000 && tcp.seq==1 && tcp.len==20", welcome.filter());
        seed.says("prompt", "Then the server asks for a name with “enter name:”, 12 bytes with its line end.");
        seed.says(
                "sequence-example",
                "On connection 0 the welcome's 20 bytes have Seq 1; the client answers with Ack 21, for 1 + 20 = 21 is"
                        + " the number that it expects next.");
        Finding example = seed.only("sequence-example");
        assertEquals("4,5", example.evidence().toString());
        assertEquals("21", example.value());
    }

    @Test
    void framesThatWereForgottenAreMissedThoughTheClockWentBack() throws IOException {
        String first = "at 10s; S data 'welcome to the '";
        String between = "client 10.0.0.1:40001; server 10.0.0.2:80; at 0s" + "\nC ACK\nat 0s".repeat(20_000);
        String last = "client 10.0.0.1:40000; server 10.0.0.2:10000; at 11s; S data 'chat\\n'";

        Finding messages = byKind(String.join("\n", first, between, last));

        assertEquals("", messages.evidence().toString(), "frame 1 is not among those that are remembered");
        assertEquals("", messages.filter());
    }

    @Test
    void framesThatAreRememberedAreAllThereThoughAllHaveOneTime() throws IOException {
        String before = "client 10.0.0.1:40001; server 10.0.0.2:80" + "\nat 0s\nC ACK".repeat(20_000);
        String welcome = "client 10.0.0.1:40000; server 10.0.0.2:10000; at 0s; S data 'welcome to the chat\\n'";

        Finding messages = byKind(before + "\n" + welcome);

        assertEquals("20001", messages.evidence().toString());
        assertEquals("tcp.stream==1 && tcp.len>0", messages.filter());
    }

    private static Finding byKind(String script) throws IOException {
        return new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                .run(TcpScript.parse(script).source()).findings().stream()
                        .filter(finding -> finding.id().equals("messages-by-kind"))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void fragmentsThatContradictEachOtherAreNamed(@TempDir Path folder) throws IOException {
        Analyzed analyzed = Analyzed.of(contradicting(folder));

        analyzed.says(
                "fragmentation", "4 packets are fragments of larger datagrams, 2 of which could be put together.");
        Finding contradiction = analyzed.only("fragments-contradict");
        assertEquals("4,5", contradiction.evidence().toString());
        assertEquals("1", contradiction.value());
        assertEquals(List.of(1L, 3L, 5L), analyzed.tcpFrames());
    }

    private static Path contradicting(Path folder) throws IOException {
        byte[] datagram = datagram("Ofir to Roony, Hodaya, Emily - lunch at one?");
        byte[] forged = datagram("Ofir to Roony, Hodaya, Emily - LUNCH at one?");
        int length = datagram.length - 20;
        List<Frame> frames = Stream.of(
                        datagram("whole"),
                        Fragments.v4(datagram, 1, 0, 32),
                        Fragments.v4(datagram, 1, 32, length),
                        Fragments.v4(forged, 2, 32, length),
                        Fragments.v4(datagram, 2, 0, 56))
                .map(octets -> Frame.of(0, octets))
                .toList();
        return Files.write(folder.resolve("fragments.pcap"), PcapBytes.of(LinkType.RAW, frames));
    }

    private static byte[] datagram(String text) {
        return TcpFrame.of(Endpoints.parse("10.0.0.1:40000"), Endpoints.parse("10.0.0.2:10000"))
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .linkType(LinkType.RAW)
                .octets();
    }

    @Test
    void usersAreKnownByNameAddressAndPort() throws IOException {
        Analyzed seed = Analyzed.of(SEED_SESSION);
        seed.says(
                "user-identity",
                "Ofir is the user at 127.0.0.1:58197.",
                "Roony is the user at 127.0.0.1:52837.",
                "Hodaya is the user at 127.0.0.1:51542.",
                "Emily is the user at 127.0.0.1:51546.");
        assertEquals(
                List.of("8", "19", "32", "47"),
                seed.of("user-identity").stream()
                        .map(finding -> finding.evidence().toString())
                        .toList());
        seed.says("users", "4 users take part.");
        seed.says(
                "port-map",
                "The server at 127.0.0.1 has port 10000, its clients have the ports 58197, 52837, 51542 and 51546.");
        assertEquals("1,12,25,40", seed.only("port-map").evidence().toString());
    }

    @Test
    void fourHandshakesAreComplete() throws IOException {
        Analyzed seed = Analyzed.of(SEED_SESSION);
        assertEquals(
                List.of("1-3", "12-14", "25-27", "40-42"),
                seed.of("handshake").stream()
                        .map(finding -> finding.evidence().toString())
                        .toList());
        assertEquals(
                "Connection 0 from 127.0.0.1:58197 to 127.0.0.1:10000 opens with a complete three-way handshake in"
                        + " 32.3 µs from SYN to ACK.",
                seed.of("handshake").getFirst().statement());
        seed.says("handshakes-complete", "4 of 4 connections open with a complete three-way handshake.");
        seed.says("handshakes-incomplete", "No handshake is left incomplete in the capture.");
        seed.says("closes", "Of 4 connections, 4 are closed by FIN, the server first.");
    }

    @Test
    void oneChatIsPrivateAndOneRequestIsRejected() throws IOException {
        Analyzed seed = Analyzed.of(SEED_SESSION);
        seed.says(
                "private-chat",
                "Hodaya asks Emily for a private chat, Emily accepts after 120 ms, 2 texts are sent, and Hodaya ends it 361"
                        + " ms after it began.");
        assertEquals(
                "75,76,79,81,83,85,87,89,90,93,95,97",
                seed.only("private-chat").evidence().toString());
        seed.says("private-chat-rejected", "Roony asks Ofir for a private chat, and Ofir rejects it after 121 ms.");
        assertEquals(
                "99,101,103,105", seed.only("private-chat-rejected").evidence().toString());
        seed.says("request-unanswered", "No request for a private chat goes unanswered.");
    }

    @Test
    void messagesToChosenRecipientsAreTold() throws IOException {
        Analyzed seed = Analyzed.of(SEED_SESSION);
        seed.says("recipients", "1 of 4 messages to chosen recipients (25 %) is addressed to several at once.");
        assertEquals("65", seed.only("recipients").evidence().toString());
        seed.says("exits", "Emily, Hodaya, Roony and Ofir leave the chat with exit.");
        seed.says("menu", "The capture shows no menu of commands.");
        seed.says("name-refused", "The capture shows no name that the server refuses.");
        seed.says("message-to-offline", "The capture shows no message to a user who is not online.");
    }

    @Test
    void segmentsHaveFourToFortyEightBytesAndAllArePushed() throws IOException {
        Analyzed seed = Analyzed.of(SEED_SESSION);
        seed.says("segment-sizes", "Segments with data carry 4 to 48 bytes of it.");
        assertEquals(
                "8,67,69,99,107,119,128,136",
                seed.only("segment-sizes").evidence().toString());
        seed.says("push-share", "57 of 57 segments with data (100 %) are PSH-ACK.");
        seed.says("retransmissions", "The capture shows no retransmission.");
        seed.says("out-of-order", "The capture shows no segment out of order.");
        seed.says("lost-segments", "The capture shows no lost segment.");
        seed.says("gaps", "No stream has a gap.");
    }

    @Test
    void packetsStayOnTheLoopbackUnfragmented() throws IOException {
        Analyzed seed = Analyzed.of(SEED_SESSION);
        seed.says("protocol", "All 141 packets are IPv4.");
        seed.says(
                "addresses", "All 141 IP packets go from 127.0.0.1 to 127.0.0.1: over the loopback, within one host.");
        seed.says("ttl", "141 packets have a time to live of 64.");
        seed.says("fragmentation", "No packet is a fragment of a larger datagram.");
        seed.says(
                "largest-datagram",
                "The largest IP datagram has 100 bytes, the TCP segments carry 4 to 48 bytes of data, all within the"
                        + " limit: the MSS offered, 65,495 bytes, and 40 of headers assume an MTU of 65,535"
                        + " bytes.");
        assertEquals("67,69", seed.only("largest-datagram").evidence().toString());
    }

    @Test
    void lossAndRecoveryAreCounted() throws IOException {
        Analyzed lossy = Analyzed.of(LOSSY);
        lossy.says(
                "retransmissions",
                "Wireshark labels 17 segments retransmissions (4 fast and 2 spurious), 2 of which are copies or out of"
                        + " place in the capture: 12 repeat what was captured before and 3 bring what was not captured"
                        + " before; 8 come from the server's side and 7 come from the client's.");
        lossy.says(
                "out-of-order",
                "Wireshark labels 21 segments out-of-order: 12 repeat what was captured before and 9 bring what was not"
                        + " captured before; 12 come from the server's side and 9 come from the client's.");
        lossy.says(
                "keep-alives",
                "Wireshark labels 1 segment a keep-alive: it comes behind its sender's FIN (frame 787) too soon to be one:"
                        + " an older acknowledgement that the FIN has overtaken.");
        lossy.says("lost-segments", "12 segments arrive ahead of others that are still missing.");
        assertTrue(
                lossy.of("user-identity").size() == 5,
                () -> lossy.of("user-identity").toString());
    }

    /** 139 repeats the lines of 125 and 129; 421 has two messages of Yael, whose client ends no line. */
    @Test
    void messagesLieAcrossSegmentsAsTheyWereWritten() throws IOException {
        Analyzed lossy = Analyzed.of(LOSSY);
        lossy.says(
                "recipients",
                "81 of 120 messages to chosen recipients (67.5 %) are addressed to several at once (the evidence shows the"
                        + " first 32, with 2 repetitions).");
        lossy.says("messages-split", "5 of 392 messages are split over several segments (with 1 repetition).");
        assertEquals(
                "281,283,454,456,599,601,661,670,672,679,686,717",
                lossy.only("messages-split").evidence().toString());
        lossy.says(
                "segments-shared",
                "2 segments have the ends of more than one message, of 2 at most; 1 of them repeats what was captured"
                        + " before.");
        assertEquals("139,421", lossy.only("segments-shared").evidence().toString());
        lossy.says(
                "message-boundaries",
                "The clients of 5 connections end no line: where their 130 lines end is taken from segments and their PSH;"
                        + " 2 are in doubt.");
        assertEquals(
                "421,670,672,717", lossy.only("message-boundaries").evidence().toString());
    }

    @Test
    void lateMessagesAreThoseThatOctetsHeldUpWhateverTheirSegmentsAreCalled() throws IOException {
        Analyzed lossy = Analyzed.of(LOSSY);
        lossy.says(
                "delayed-messages",
                "41 messages come late because segments are lost or overtaken, by 311 ms at most; the 20 most delayed are"
                        + " listed.");
        List<String> late =
                lossy.of("delayed-message").stream().map(Finding::statement).toList();
        assertEquals(
                List.of(
                        "Nadav's direct message to Noa and Tamar on connection 0 (frame 356) comes 311 ms after bytes that"
                                + " follow on it (frame 324).",
                        "Nadav's direct message to Noa and Gil on connection 0 (frame 324) waits 311 ms for bytes before it"
                                + " (frame 356).",
                        "The server's copy of Nadav's direct message to Yael and Gil on connection 2 (frame 570) is sent"
                                + " again 2 times, after 239 ms and 274 ms (frames 612 and 624)."),
                late.subList(0, 3));
        assertEquals(
                List.of(
                        "311 ms", "311 ms", "274 ms", "244 ms", "236 ms", "221 ms", "172 ms", "167 ms", "137 ms",
                        "137 ms", "101 ms", "56.6 ms", "46.6 ms", "45.8 ms", "40.8 ms", "40.8 ms", "40.7 ms", "40.7 ms",
                        "40.6 ms", "40.6 ms"),
                lossy.of("delayed-message").stream().map(Finding::value).toList());
    }

    @Test
    void menuAndMessagesToWhoeverIsNotOnlineAreTold() throws IOException {
        Analyzed demo = Analyzed.of(DEMO);
        demo.says("menu", "The server sends its menu of commands once.");
        demo.says(
                "message-to-offline",
                "A line of Hodaya names Dana, who is not online: the server answers it with “error: not online: Dana”.",
                "A line of Emily names Dana, who is not online: the server answers it with “error: not online: Dana”; it"
                        + " reaches Ofir.");
    }

    @Test
    void privateChatIsAcceptedWhenTheOneAskedAcceptsIt() throws IOException {
        Analyzed demo = Analyzed.of(DEMO);
        demo.says(
                "private-chat",
                "Hodaya asks Emily for a private chat, Emily accepts after 1.91 ms, 3 texts are sent, and Emily ends it 9.43"
                        + " ms after it began.");
        assertEquals(
                List.of("88,89", "99-101"),
                demo.of("message-to-offline").stream()
                        .map(finding -> finding.evidence().toString())
                        .toList());
        demo.says(
                "online",
                "The server tells 6 times who is online; the longest list, told to Emily and Ofir, has 4 names: Emily,"
                        + " Hodaya, Ofir and Roony.");
    }

    /** 252 overtakes 255, and the server reads both at once; it reads 1,024 octets at a time. */
    @Test
    void linesThatReachTheServerTogetherAreOneToIt() throws IOException {
        Analyzed lossy = Analyzed.of(LOSSY);
        List<Finding> joined = lossy.of("lines-joined");
        assertEquals(10, joined.size());
        assertEquals(
                "The server takes Yael's messages to Noa (frame 255) and to Nadav (frame 252) for one line, and sends it to"
                        + " Noa (frame 257): the second is not for Noa and does not reach Nadav.",
                joined.get(2).statement());
        assertEquals("252,255,257,258", joined.get(2).evidence().toString());
        lossy.says(
                "lines-cut",
                "Of 5 long messages the server passes on no more than the first 1,024 bytes: it reads no more at once, and"
                        + " takes the rest for lines of its own.");
    }

    @Test
    void theHandshakesTellWhereTheCaptureWasMade() throws IOException {
        Analyzed lossy = Analyzed.of(LOSSY);
        assertEquals("server", lossy.only("capture-point").value());
        assertEquals(
                "1-3,12-14,25-27,42-44,58-60",
                lossy.only("capture-point").evidence().toString());
        assertEquals(List.of(), Analyzed.of(SEED_SESSION).of("capture-point"));
    }

    @Test
    void absenceHasNeitherEvidenceNorFilter() throws IOException {
        for (Path capture : List.of(SEED_SESSION, LOSSY)) {
            for (Finding finding : Analyzed.of(capture).findings()) {
                assertEquals(finding.evidence().isEmpty(), finding.filter().isEmpty(), finding::toString);
                boolean numbered = finding.id().equals("packets-captured-twice");
                assertEquals(numbered, finding.filter().contains("frame.number"), finding::filter);
            }
        }
    }

    @Test
    void findingsOfOneConnectionHaveFiltersForItAlone() throws IOException {
        AnalysisOptions second = AnalysisOptions.DEFAULT.withStream(OptionalLong.of(1));
        Analyzed seed = Analyzed.of(SEED_SESSION, second);
        Finding welcome = seed.only("welcome-size");
        assertEquals("15", welcome.evidence().toString());
        assertEquals("tcp.stream==1 && tcp.srcport==10000 && tcp.seq==1 && tcp.len==20", welcome.filter());
    }

    @TestFactory
    Stream<DynamicTest> tsharkSelectsTheEvidenceOfOwnCaptures() {
        Tshark.assumeInstalled();
        return Stream.of(OWN, Path.of("../samples"), Path.of("../samples/irc-decoder"))
                .flatMap(FindingsEvidenceTest::captures)
                .map(FindingsEvidenceTest::comparison);
    }

    private static Stream<Path> captures(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.getFileName().toString().matches(".*\\.pcap(ng)?"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tsharkSelectsTheEvidenceOfFragments(@TempDir Path folder) throws Throwable {
        Tshark.assumeInstalled();
        comparison(contradicting(folder)).getExecutable().execute();
    }

    /** Of the captures that {@code -Dparley.captures} names: the small ones with TCP. */
    @Test
    void anIcmpErrorIsSaidOfTheSegmentsThatItAnswers(@TempDir Path folder) throws IOException {
        byte[] v4 = syn("10.0.0.1:40000", "10.0.0.2:10000");
        byte[] other = syn("10.0.0.1:40001", "10.0.0.2:10000");
        byte[] v6 = syn("[2001:db8::1]:40000", "[2001:db8::2]:10000");
        List<byte[]> packets = List.of(
                v4,
                IcmpFrames.v4(3, 3, v4),
                other,
                IcmpFrames.v4(3, 3, Arrays.copyOf(v4, 28)),
                IcmpFrames.v4(3, 1, other),
                v6,
                IcmpFrames.v6(1, 4, v6));
        Path capture = Files.write(
                folder.resolve("icmp.pcap"),
                PcapBytes.of(
                        LinkType.RAW,
                        packets.stream().map(packet -> Frame.of(0, packet)).toList()));

        Analyzed analyzed = Analyzed.of(capture);

        analyzed.says(
                "icmp-error",
                "192.0.2.1 answers 2 segments from 10.0.0.1:40000 to 10.0.0.2:10000 with the ICMP error"
                        + " “Destination unreachable (Port unreachable)”.",
                "192.0.2.1 answers a segment from 10.0.0.1:40001 to 10.0.0.2:10000 with the ICMP error"
                        + " “Destination unreachable (Host unreachable)”.",
                "2001:db8:1::1 answers a segment from [2001:db8::1]:40000 to [2001:db8::2]:10000 with the ICMP error"
                        + " “Destination Unreachable (Port unreachable)”.");
        Tshark.assumeInstalled();
        assertEquals(
                List.of(List.of(2L, 4L), List.of(5L), List.of(7L)),
                analyzed.of("icmp-error").stream()
                        .map(finding -> Tshark.select(capture, finding.filter()))
                        .toList());
    }

    private static byte[] syn(String from, String to) {
        return TcpFrame.of(Endpoints.parse(from), Endpoints.parse(to))
                .linkType(LinkType.RAW)
                .flags(TcpHeader.SYN)
                .octets();
    }

    @TestFactory
    Stream<DynamicTest> tsharkSelectsTheEvidenceOfNamedCaptures() {
        String folder = System.getProperty("parley.captures", "");
        assumeTrue(!folder.isEmpty(), "no captures: name their folder with -Dparley.captures=FOLDER");
        Tshark.assumeInstalled();
        return Stream.of("own", "public")
                .flatMap(name -> captures(Path.of(folder, name)))
                .filter(file -> file.toFile().length() <= LARGEST_COMPARED)
                .filter(file -> Files.exists(Path.of(folder, "expected", file.getFileName() + ".segments.csv")))
                .map(FindingsEvidenceTest::comparison);
    }

    private static DynamicTest comparison(Path capture) {
        return DynamicTest.dynamicTest(capture.getFileName().toString(), () -> {
            Analyzed analyzed = Analyzed.of(capture);
            List<Finding> proven = analyzed.findings().stream()
                    .filter(finding -> !finding.filter().isEmpty())
                    .toList();
            Set<String> filters = proven.stream().map(Finding::filter).collect(Collectors.toCollection(TreeSet::new));
            filters.add("tcp");
            Map<String, List<Long>> selected = Tshark.select(capture, filters);
            assumeTrue(
                    analyzed.tcpFrames().equals(selected.get("tcp")),
                    "tshark finds TCP in layers that are not decoded: skipped");
            assertAll(proven.stream()
                    .map(finding -> () -> assertSelects(selected.getOrDefault(finding.filter(), List.of()), finding)));
        });
    }

    private static void assertSelects(List<Long> frames, Finding finding) {
        List<Long> listed = frames.stream().limit(FrameSet.KEPT).toList();
        List<Long> evidence = Arrays.stream(finding.evidence().kept()).boxed().toList();
        assertEquals(listed, evidence, () -> finding.id() + ": " + finding.filter());
        assertEquals(frames.size(), finding.evidence().count(), finding::id);
    }
}
