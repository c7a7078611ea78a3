package parley.analyzer.replay.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Renames;
import parley.analyzer.replay.comparison.Rules;

/** A protocol that nothing decodes. */
class OctetDiffTest {
    private static final String SESSION = """
            server 10.0.0.2:7000
            handshake
            S data 'ready\\n'
            C data 'one\\n'
            S data '<o'
            S data 'ne>\\n'
            C data 'two\\n'
            S data '<two>\\n'
            C data 'bye\\n'
            close
            """;

    private static List<String> differences(String a, String b) throws IOException {
        return Chats.diff(a, b).connections().getFirst().differences().stream()
                .map(OctetDiffTest::words)
                .toList();
    }

    private static String words(Answer answer) {
        return DiffWords.heading(answer)
                + (answer.expected() == null
                        ? ""
                        : " | " + Excerpt.said(answer.expected()) + " @"
                                + answer.expected().frame())
                + (answer.actual() == null
                        ? ""
                        : " | " + Excerpt.said(answer.actual()) + " @"
                                + answer.actual().frame());
    }

    @Test
    void theSameOctetsInOtherSegmentsAreNoDifference() throws IOException {
        String other = SESSION.replace("S data '<o'\nS data 'ne>\\n'", "S data '<one>\\n'")
                .replace("C data 'two\\n'", "C data 'tw'\nC data 'o\\n'");

        assertFalse(Chats.diff(SESSION, other).isDifferent(true));
    }

    /** Where a client does not wait, its lines and the answers may cross. */
    @Test
    void theSameOctetsInAnotherOrderOfBothSidesAreNoDifference() throws IOException {
        String other = SESSION.replace("C data 'two\\n'\n", "").replace("C data 'one\\n'", "C data 'one\\ntwo\\n'");

        assertEquals(List.of(), differences(SESSION, other));
        assertEquals(List.of(), differences(other, SESSION));
    }

    @Test
    void anotherOctetIsADifferenceWithBothFramesAndTheNextAnswerIsNot() throws IOException {
        assertEquals(
                List.of("server, different: from octet 3 on | <one>␊ @7 | <onE>␊ @7"),
                differences(SESSION, SESSION.replace("ne>", "nE>")));
    }

    @Test
    void aShorterOrLongerAnswerIsOneDifference() throws IOException {
        assertEquals(
                List.of("server, different: from octet 2 on | <one>␊ @7 | <o>␊ @7"),
                differences(SESSION, SESSION.replace("ne>", ">")));
        assertEquals(
                List.of("server, different: from octet 2 on | <one>␊ @7 | <o and more>␊ @7"),
                differences(SESSION, SESSION.replace("ne>", " and more>")));
    }

    @Test
    void aMissingAnswerAndOneMoreAreNamed() throws IOException {
        String without = SESSION.replace("S data '<two>\\n'\n", "");

        assertEquals(List.of("server, missing in B | <two>␊ @9"), differences(SESSION, without));
        assertEquals(List.of("server, only in B: more octets than in A | <two>␊ @9"), differences(without, SESSION));
    }

    @Test
    void whatTheClientSaysIsComparedToo() throws IOException {
        assertEquals(
                List.of("client, different: from octet 1 on | two␊ @8 | tow␊ @8"),
                differences(SESSION, SESSION.replace("'two", "'tow")));
    }

    @Test
    void aRuleAboutOctetsLetsAnAnswerBeOfAnotherLength() throws IOException {
        Rules rules = Rules.parse("rules", "octets: /[0-9]+/ may differ");
        String then = SESSION.replace("<o", "<7").replace("<two", "<2 and");
        String now = SESSION.replace("<o", "<1234").replace("<two", "<2 and");

        assertEquals(
                0,
                Chats.diff(then, now, new DiffOptions(rules, Renames.NONE, Slower.DEFAULT, List.of()))
                        .differences());
        assertEquals(1, Chats.diff(then, now).differences());
    }

    @Test
    void whatEitherCaptureLacksIsSaidAndNotCompared() throws IOException {
        String holed = SESSION.replace("S data '<o'\n", "S data '<o'\nunseen\n");

        for (CaptureDiff diff : List.of(Chats.diff(SESSION, holed), Chats.diff(holed, SESSION))) {
            assertEquals(0, diff.differences());
            assertTrue(
                    diff.connections().getFirst().notes().getFirst().contains("lacks 2 octets of the server"),
                    () -> diff.connections().getFirst().notes().toString());
        }
    }

    /** As sequence numbers that leap look: memory does not follow them. */
    @Test
    void whereACaptureLacksMostNothingIsCompared() throws IOException {
        String leaping = SESSION.replace("S data '<two>\\n'", "S data '<tow>\\n' seq=900000000\nC ACK ack=900000007");
        CaptureDiff diff = Chats.diff(SESSION, leaping);

        assertEquals(0, diff.differences());
        assertTrue(
                diff.connections().getFirst().notes().getFirst().endsWith("so many that none of them are compared"),
                () -> diff.connections().getFirst().notes().toString());
    }

    @Test
    void aSlowerAnswerIsToldOnce() throws IOException {
        CaptureDiff diff = Chats.diff(SESSION, SESSION.replace("S data '<two>", "at +1s\nS data '<two>"));

        assertEquals(1, diff.slower());
        assertEquals(0, diff.differences());
    }

    @Test
    void connectionsArePairedByWhatTheirClientsSaidFirst() throws IOException {
        String first = "client 10.0.0.1:1\nhandshake\nC data 'first\\n'\nS data 'A\\n'\n";
        String second = "client 10.0.0.1:2\nhandshake\nC data 'second\\n'\nS data 'B\\n'\n";

        assertEquals(0, Chats.diff(first + second, second + first).differences());
        assertEquals(
                "1 → 0",
                DiffWords.streams(
                        Chats.diff(first + second, second + first).connections().get(1)));
    }

    @Test
    void connectionsOfOtherProtocolsAreNotPaired() throws IOException {
        assertEquals(
                List.of("only in A, with 3 messages", "only in B, with 7 pieces"),
                Chats.diff(
                                "handshake\n" + Chats.server("welcome to the chat") + Chats.server("enter name:")
                                        + Chats.server("hello X"),
                                SESSION)
                        .connections()
                        .stream()
                        .map(DiffWords::alone)
                        .toList());
    }
}
