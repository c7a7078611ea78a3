package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

/** What is found in small conversations that each have one thing to find. */
class ScenarioFindingsTest {
    private static final String WELCOME = """
            handshake
            S data 'welcome to the chat\\n'
            C ACK
            """;

    /** Both sides ask for a name and get it: Ofir on port 40000, Roony on 40001. */
    private static final String TWO_USERS = """
            handshake
            S data 'welcome to the chat\\n'
            S data 'enter name:\\n'
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            S data 'online: Ofir\\n'
            C ACK
            client 10.0.0.3:40001
            handshake
            S data 'welcome to the chat\\n'
            S data 'enter name:\\n'
            C data 'Roony\\n'
            S data 'hello Roony\\n'
            S data 'online: Ofir, Roony\\n'
            C ACK
            """;

    private static final String PRIVATE_CHAT = TWO_USERS + """
            at +1s
            C data 'Ofir\\n'
            S data 'requested Ofir\\n'
            client 10.0.0.1:40000
            S data 'request from Roony\\n'
            at +3s
            C data 'accept\\n'
            S data 'private with Roony\\n'
            client 10.0.0.3:40001
            S data 'private with Ofir\\n'
            at +2s
            C data 'hello\\n'
            client 10.0.0.1:40000
            S data 'Roony: hello\\n'
            at +500ms
            C data 'leave\\n'
            S data 'ended\\n'
            client 10.0.0.3:40001
            S data 'ended by Ofir\\n'
            """;

    private static final String REJECTION = TWO_USERS + """
            C data 'Ofir\\n'
            S data 'requested Ofir\\n'
            client 10.0.0.1:40000
            S data 'request from Roony\\n'
            at +250ms
            C data 'reject\\n'
            client 10.0.0.3:40001
            S data 'rejected by Ofir\\n'
            """;

    private static final String REFUSED = "C SYN mss=1460\nS RST-ACK\n";
    private static final String SILENT = "C SYN mss=1460\nat +1s\nC SYN mss=1460 seq=0\nat +2s\nC SYN mss=1460 seq=0\n";
    private static final String DELAYED_ACK = WELCOME + """
            S data 'enter name:\\n'
            at +40ms
            C ACK
            """;
    private static final String SPLIT = WELCOME + """
            C data 'Of'
            C data 'ir\\n'
            S data 'hello Ofir\\n'
            """;
    private static final String SHARED = """
            handshake
            S data 'welcome to the chat\\nenter name:\\n'
            C data 'Ofir\\n'
            S data 'hello Ofir\\nonline: Ofir\\njoined: Roony\\n'
            """;
    private static final String HELD_UP = WELCOME + """
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            lose
            S data 'online: Ofir\\n'
            C ACK
            at +205ms
            S data 'hello Ofir\\n' seq=21
            C ACK
            """;
    private static final String NAMED = WELCOME + """
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            """;
    private static final String SENT_AGAIN = NAMED + """
            C data 'Roony\\n'
            at +203ms
            C again
            S data 'requested Roony\\n'
            """;
    /** Two lines are sent again in one segment, soon enough to be labelled out-of-order. */
    private static final String REPEATED_TOGETHER = """
            handshake
            S data 'welcome to the chat\\n'
            S data 'enter name:\\n'
            S data 'server closing\\n'
            at +500us
            S data 'welcome to the chat\\nenter name:\\n' seq=1
            C ACK
            """;

    private static final String FIN_OVERTAKES_ACK = WELCOME + """
            S data 'enter name:\\n'
            C FIN
            at +20ms
            C ACK seq=1
            S FIN
            C ACK
            """;
    private static final String CAPTURE_LACKS = WELCOME + """
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            unseen
            S data 'online: Ofir\\n'
            at +300ms
            C ACK
            S data 'joined: Roony\\n'
            """;
    private static final String ZERO_WINDOW = WELCOME + """
            S data 'enter name:\\n'
            C ACK win=0
            C ACK
            """;
    private static final String KEEP_ALIVE = WELCOME + """
            at +60s
            S ACK seq=20
            C ACK
            """;
    private static final String OFFLOAD = """
            C SYN mss=1460
            S SYN-ACK mss=1460
            C ACK
            S data 2920
            C ACK
            C data 1460
            S data 4000
            """;

    private static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("private-chat", PRIVATE_CHAT),
            Map.entry("rejection", REJECTION),
            Map.entry("refused", REFUSED),
            Map.entry("silent", SILENT),
            Map.entry("delayed-ack", DELAYED_ACK),
            Map.entry("split", SPLIT),
            Map.entry("shared", SHARED),
            Map.entry("held-up", HELD_UP),
            Map.entry("sent-again", SENT_AGAIN),
            Map.entry("repeated-together", REPEATED_TOGETHER),
            Map.entry("fin-overtakes-ack", FIN_OVERTAKES_ACK),
            Map.entry("capture-lacks", CAPTURE_LACKS),
            Map.entry("zero-window", ZERO_WINDOW),
            Map.entry("keep-alive", KEEP_ALIVE),
            Map.entry("offload", OFFLOAD));

    @Test
    void whoIsOnlineIsTold() {
        assertSays(
                TWO_USERS,
                "online",
                "The server tells 2 times who is online; the longest list, told to Roony, has 2 names: Ofir and Roony.");
        assertSays(WELCOME, "online", "The capture shows no list of who is online.");
    }

    @Test
    void privateChatLastsFromItsBeginningToItsEnd() {
        assertSays(
                PRIVATE_CHAT,
                "private-chat",
                "Roony asks Ofir for a private chat, Ofir accepts after 3 s, 1 text is sent, and Ofir ends it 2.5 s"
                        + " after it began.");
    }

    @Test
    void rejectionSaysHowLongTheAskerWaited() {
        assertSays(
                REJECTION,
                "private-chat-rejected",
                "Roony asks Ofir for a private chat, and Ofir rejects it after 252 ms.");
    }

    @Test
    void refusedConnectionIsProvenByItsSynAndTheReset() {
        assertSays(
                REFUSED,
                "handshake",
                "Connection 0 from 10.0.0.1:40000 to 10.0.0.2:10000 has no complete handshake: the server refuses it with"
                        + " a reset.");
        assertEquals("1,2", only(REFUSED, "handshake").evidence().toString());
        assertSays(
                REFUSED,
                "handshakes-incomplete",
                "1 connection has a SYN or a SYN-ACK, but no complete handshake: of 1 the server refuses with a reset.");
    }

    @Test
    void synsThatNobodyAnswersAreSentAgain() {
        assertSays(SILENT, "handshakes-repeated", "2 SYNs are sent again.");
        assertEquals("2,3", only(SILENT, "handshakes-repeated").evidence().toString());
        assertTrue(only(SILENT, "handshakes-incomplete").statement().endsWith("of 1 the SYN is not answered."));
        assertSays(WELCOME, "handshakes-repeated", "The capture shows no SYN that is sent again.");
    }

    @Test
    void optionsAreThoseOfTheSyns() {
        assertSays(OFFLOAD, "handshake-options", "In their SYNs the client and the server offer MSS 1,460.");
        assertEquals("1,2", only(OFFLOAD, "handshake-options").evidence().toString());
    }

    @Test
    void acknowledgementThatWaitedIsADelayedOne() {
        assertSays(
                DELAYED_ACK,
                "delayed-acks",
                "Of 2 acknowledgements without data that acknowledge something new 1 comes 30 ms or more after it, the"
                        + " latest after 40 ms: because the round trip took so long or the receiver waited.");
        assertEquals("7", only(DELAYED_ACK, "delayed-acks").evidence().toString());
        assertSays(
                WELCOME,
                "delayed-acks",
                "None of 1 acknowledgement without data that acknowledges something new comes 30 ms or more after it; the"
                        + " latest comes after 1 ms.");
    }

    @Test
    void messageOfTwoSegmentsIsSplit() {
        assertSays(SPLIT, "messages-split", "1 of 3 messages is split over several segments.");
        assertEquals("6,7", only(SPLIT, "messages-split").evidence().toString());
        assertSays(SHARED, "messages-split", "Each message is in one segment, whole.");
    }

    @Test
    void segmentOfSeveralMessagesIsShared() {
        assertSays(SHARED, "segments-shared", "2 segments have the ends of more than one message, of 3 at most.");
        assertEquals("4,6", only(SHARED, "segments-shared").evidence().toString());
        assertSays(SPLIT, "segments-shared", "No segment has the ends of more than one message.");
    }

    @Test
    void whatLiesBehindALostSegmentIsHeldUp() {
        assertEquals(
                List.of(
                        "The server's hello message on connection 0 (frame 9) comes 206 ms after bytes that follow on it"
                                + " (frame 7).",
                        "The server's online message on connection 0 (frame 7) waits 206 ms for bytes before it (frame 9)."),
                statements(HELD_UP, "delayed-message"));
        assertSays(
                HELD_UP,
                "delayed-messages",
                "2 messages come late because segments are lost or overtaken, by 206 ms at most.");
    }

    @Test
    void messageThatDidNotArriveIsSentAgain() {
        assertSays(
                SENT_AGAIN,
                "delayed-message",
                "Ofir's request message to Roony on connection 0 (frame 8) is sent again after 203 ms (frame 9).");
        assertEquals("8,9", only(SENT_AGAIN, "delayed-message").evidence().toString());
    }

    @Test
    void segmentThatRepeatsSeveralMessagesIsShared() {
        assertSays(
                REPEATED_TOGETHER,
                "segments-shared",
                "1 segment has the ends of 2 messages; it repeats what was captured before.");
        assertEquals("7", only(REPEATED_TOGETHER, "segments-shared").evidence().toString());
    }

    @Test
    void whatIsLabelledOutOfOrderAndRepeatsBytesIsSaidToRepeatThem() {
        assertSays(
                REPEATED_TOGETHER,
                "out-of-order",
                "Wireshark labels 1 segment out-of-order: it repeats what was captured before; the server sends it.");
        assertEquals(
                List.of(
                        "The server's welcome message on connection 0 (frame 4) is sent again after 2.5 ms (frame 7).",
                        "The server's prompt message on connection 0 (frame 5) is sent again after 1.5 ms (frame 7)."),
                statements(REPEATED_TOGETHER, "delayed-message"));
    }

    @Test
    void acknowledgementThatAFinHasOvertakenIsNoKeepAlive() {
        assertSays(
                FIN_OVERTAKES_ACK,
                "keep-alives",
                "Wireshark labels 1 segment a keep-alive: it comes behind its sender's FIN (frame 7) too soon to be one: an"
                        + " older acknowledgement that the FIN has overtaken.");
        assertEquals("8", only(FIN_OVERTAKES_ACK, "keep-alives").evidence().toString());
    }

    @Test
    void whatOnlyTheCaptureLacksDelaysNothing() {
        assertSays(CAPTURE_LACKS, "delayed-messages", "No message comes late because segments are lost or overtaken.");
        assertFalse(statements(CAPTURE_LACKS, "gaps").isEmpty());
    }

    @Test
    void closedWindowIsToldWithItsOwner() {
        assertSays(ZERO_WINDOW, "zero-windows", "1 segment closes the receive window of its sender, 10.0.0.1:40000.");
        assertEquals("7", only(ZERO_WINDOW, "zero-windows").evidence().toString());
    }

    @Test
    void keepAliveIsTold() {
        assertSays(KEEP_ALIVE, "keep-alives", "1 segment is a keep-alive.");
        assertEquals("6", only(KEEP_ALIVE, "keep-alives").evidence().toString());
    }

    @Test
    void segmentLargerThanTheMssWasNotSplitYet() {
        assertSays(
                OFFLOAD,
                "offload-sized",
                "2 segments carry more data than the receiver's MSS allows, 4,000 bytes at most: the network interface splits or"
                        + " joins them (offload).");
        assertEquals("4,7", only(OFFLOAD, "offload-sized").evidence().toString());
    }

    @Test
    void longDelaysAreKeptAndShortOnesMakeWay() {
        StringBuilder script = new StringBuilder(NAMED);
        for (int i = 1; i <= 30; i++) {
            script.append("C data 'line %d\\n'\nat +%dms\nC again\nS ACK\n".formatted(i, 300 + i));
        }
        List<String> delays = findings(script.toString()).stream()
                .filter(finding -> finding.id().equals("delayed-message"))
                .map(Finding::value)
                .toList();
        assertEquals(20, delays.size());
        assertEquals("330 ms", delays.getFirst());
        assertEquals("311 ms", delays.getLast());
    }

    @TestFactory
    Stream<DynamicTest> tsharkSelectsTheEvidence(@TempDir Path folder) {
        Tshark.assumeInstalled();
        return ALL.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(script -> DynamicTest.dynamicTest(script.getKey(), () -> {
                    Path capture = folder.resolve(script.getKey() + ".pcap");
                    Files.write(capture, TcpScript.parse(script.getValue()).pcap());
                    assertEvidence(capture, findings(script.getValue()));
                }));
    }

    private static void assertEvidence(Path capture, List<Finding> findings) {
        List<Finding> proven =
                findings.stream().filter(finding -> !finding.filter().isEmpty()).toList();
        Map<String, List<Long>> selected =
                Tshark.select(capture, proven.stream().map(Finding::filter).collect(Collectors.toSet()));
        assertAll(proven.stream()
                .map(finding -> () -> assertEquals(
                        selected.get(finding.filter()),
                        Arrays.stream(finding.evidence().kept()).boxed().toList(),
                        () -> finding.id() + ": " + finding.filter())));
    }

    private static void assertSays(String script, String id, String statement) {
        assertEquals(List.of(statement), statements(script, id));
    }

    private static List<String> statements(String script, String id) {
        return findings(script).stream()
                .filter(finding -> finding.id().equals(id))
                .map(Finding::statement)
                .toList();
    }

    private static Finding only(String script, String id) {
        List<Finding> all = findings(script).stream()
                .filter(finding -> finding.id().equals(id))
                .toList();
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }

    private static List<Finding> findings(String script) {
        try {
            return new Analysis(AnalysisOptions.DEFAULT, List.of(), List.of())
                    .run(TcpScript.parse(script).source())
                    .findings();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
