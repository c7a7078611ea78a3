package parley.client.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Transport;
import parley.protocol.ServerLine;
import parley.server.ChatServer;
import parley.server.ServerOptions;

@Timeout(60)
class ScriptPlayerTest {
    @TempDir
    Path directory;

    private final ChatServer server;
    private final List<PlayEvent> events = new ArrayList<>();

    ScriptPlayerTest() throws IOException {
        server = ChatServer.start(ServerOptions.defaults().withPort(0));
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void everyLineOfTheSampleReachesWhomItIsFor() throws Exception {
        PlayResult result = play(sample());
        assertEquals(List.of(), result.missing());
        assertEquals(27, result.sent());
        assertEquals(result.received(), only(PlayEvent.Received.class).size());
        assertEquals(
                List.of(
                        "welcome to the chat",
                        "enter name:",
                        "hello Ofir",
                        "online: Ofir",
                        "online: Emily, Hodaya, Ofir, Roony",
                        "menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit",
                        "Roony to Ofir - good morning to you",
                        "Hodaya to Ofir, Emily - count me in",
                        "Roony to Hodaya, Ofir - one is fine with me",
                        "requested Roony",
                        "rejected by Roony",
                        "Roony to Ofir - no time for a chat now",
                        "Emily to Ofir, Dana - see you at one",
                        "online: Emily, Hodaya, Ofir",
                        "goodbye"),
                received("Ofir"));
        assertEquals(
                List.of(
                        "welcome to the chat",
                        "enter name:",
                        "hello Hodaya",
                        "online: Hodaya, Ofir, Roony",
                        "Ofir to Roony, Hodaya, Emily - lunch at one?",
                        "requested Emily",
                        "private with Emily",
                        "Emily: I was about to say so, yes",
                        "Roony to Hodaya, Ofir - one is fine with me",
                        "ended by Emily",
                        "error: not online: Dana",
                        "goodbye"),
                received("Hodaya"));
        assertEquals(
                List.of(
                        "welcome to the chat",
                        "enter name:",
                        "hello Emily",
                        "online: Emily, Hodaya, Ofir, Roony",
                        "Ofir to Roony, Hodaya, Emily - lunch at one?",
                        "Hodaya to Ofir, Emily - count me in",
                        "request from Hodaya",
                        "private with Hodaya",
                        "Hodaya: shall we ask Dana along?",
                        "Hodaya: then I will write to her",
                        "ended",
                        "error: not online: Dana",
                        "goodbye"),
                received("Emily"));
        assertEquals(
                List.of(
                        "welcome to the chat",
                        "enter name:",
                        "hello Roony",
                        "online: Ofir, Roony",
                        "Ofir to Roony - good morning",
                        "Ofir to Roony, Hodaya, Emily - lunch at one?",
                        "request from Ofir",
                        "goodbye"),
                received("Roony"));
    }

    @Test
    void whoStaysIsToldWhoHasGoneBeforeLeavingToo() throws Exception {
        play(sample());
        List<String> told = new ArrayList<>();
        for (PlayEvent.Received line : only(PlayEvent.Received.class)) {
            if (line.user().equals("Ofir") && line.line() instanceof ServerLine.Left left) {
                told.addAll(left.names());
            }
        }
        assertEquals(List.of("Roony", "Hodaya", "Emily"), told);
    }

    @Test
    void aRowWithNoTimeIsTypedAfterEveryAnswerToTheOneBefore() throws Exception {
        play(sample());
        int passedOn = indexOf(event -> event instanceof PlayEvent.Received line
                && line.user().equals("Emily")
                && line.line().format().equals("Ofir to Roony, Hodaya, Emily - lunch at one?"));
        int next = indexOf(event ->
                event instanceof PlayEvent.Sent line && line.line().equals("Hodaya to Ofir, Emily - count me in"));
        assertTrue(0 <= passedOn && passedOn < next, passedOn + " before " + next);
    }

    @Test
    void theSamePortsServeOneRunAfterAnother() throws Exception {
        Script script = withFreePorts(sample());
        for (int run = 0; run < 2; run++) {
            events.clear();
            assertEquals(List.of(), play(script).missing());
            assertEquals(4, only(PlayEvent.Connected.class).size());
            for (PlayEvent.Connected connected : only(PlayEvent.Connected.class)) {
                assertEquals(connected.askedPort(), connected.localPort());
            }
        }
    }

    @Test
    void usersWhoDoNotSayExitCanPlayAgainAtOnce() throws Exception {
        Script script = withFreePorts(script(",A,1,A", ",B,2,B", ",A,,A to B - hi"));
        for (int run = 0; run < 2; run++) {
            events.clear();
            assertEquals(List.of(), play(script).missing());
            assertEquals(2, only(PlayEvent.Closed.class).size());
            for (PlayEvent.Connected connected : only(PlayEvent.Connected.class)) {
                assertEquals(connected.askedPort(), connected.localPort());
            }
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            PlayResult result = play(script(",A," + taken.getLocalPort() + ",A", ",A,,exit"));
            assertTrue(result.complete());
            assertTrue(only(PlayEvent.Connected.class).getFirst().portTaken());
        }
    }

    @Test
    void whatTheServerRefusesIsAnsweredByItsError() throws Exception {
        PlayResult result = play(script(
                ",A,,A",
                ",B,,A",
                ",B,,B",
                ",A,,\"A to B,C, A - no space\"",
                ",A,,B to A - not mine",
                ",A,,A",
                ",A,,accept",
                ",A,,reject B",
                ",A,,leave",
                ",A,,what is this",
                ",A,,",
                ",A,,nobody",
                ",A,,B",
                ",A,,B",
                ",A,,who x",
                ",A,,exit",
                ",B,,B to A - gone?",
                ",B,,exit"));
        assertEquals(List.of(), result.missing());
        assertTrue(received("B").contains("error: A is taken"), received("B").toString());
        assertTrue(
                received("B").contains("A to B, C, A - no space"), received("B").toString());
        assertTrue(received("B").contains("error: not online: A"), received("B").toString());
    }

    @Test
    void askingWhoHasAskedIsAccepting() throws Exception {
        PlayResult result =
                play(script(",A,,A", ",B,,B", ",A,,B", ",B,,A", ",A,,leave me not", ",B,,exit", ",A,,who", ",A,,exit"));
        assertEquals(List.of(), result.missing());
        assertTrue(received("B").contains("A: leave me not"), received("B").toString());
        assertTrue(received("A").contains("ended by B"), received("A").toString());
    }

    @Test
    void theOldestOfTwoRequestsIsAnsweredFirst() throws Exception {
        PlayResult result = play(
                script(",A,,A", ",B,,B", ",C,,C", ",A,,C", ",B,,C", ",C,,reject", ",C,,accept", ",B,,hi", ",C,,leave"));
        assertEquals(List.of(), result.missing());
        assertTrue(received("A").contains("rejected by C"), received("A").toString());
        assertTrue(received("C").contains("B: hi"), received("C").toString());
    }

    @Test
    void theErrorForWhoIsInNoScriptIsWaitedFor() throws Exception {
        PlayResult result = play(script(",A,,A", ",A,,A to Stranger - hello", ",A,,exit"));
        assertEquals(List.of(), result.missing());
        assertTrue(received("A").contains("error: not online: Stranger"));
    }

    @Test
    void rowsWithTimesAreNotTypedBeforeThem() throws Exception {
        PlayResult result = play(script("0,A,,A", "0.2,B,,B", "0.2,A,,A to B - 1", "0.2,A,,A to B - 2", "0.3,B,,exit"));
        assertEquals(List.of(), result.missing());
        List<PlayEvent.Sent> sent = only(PlayEvent.Sent.class);
        assertTrue(sent.get(1).at().compareTo(Duration.ofMillis(200)) >= 0, sent.toString());
        assertTrue(sent.get(4).at().compareTo(Duration.ofMillis(300)) >= 0, sent.toString());
    }

    @Test
    void withNoServerThePlayFails() throws Exception {
        InetSocketAddress nobody = server.address();
        server.close();
        IOException refused = assertThrows(
                IOException.class,
                () -> new ScriptPlayer(nobody, Transport.PLAIN, events::add).play(script(",A,,A", ",A,,exit")));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("no server at"), refused.getMessage());
    }

    @Test
    void aServerThatClosesInMidPlayIsReportedOncePerUser() throws Exception {
        Script script = script(",A,,A", ",B,,B", ",A,,A to B - now", ",A,,who", ",B,,help", ",A,,exit", ",B,,exit");
        PlayResult result = new ScriptPlayer(server.address(), Transport.PLAIN, event -> {
                    events.add(event);
                    if (event instanceof PlayEvent.Received line && line.line() instanceof ServerLine.Direct) {
                        server.close();
                    }
                })
                .play(script);
        List<String> leftOut = result.missing().stream()
                .filter(missing -> missing.what().endsWith("rows of this user are left out from here on"))
                .map(PlayEvent.Missing::user)
                .sorted()
                .toList();
        assertEquals(List.of("A", "B"), leftOut, result.missing().toString());
        assertTrue(received("B").contains("server closing"), received("B").toString());
    }

    private static Script sample() throws IOException {
        Path root = Path.of(Objects.requireNonNull(System.getProperty("parley.root")));
        Script script = Script.read(root.resolve("samples/four-users.csv"));
        // Other tests and programs may use the sample's own ports.
        List<Script.Row> rows = script.rows().stream()
                .map(row -> new Script.Row(row.number(), row.at(), row.user(), 0, row.text()))
                .toList();
        return new Script(script.name(), rows);
    }

    private static Script withFreePorts(Script script) throws IOException {
        List<Script.Row> rows = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (Script.Row row : script.rows()) {
            int port = 0;
            if (!seen.contains(row.user())) {
                seen.add(row.user());
                try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                    port = socket.getLocalPort();
                }
            }
            rows.add(new Script.Row(row.number(), row.at(), row.user(), port, row.text()));
        }
        return new Script(script.name(), rows);
    }

    private Script script(String... rows) throws IOException {
        Path file = directory.resolve("test.csv");
        Files.writeString(file, "at,user,port,line\n" + String.join("\n", rows) + "\n");
        return Script.read(file);
    }

    private PlayResult play(Script script) throws IOException, InterruptedException {
        return new ScriptPlayer(server.address(), Transport.PLAIN, events::add).play(script);
    }

    private int indexOf(Predicate<PlayEvent> which) {
        for (int i = 0; i < events.size(); i++) {
            if (which.test(events.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private <E extends PlayEvent> List<E> only(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** A user's lines but those of who came and went, which depend on what the server gathers. */
    private List<String> received(String user) {
        return only(PlayEvent.Received.class).stream()
                .filter(line -> line.user().equals(user))
                .map(PlayEvent.Received::line)
                .filter(line -> !(line instanceof ServerLine.Joined) && !(line instanceof ServerLine.Left))
                .map(ServerLine::format)
                .toList();
    }
}
