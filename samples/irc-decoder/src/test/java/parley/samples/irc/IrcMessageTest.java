package parley.samples.irc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IrcMessageTest {
    private static IrcMessage parse(String line) {
        return IrcMessage.parse(line).orElseThrow();
    }

    @Test
    void theLastParameterMayHaveSpaces() {
        assertEquals(
                new IrcMessage("Ofir!~ofir@host", "PRIVMSG", List.of("#lab", "good morning: everyone")),
                parse(":Ofir!~ofir@host PRIVMSG #lab :good morning: everyone"));
    }

    @Test
    void aLineNeedsNoPrefixAndNoParameters() {
        assertEquals(new IrcMessage("", "QUIT", List.of()), parse("QUIT"));
    }

    @Test
    void aCommandMayBeWrittenInSmallLetters() {
        assertEquals(new IrcMessage("", "JOIN", List.of("#lab")), parse("join #lab"));
    }

    @Test
    void spacesBetweenParametersCountOnce() {
        assertEquals(new IrcMessage("", "MODE", List.of("#lab", "+o", "Ofir")), parse("MODE  #lab   +o Ofir "));
    }

    @Test
    void tagsAreSkipped() {
        assertEquals(
                new IrcMessage("Ofir", "PRIVMSG", List.of("Emily", "hi")),
                parse("@time=2026-11-22T14:32:57.510Z;id=a :Ofir PRIVMSG Emily :hi"));
    }

    @Test
    void anEmptyLastParameterIsOne() {
        assertEquals(List.of("#lab", ""), parse("TOPIC #lab :").params());
    }

    @Test
    void theFifteenthParameterTakesTheRest() {
        List<String> params =
                parse("WHO 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16").params();
        assertEquals(15, params.size());
        assertEquals("15 16", params.getLast());
    }

    @Test
    void aParameterThatIsNotThereIsEmpty() {
        assertEquals("", parse("NICK").param(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ":", ":irc.example.net", "@tag", "GET / HTTP/1.1", "220 ready", "1234 x", "HELLO"})
    void whatIrcDoesNotKnowIsNoMessage(String line) {
        assertEquals(Optional.empty(), IrcMessage.parse(line));
    }

    @ParameterizedTest
    @CsvSource({
        ":Ofir!~ofir@host QUIT, Ofir",
        ":Ofir@host QUIT, Ofir",
        ":Ofir QUIT, Ofir",
        ":irc.example.net NOTICE, ''",
        "NOTICE, ''"
    })
    void aPrefixNamesAUserOrAServer(String line, String user) {
        assertEquals(user, parse(line).user());
    }

    @Test
    void numbersFrom400OnAreErrors() {
        assertFalse(parse(":irc.example.net 376 Ofir :End").isError());
        assertTrue(parse(":irc.example.net 433 * Ofir :in use").isError());
        assertTrue(parse("ERROR :Closing Link").isError());
    }
}
