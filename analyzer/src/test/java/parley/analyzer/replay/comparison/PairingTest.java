package parley.analyzer.replay.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.analyzer.app.DecodedMessage;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.recording.Piece;

/** Lines are {@code KIND TEXT} of the server, or {@code KIND SENDER>RECIPIENTS TEXT} of a user; / stands between them. */
class PairingTest {
    private static final String CHAT = "CHAT";
    private static final Pattern LINE = Pattern.compile("(\\w+) (?:(\\w+)>(\\S+) )?(.*)");

    private static List<Piece> pieces(@Nullable String lines) {
        List<Piece> pieces = new ArrayList<>();
        for (String line : lines == null || lines.isEmpty() ? new String[0] : lines.split(" / ")) {
            Matcher matcher = LINE.matcher(line.strip());
            assertTrue(matcher.matches(), line);
            boolean ofUser = matcher.group(2) != null;
            int id = pieces.size();
            DecodedMessage said = new DecodedMessage(
                    Direction.SERVER,
                    matcher.group(1),
                    ofUser ? matcher.group(2) : DecodedMessage.SERVER,
                    ofUser ? List.of(matcher.group(3).split(",")) : List.of(),
                    matcher.group(4),
                    id,
                    id + 1,
                    0);
            pieces.add(new Piece(id, Direction.SERVER, id + 1, id, id, id + 1, new byte[1], said, -1));
        }
        return pieces;
    }

    private static Pairing pairing(@Nullable String expected, Rules rules, Renames renames) {
        return new Pairing(
                new Likeness(Rules.of(CHAT).and(rules), renames),
                pieces(expected),
                piece -> piece.said().sender(),
                false);
    }

    private static List<String> verdicts(
            @Nullable String expected, @Nullable String actual, Rules rules, Renames renames) {
        Pairing pairing = pairing(expected, rules, renames);
        pieces(actual).forEach(pairing::received);
        return pairing.conclude(Long.MAX_VALUE, false).stream()
                .filter(answer -> answer.verdict() != Verdict.EQUAL)
                .map(PairingTest::words)
                .toList();
    }

    private static List<String> kinds(List<Piece> pieces) {
        return pieces.stream().map(piece -> piece.said().kind()).toList();
    }

    private static String words(Answer answer) {
        Piece about = answer.expected() == null ? answer.actual() : answer.expected();
        return answer.verdict() + (about == null ? "" : " " + about.said().text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    hello hello A / online online: A | hello hello A / online online: A | -
                    hello hello A                    | -                                | missing hello A
                    -                                | hello hello A                    | unexpected hello A
                    error error: x                   | error error: y                   | different error: x
                    direct A>B hi                    | direct A>C hi                    | different hi
                    direct A>B hi                    | direct A>B ho                    | different hi
                    direct A>B hi                    | direct C>B hi                    | missing hi; unexpected hi
                    direct A>B 1 / direct A>B 2      | direct A>B 2 / direct A>B 1      | out of order 1
                    direct A>B 1 / direct C>B 2      | direct C>B 2 / direct A>B 1      | -
                    direct A>B 1 / direct A>B 1      | direct A>B 1                     | missing 1
                    direct A>B 1                     | direct A>B 1 / direct A>B 1      | unexpected 1
                    hello hello A / online online: A | online online: A / hello hello A | out of order hello A
                    joined joined: A, B              | joined joined: B / joined joined: A | -
                    joined joined: A / left left: B  | left left: B / joined joined: A  | -
                    joined joined: A / left left: B  | joined joined: A                 | missing left: B
                    left left: A / left left: B      | left left: A, B, C               | unexpected left: C
                    presence presence: off, 7 online / hello hello A | hello hello A / presence presence: off, 7 online | -
                    """)
    void aTableOfCases(@Nullable String expected, @Nullable String actual, @Nullable String verdicts) {
        assertEquals(
                verdicts == null ? List.of() : List.of(verdicts.split("; ")),
                verdicts(expected, actual, Rules.NONE, Renames.NONE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    hello: hello {name} may be added        | -                  | hello hello A      | allowed hello A
                    hello: hello {name} may be added        | -                  | hello welcome A    | unexpected welcome A
                    hello: hello {name} may be missing      | hello hello A      | -                  | allowed hello A
                    private: chat with {name} -> private with {name} | private chat with A | private private with A | allowed chat with A
                    private: chat with {name} -> private with {name} | private chat with A | private private with B | different chat with A
                    online: online: {names} -> online: {names}       | online online: A,B  | online online: B, A    | allowed online: A,B
                    online: online: {names} -> online: {names}       | online online: A,B  | online online: A, C    | different online: A,B
                    menu: port {port} may differ            | menu port 80       | menu port 8080     | allowed port 80
                    menu: at {time} may differ              | menu at 10:00:01   | menu at 11:30      | allowed at 10:00:01
                    menu: {name} has {number} may differ    | menu A has 1       | menu B has 1       | different A has 1
                    menu: {number} comes in any order       | menu 1 / menu x    | menu x / menu 1    | -
                    """)
    void rulesLetDiffer(String rule, @Nullable String expected, @Nullable String actual, @Nullable String verdicts)
            throws IOException {
        assertEquals(
                verdicts == null ? List.of() : List.of(verdicts.split("; ")),
                verdicts(expected, actual, Rules.parse("rules", rule), Renames.NONE));
    }

    /** Even a protocol that has a kind of its own for it. */
    @Test
    void noRuleIsAboutWhatAUserSays() throws IOException {
        Rules rules = Rules.parse(
                "rules",
                "privmsg: {name} may be missing\nprivmsg: {name} may be added\n"
                        + "privmsg: {name} -> {name} {number}");

        assertEquals(
                List.of("missing hi", "unexpected ho"),
                verdicts("privmsg A>B hi", "privmsg C>B ho", rules, Renames.NONE));
        assertEquals(List.of("different hi"), verdicts("privmsg A>B hi", "privmsg A>B hi 1", rules, Renames.NONE));
    }

    @Test
    void renamedUsersAreThoseOthersAndTheirWordsStay() {
        Renames renames = new Renames(Map.of("A", "Z"));

        assertEquals(
                List.of("allowed online: Z, B"),
                verdicts(
                        "hello hello A / online online: A, B / direct A>B I am A",
                        "hello hello Z / online online: B, Z / direct Z>B I am A",
                        Rules.NONE,
                        renames));
    }

    @Test
    void whatIsAwaitedIsOutstandingUntilItsLikeHasCome() {
        Pairing pairing = pairing("private chat with A / direct A>B hi / joined joined: C", Rules.NONE, Renames.NONE);
        List<Piece> expected = pieces("private chat with A / direct A>B hi / joined joined: C");
        assertEquals(List.of(), kinds(pairing.outstanding()));

        expected.forEach(pairing::await);
        assertEquals(List.of("private", "direct", "joined"), kinds(pairing.outstanding()));
        pieces("private private with A").forEach(pairing::received);
        assertEquals(List.of("direct", "joined"), kinds(pairing.outstanding()));
        pieces("direct A>B hi").forEach(pairing::received);
        assertEquals(List.of("joined"), kinds(pairing.outstanding()));
        pairing.giveUp();

        assertEquals(List.of(), kinds(pairing.outstanding()));
        pieces("joined joined: C").forEach(pairing::received);
        assertEquals(
                List.of(Verdict.DIFFERENT, Verdict.EQUAL, Verdict.LATE),
                pairing.conclude(Long.MAX_VALUE, false).stream()
                        .map(Answer::verdict)
                        .toList());
    }

    @Test
    void newsMayReachWhoIsLeavingOrNot() {
        List<Piece> expected = pieces("left left: A");
        Pairing excused = pairing("left left: A", Rules.NONE, Renames.NONE);
        expected.forEach(excused::excuse);
        assertTrue(excused.conclude(Long.MAX_VALUE, false).getFirst().verdict().isFine());

        Pairing told = pairing("", Rules.NONE, Renames.NONE);
        expected.forEach(told::received);
        assertTrue(told.conclude(0, false).getFirst().verdict().isFine());
        assertFalse(told.conclude(1, false).getFirst().verdict().isFine());
    }

    @Test
    void whereOneAloneIsHeardWhateverComesIsInPlaceOfWhatShould() {
        Pairing pairing = new Pairing(
                new Likeness(Rules.NONE, Renames.NONE),
                pieces("direct A>B hi / who who / exit exit"),
                piece -> "A",
                true);
        for (Piece piece : pieces("direct A>B hi / who who / exit exit")) {
            pairing.await(piece);
        }

        for (Piece piece : pieces("help help / direct A>B hi")) {
            pairing.received(piece);
        }
        assertEquals(List.of("who", "exit"), kinds(pairing.outstanding()));

        pairing.received(pieces("accept accept").getFirst());
        assertEquals(List.of("exit"), kinds(pairing.outstanding()));
        assertEquals("who", pairing.next().orElseThrow().said().text());
    }

    @Test
    void ofWhatWasEndedBeforeItsEndNothingIsMissingThatWasNotGivenUp() {
        Pairing pairing = pairing("hello hello A / online online: A / menu menu: x", Rules.NONE, Renames.NONE);
        List<Piece> expected = pieces("hello hello A / online online: A / menu menu: x");
        pairing.await(expected.getFirst());
        pairing.giveUp();
        pairing.await(expected.get(1));
        pairing.received(expected.get(1));
        pairing.await(expected.get(2));

        assertEquals(
                List.of(Verdict.MISSING, Verdict.EQUAL),
                pairing.conclude(Long.MAX_VALUE, true).stream()
                        .map(Answer::verdict)
                        .toList());
    }
}
