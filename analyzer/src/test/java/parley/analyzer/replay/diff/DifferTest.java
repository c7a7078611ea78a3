package parley.analyzer.replay.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.analyzer.replay.diff.Chats.CHAT;
import static parley.analyzer.replay.diff.Chats.EMILY;
import static parley.analyzer.replay.diff.Chats.OFIR;
import static parley.analyzer.replay.diff.Chats.ROONY;
import static parley.analyzer.replay.diff.Chats.client;
import static parley.analyzer.replay.diff.Chats.diff;
import static parley.analyzer.replay.diff.Chats.server;
import static parley.analyzer.replay.diff.Chats.with;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;
import parley.analyzer.replay.diff.DiffOptions.Streams;
import parley.analyzer.replay.recording.Piece;

/** A difference of each kind, planted in the second capture. */
class DifferTest {
    private static final String LUNCH = EMILY + server("Ofir to Emily - lunch?");
    private static final String AT_ONE = EMILY + server("Ofir to Emily, Roony - at one");

    private static List<String> differences(CaptureDiff diff) {
        List<String> found = new ArrayList<>();
        for (ConnectionDiff connection : diff.connections()) {
            if (connection.isInBoth()) {
                connection.differences().forEach(answer -> found.add(connection.who() + ", " + words(answer)));
            } else {
                found.add(connection.who() + ", " + DiffWords.alone(connection));
            }
        }
        return found;
    }

    private static String words(Answer answer) {
        return DiffWords.heading(answer) + " | " + said(answer.expected()) + " | " + said(answer.actual());
    }

    private static String said(@Nullable Piece piece) {
        return piece == null ? "–" : Excerpt.of(piece, null).before() + " @" + piece.frame();
    }

    private static List<String> transport(CaptureDiff diff) {
        List<String> found = new ArrayList<>();
        for (ConnectionDiff connection : diff.connections()) {
            connection.transport().forEach(each -> found.add(connection.who() + ", " + words(each)));
        }
        diff.transport().forEach(each -> found.add(words(each)));
        return found;
    }

    private static String words(TransportDifference difference) {
        return difference.what() + ": " + difference.a() + " → " + difference.b() + " " + difference.framesA()
                + difference.framesB();
    }

    private static void assertOnlyTransport(CaptureDiff diff, String... expected) {
        assertEquals(List.of(), differences(diff));
        assertEquals(List.of(expected), transport(diff));
        assertFalse(diff.isDifferent(false));
        assertTrue(diff.isDifferent(true));
    }

    @Test
    void aCaptureIsAsItselfIs() throws IOException {
        CaptureDiff diff = diff(CHAT, CHAT);

        assertEquals(List.of(), differences(diff));
        assertEquals(List.of(), transport(diff));
        assertEquals(0, diff.slower());
        assertFalse(diff.isDifferent(true));
        assertEquals(14, diff.connections().getFirst().expected());
    }

    @Test
    void portsNumbersAndTimesAreExpectedToDiffer() throws IOException {
        String other = CHAT.replace("10.0.0.1:58197", "10.0.0.7:1234")
                .replace("at +2s", "at +9s")
                .replaceFirst("handshake", "isn C 77\nisn S 99\nhandshake");

        assertFalse(diff(CHAT, "server 10.9.9.9:4000\n" + other).isDifferent(true));
    }

    @Test
    void aMessageToAWrongRecipientIsNamed() throws IOException {
        CaptureDiff diff = diff(CHAT, with(LUNCH, ROONY + server("Ofir to Emily - lunch?")));

        assertEquals(
                List.of(
                        "Emily, server, missing in B | direct  Ofir → Emily: lunch? @48 | –",
                        "Roony, server, only in B | – | direct  Ofir → Emily: lunch? @48"),
                differences(diff));
        assertTrue(diff.isDifferent(false));
    }

    @Test
    void aMissingLeftIsNamed() throws IOException {
        CaptureDiff diff = diff(CHAT, with(EMILY + server("left: Roony"), ""));

        assertEquals(List.of("Emily, server, missing in B | left  left: Roony @65 | –"), differences(diff));
    }

    @Test
    void newsThatReachesWhoIsLeavingOrNotIsNoDifference() throws IOException {
        String leavesFirst = with(EMILY + server("left: Roony"), "")
                .replace(EMILY + "at +2s\n" + client("exit") + server("goodbye") + "close\n", "")
                .replace(
                        OFIR + "at +100ms\n" + server("left: Roony"),
                        EMILY + client("exit") + server("goodbye") + "close\n" + OFIR + "at +100ms\n"
                                + server("left: Roony"));

        assertEquals(List.of(), differences(diff(CHAT, leavesFirst)));
        assertEquals(List.of(), differences(diff(leavesFirst, CHAT)));
    }

    @Test
    void aSwappedOrderOfOneSpeakerIsNamedAndOneOfTwoSpeakersIsNot() throws IOException {
        String swapped = with(LUNCH, "").replace(AT_ONE, AT_ONE + server("Ofir to Emily - lunch?"));
        String concurrent = with(EMILY + server("joined: Roony"), "").replace(LUNCH, LUNCH + server("joined: Roony"));

        assertEquals(
                List.of("Emily, server, out of order in B: another of the same speaker's should come first"
                        + " | direct  Ofir → Emily: lunch? @48 | direct  Ofir → Emily: lunch? @52"),
                differences(diff(CHAT, swapped)));
        assertEquals(List.of(), differences(diff(CHAT, concurrent)));
    }

    @Test
    void aChangedTextIsNamedOnTheWireWhereItIs() throws IOException {
        assertEquals(
                List.of("Emily, server, different: text | direct  Ofir → Emily: lunch? @48"
                        + " | direct  Ofir → Emily: brunch? @48"),
                differences(diff(CHAT, with(LUNCH, EMILY + server("Ofir to Emily - brunch?")))));
    }

    @Test
    void whatAClientSaysOtherwiseIsNamedToo() throws IOException {
        assertEquals(
                List.of("Ofir, client, different: recipients and text"
                        + " | direct  Ofir → Emily: lunch? @46 | direct  Ofir → Roony: tea? @46"),
                differences(diff(CHAT, with(client("Ofir to Emily - lunch?"), client("Ofir to Roony - tea?")))));
    }

    @Test
    void whatIsNotAnsweredIsMissing() throws IOException {
        assertEquals(
                List.of("Ofir, server, missing in B | online  online: Emily, Ofir @69 | –"),
                differences(diff(CHAT, with(client("who") + server("online: Emily, Ofir"), client("who")))));
    }

    @Test
    void aConnectionMoreOrLessIsOneDifference() throws IOException {
        String withNoa = CHAT + "client 10.0.0.1:4000\nhandshake\n" + server("welcome to the chat")
                + server("enter name:") + client("Noa") + server("hello Noa") + server("online: Noa");

        assertEquals(List.of("Noa, only in B, with 5 messages"), differences(diff(CHAT, withNoa)));
        assertEquals(List.of("Noa, only in A, with 5 messages"), differences(diff(withNoa, CHAT)));
    }

    @Test
    void theConnectionsOfOneUserArePairedInOrder() throws IOException {
        String again = CHAT + "client 10.0.0.1:4000\nhandshake\n" + server("welcome to the chat")
                + server("enter name:") + client("Ofir") + server("hello Ofir") + server("online: Ofir");

        assertEquals(List.of(), differences(diff(again, again)));
        assertEquals(
                List.of("Ofir, server, different: text | online  online: Ofir @96 | online  online: Ofir, Noa @96"),
                differences(diff(again, again.replaceFirst("(?s)(.*)online: Ofir", "$1online: Ofir, Noa"))));
    }

    @Test
    void aRenamedUserIsAnotherOneUnlessSaid() throws IOException {
        String renamed = CHAT.replace("Emily", "Dana");
        CaptureDiff diff = diff(CHAT, renamed);

        assertTrue(
                differences(diff)
                        .containsAll(
                                List.of("Emily, only in A, with 11 messages", "Dana, only in B, with 11 messages")),
                () -> differences(diff).toString());
        assertEquals(List.of("Dana says in B what Emily says in A: --rename Emily=Dana"), diff.hints());
        CaptureDiff said = diff(
                CHAT,
                renamed,
                new DiffOptions(Rules.NONE, new Renames(Map.of("Emily", "Dana")), Slower.DEFAULT, List.of()));
        assertEquals(List.of(), differences(said));
        assertEquals("Emily → Dana", said.connections().get(1).who());
    }

    @Test
    void aRuleLetsDifferWhatItSays() throws IOException {
        String other = with(
                "welcome to the chat\\n'\nC ACK\nS data 'enter name:\\n'\nC ACK\nC data 'Roony",
                "welcome to the lab\\n'\nC ACK\nS data 'enter name:\\n'\nC ACK\nC data 'Roony");
        Rules rules = Rules.parse(
                "rules", "unknown: welcome to the lab may be added\n" + "welcome: welcome to the chat may be missing");

        assertEquals(2, diff(CHAT, other).differences());
        assertEquals(
                0,
                diff(CHAT, other, new DiffOptions(rules, Renames.NONE, Slower.DEFAULT, List.of()))
                        .differences());
    }

    @Test
    void aSlowerMessageIsToldWithHowMuchAndIsNoDifference() throws IOException {
        CaptureDiff diff = diff(CHAT, with(LUNCH, "at +400ms\n" + LUNCH));

        assertEquals(List.of(), differences(diff));
        assertEquals(1, diff.slower());
        Delay delay = diff.delays().filter(diff::isSlower).findFirst().orElseThrow();
        assertEquals("lunch?", delay.b().said().text());
        assertEquals(List.of(2_000_000L, 401_000_000L), List.of(delay.nanosA(), delay.nanosB()));
        assertFalse(diff.isDifferent(false));
        assertTrue(diff.isDifferent(true));
    }

    @Test
    void whatIsSlowerIsForTheUserToSay() throws IOException {
        String late = with(LUNCH, "at +40ms\n" + LUNCH);

        assertEquals(0, diff(CHAT, late).slower());
        assertEquals(
                1,
                diff(CHAT, late, new DiffOptions(Rules.NONE, Renames.NONE, Slower.parse("30ms"), List.of()))
                        .slower());
    }

    @Test
    void aPauseOfAClientIsNothingSlower() throws IOException {
        assertFalse(diff(CHAT, CHAT.replace(client("who"), "at +60s\n" + client("who")))
                .isDifferent(true));
    }

    @Test
    void newRetransmissionsAreToldWithTheirFrames() throws IOException {
        String lossy =
                with(LUNCH, EMILY + "S data 'Ofir to Emily - lunch?\\n'\nlose\nat +30ms\nS again\nS again\nC ACK\n");

        assertOnlyTransport(diff(CHAT, lossy), "Emily, server, retransmissions: 0 → 1 [][49]");
    }

    @Test
    void aResetIsTold() throws IOException {
        String reset = with(
                EMILY + "at +2s\n" + client("exit") + server("goodbye") + "close\n",
                EMILY + "at +2s\n" + client("exit") + server("goodbye") + "S RST\n");

        assertOnlyTransport(diff(CHAT, reset), "Emily, end: closed by both sides → reset by the server [76][75]");
    }

    @Test
    void aZeroWindowIsTold() throws IOException {
        assertOnlyTransport(
                diff(CHAT, with(LUNCH, LUNCH + "C ACK win=0\n")), "Emily, client, zero windows: 0 → 1 [][50]");
    }

    @Test
    void aHandshakeThatFailsIsTold() throws IOException {
        String failed = CHAT + "client 10.0.0.9:4000\nC SYN\nclient 10.0.0.9:4001\nC SYN\nS RST-ACK\n";

        assertOnlyTransport(
                diff(CHAT, failed),
                "connections that carried nothing, handshake refused: 0 → 1 [][86]",
                "connections that carried nothing, handshake not answered: 0 → 1 [][85]");
    }

    @Test
    void aSlowerHandshakeIsTold() throws IOException {
        assertOnlyTransport(
                diff(CHAT, CHAT.replaceFirst("handshake", "C SYN\nat +200ms\nS SYN-ACK\nC ACK")),
                "Ofir, time of the handshake: 2 ms → 201 ms [1][1]");
    }

    @Test
    void whatACaptureLacksIsSaidAndNotCompared() throws IOException {
        String holed = with(AT_ONE, AT_ONE.replace("C ACK", "unseen\nC ACK"));

        for (CaptureDiff diff : List.of(diff(CHAT, holed), diff(holed, CHAT))) {
            assertEquals(List.of(), differences(diff));
            assertTrue(
                    diff.connections()
                            .get(1)
                            .notes()
                            .getFirst()
                            .endsWith(" lacks 30 octets of the server, and what was said there is not compared"),
                    () -> diff.connections().get(1).notes().toString());
        }
    }

    /** What is missing elsewhere is missing. */
    @Test
    void whatACaptureLacksExcusesNothingElse() throws IOException {
        String holed =
                with(AT_ONE, AT_ONE.replace("C ACK", "unseen\nC ACK")).replace(EMILY + server("joined: Roony"), "");

        assertEquals(
                List.of("Emily, server, missing in B | joined  joined: Roony @44 | –"), differences(diff(CHAT, holed)));
    }

    @Test
    void connectionsCanBeChosen() throws IOException {
        String other = CHAT.replace("lunch?", "brunch?");
        DiffOptions ofir = new DiffOptions(Rules.NONE, Renames.NONE, Slower.DEFAULT, List.of(new Streams(2, 2)));
        DiffOptions mixed = new DiffOptions(Rules.NONE, Renames.NONE, Slower.DEFAULT, List.of(new Streams(0, 1)));

        assertEquals(2, diff(CHAT, other).differences());
        assertEquals(List.of(), differences(diff(CHAT, other, ofir)));
        assertEquals(
                "Ofir → Emily",
                diff(CHAT, other, mixed).connections().getFirst().who());
        assertTrue(diff(CHAT, other, mixed).differences() > 5);
    }
}
