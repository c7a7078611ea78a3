package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.capture.PcapngWriter;
import parley.protocol.ChatLimits;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** Captures of the chat played against its server, as it is and with a fault. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplayChatTest {

    private static final Path FOUR_USERS = ProjectFiles.sample("four-users.pcapng");
    private static final Path FIRST_SERVER = ProjectFiles.sample("seed-session.pcapng");
    /** The same script as {@link #FOUR_USERS}, over a link that drops 8 %, duplicates 3 % and reorders 20 %. */
    private static final Path LOSSY = Path.of("src/test/resources/lossy-four-users.pcap");

    private static final String RULES =
            ProjectFiles.sample("first-server.rules").toString();
    /** Seconds for what does not come. */
    private static final String WAIT = "2";

    private static final long LATE_MILLIS = 4000;
    private static final int OFIR = 0;
    private static final int HODAYA = 2;

    @TempDir
    private Path directory = Path.of("");

    private final ChatServer server = start();

    private static ChatServer start() {
        try {
            return ChatServer.start(ServerOptions.defaults().withPort(0));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @AfterEach
    void closeServer() throws Exception {
        server.close();
    }

    private static Run replay(Path capture, int port, String... options) {
        List<String> args =
                new ArrayList<>(List.of("replay", "client", capture.toString(), "--to", "127.0.0.1:" + port));
        args.addAll(Arrays.asList(options));
        return Run.of(Commands.neededFor("replay"), args.toArray(String[]::new));
    }

    private Run replay(Path capture, String... options) {
        return replay(capture, server.address().getPort(), options);
    }

    private void assertNoDifference(Run run) {
        assertEquals("", run.errors());
        assertTrue(run.output().contains("no difference: "), run::output);
        assertEquals(0, run.exitCode());
    }

    @RepeatedTest(20)
    void theDemoIsAnsweredAsItWasEachTime() {
        assertNoDifference(replay(FOUR_USERS));
    }

    @RepeatedTest(3)
    void pausesMayBeShorterOrNone() {
        assertNoDifference(replay(FOUR_USERS, "--speed", "10"));
        assertNoDifference(replay(FOUR_USERS, "--speed", "max"));
    }

    /** It is the streams that are played: what was lost on the way to this one makes no difference. */
    @Test
    void aLossyCaptureIsPlayedAsACleanOne() {
        assertNoDifference(replay(LOSSY));
        assertNoDifference(replay(LOSSY, "--speed", "10"));
    }

    /** Neither the line that is missing nor what a gap has left of the next one can be compared. */
    @ParameterizedTest
    @ValueSource(strings = {"joined: ", "lunch at one", "hello Emily", "left: "})
    void aCaptureThatLacksWhatTheServerSaidIsPlayedWithoutADifference(String missing) throws IOException {
        Run run = replay(without(missing), "--speed", "10", "--wait", WAIT);

        assertTrue(run.output().contains("the capture lacks "), run::output);
        assertNoDifference(run);
    }

    /** The demo without the first packet of the server that has those words. */
    private Path without(String words) throws IOException {
        Path holed = directory.resolve("holed.pcapng");
        boolean found = false;
        Packet packet = new Packet();
        try (PacketSource source = CaptureFile.open(FOUR_USERS);
                PcapngWriter writer = PcapngWriter.create(holed)) {
            while (source.next(packet)) {
                if (writer.interfaceCount() == 0) {
                    writer.addInterface(source.interfaces().getFirst());
                }
                byte[] octets = packet.bytes();
                boolean ofServer = octets[34] == ChatLimits.PORT >> 8 && octets[35] == (byte) ChatLimits.PORT;
                boolean isMissing =
                        !found && ofServer && new String(octets, StandardCharsets.ISO_8859_1).contains(words);
                found |= isMissing;
                if (!isMissing) {
                    writer.write(packet);
                }
            }
        }
        assertTrue(found, words);
        return holed;
    }

    @Test
    void renamedUsersAreAnsweredAlike() {
        assertNoDifference(replay(FOUR_USERS, "--rename", "Ofir=Zohar,Emily=Amit"));
    }

    @Test
    void aRecordingOfTheFirstServerDiffersJustInWhatIsWordedOtherwise() {
        Run run = replay(FIRST_SERVER, "--speed", "10", "--wait", WAIT);

        assertEquals(1, run.exitCode());
        assertEquals(
                List.of("ended", "goodbye", "hello", "joined", "online", "private", "rejected", "requested"),
                run.output()
                        .lines()
                        .filter(line -> line.startsWith("  captured  ") || line.startsWith("  came      "))
                        .map(line -> line.strip().split(" +")[1])
                        .distinct()
                        .sorted()
                        .toList());
    }

    @Test
    void withTheRulesForItThereIsNoDifference() {
        assertNoDifference(replay(FIRST_SERVER, "--rules", RULES));
        assertNoDifference(replay(FIRST_SERVER, "--rules", RULES, "--speed", "10"));
    }

    /** With the rules in force, which let no fault through. */
    private String faulty(FaultyRelay.Fault fault, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--rules", RULES));
        all.addAll(Arrays.asList(options));
        try (FaultyRelay relay = new FaultyRelay(server.address(), fault)) {
            Run run = replay(FOUR_USERS, relay.port(), all.toArray(String[]::new));
            assertEquals(1, run.exitCode(), run::output);
            return run.output();
        }
    }

    private static void assertHas(String output, String... lines) {
        assertTrue(
                output.replaceAll("  \\((?:frame|octets) .*", "").contains(String.join(System.lineSeparator(), lines)),
                output);
    }

    @Test
    void withoutAFaultTheRelayMakesNoDifference() throws IOException {
        try (FaultyRelay relay = new FaultyRelay(server.address(), FaultyRelay::send)) {
            assertNoDifference(replay(FOUR_USERS, relay.port(), "--rules", RULES, "--max-delay", "3"));
        }
    }

    @Test
    void aMessageToAWrongRecipientIsNamed() throws IOException {
        String output = faulty((relay, client, line) ->
                relay.send(client == OFIR && line.contains("no time for a chat") ? HODAYA : client, line));

        assertHas(output, "stream 0 (Ofir): missing", "  captured  direct  Roony → Ofir: no time for a chat now");
        assertHas(output, "stream 2 (Hodaya): unexpected", "  came      direct  Roony → Ofir: no time for a chat now");
        assertTrue(output.contains("2 differences"), output);
    }

    @Test
    void aMissingLeftIsNamed() throws IOException {
        String output = faulty(
                (relay, client, line) -> {
                    if (client != HODAYA || !line.equals("left: Roony")) {
                        relay.send(client, line);
                    }
                },
                "--wait",
                WAIT);

        assertHas(output, "stream 2 (Hodaya): missing", "  captured  left  left: Roony");
        assertTrue(output.contains("1 difference"), output);
    }

    @Test
    void aSwappedOrderIsNamed() throws IOException {
        List<String> held = new ArrayList<>();
        String output = faulty((relay, client, line) -> {
            if (client == OFIR && line.startsWith("hello ")) {
                held.add(line);
                return;
            }
            relay.send(client, line);
            if (client == OFIR && !held.isEmpty()) {
                relay.send(client, held.removeFirst());
            }
        });

        assertHas(
                output,
                "stream 0 (Ofir): out of order: another of the same speaker's should come first",
                "  captured  hello  hello Ofir");
        assertTrue(output.contains("1 difference"), output);
    }

    @Test
    void aLateAnswerIsNamedWhereThatIsAskedFor() throws IOException {
        FaultyRelay.Fault late = (relay, client, line) -> {
            if (line.startsWith("menu: ")) {
                Thread.sleep(LATE_MILLIS);
            }
            relay.send(client, line);
        };
        String output = faulty(late, "--max-delay", "3");

        assertTrue(output.contains("stream 0 (Ofir): late: after 4"), output);
        assertHas(output, "  captured  menu  menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit");
        assertTrue(output.contains("1 difference"), output);
        try (FaultyRelay relay = new FaultyRelay(server.address(), late)) {
            assertNoDifference(replay(FOUR_USERS, relay.port()));
        }
    }

    @Test
    void aChangedTextIsNamedWithItsFrameAndItsOctets() throws IOException {
        String output =
                faulty((relay, client, line) -> relay.send(client, line.replace("lunch at one", "lunch at two")));

        assertTrue(output.contains("direct  Ofir → Roony, Hodaya, Emily: lunch at one?  (frame "), output);
        assertTrue(output.contains("6c 75 6e 63 68 20 61 74 20 74 77 6f"), output);
        assertTrue(output.contains("3 differences"), output);
    }

    @Test
    void theResultIsAlsoJsonAndJUnitsXml() throws IOException {
        Path xml = directory.resolve("replay.xml");
        Run run = replay(FOUR_USERS, "--json", "--junit", xml.toString());

        assertEquals(0, run.exitCode());
        assertTrue(run.output().startsWith("{\"differences\":0,\"comparable\":true,"), run::output);
        assertTrue(Files.readString(xml).contains("tests=\"4\" failures=\"0\""), Files.readString(xml));
    }

    /** What is written of a replay is a recording of the same conversation. */
    @Test
    void theReplayCanBeWrittenAndReplayed() {
        Path again = directory.resolve("again.pcapng");

        assertNoDifference(replay(FOUR_USERS, "--speed", "max", "-w", again.toString()));
        assertNoDifference(replay(again));
    }

    @Test
    void aServerThatIsNotThereIsNoDifference() throws Exception {
        int port = server.address().getPort();
        server.close();

        Run run = replay(FOUR_USERS, port);

        assertEquals(2, run.exitCode());
        assertEquals("", run.output());
        assertEquals(
                "parley: no connection to 127.0.0.1:" + port + "; is the server running, and on that port?\n",
                run.errors());
    }

    @Test
    void aCaptureThatIsNotThereCannotBeCompared() throws IOException {
        Path empty = directory.resolve("missing.pcapng");

        Run run = replay(empty);

        assertEquals(2, run.exitCode());
        assertEquals("parley: " + empty + ": no such file\n", run.errors());
    }
}
