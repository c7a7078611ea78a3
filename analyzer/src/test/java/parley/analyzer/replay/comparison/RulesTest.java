package parley.analyzer.replay.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    direct: hi may be missing               | no rule can be about 'direct': what users say may not differ
                    text: hi -> ho                          | no rule can be about 'text': what users say may not differ
                    private: with {name} -> with            | names may not differ: both wordings must have the same {name} and {names}, in the same order
                    private: with -> with {name}            | names may not differ: both wordings must have the same {name} and {names}, in the same order
                    error: {name} {names} -> {names} {name} | names may not differ: both wordings must have the same {name} and {names}, in the same order
                    menu: {name} may differ                 | what may differ is a {number}, a {time} or a {port}: there is none
                    joined: {names} {number} may be gathered | what may be gathered is {names}, and nothing else with it
                    hello: {text} may be added              | there is no {text}: there are [{name}, {names}, {number}, {time}, {port}]
                    hello {name}                            | a rule begins with the kind of message and a colon, as in 'hello: hello {name} may be added'
                    *: {name} may be added                  | a rule begins with the kind of message and a colon, as in 'hello: hello {name} may be added'
                    hello: hello {name}                     | a rule ends with what may be otherwise: '-> WORDING', 'may differ', 'may be missing', 'may be added', 'comes in any order', 'may be gathered'
                    octets: /x/                             | a rule about octets is 'octets: /REGEX/ may differ'
                    octets: x may differ                    | a rule about octets is 'octets: /REGEX/ may differ'
                    octets: // may differ                   | a rule about octets is 'octets: /REGEX/ may differ'
                    octets: /x*/ may differ                 | /x*/ fits where there is nothing; let it fit something
                    octets: /(x/ may differ                 | /(x/ is no regular expression: Unclosed group at 2
                    """)
    void whatIsNoRuleIsRefusedWithItsLine(String rule, String why) {
        IOException refused =
                assertThrows(IOException.class, () -> Rules.parse("my.rules", "# a comment\n\n" + rule + "\n"));

        assertEquals("my.rules, line 3: " + why, refused.getMessage());
    }

    @Test
    void commentsAndEmptyLinesAreNoRules() throws IOException {
        assertEquals("", Rules.parse("rules", "# nothing\n\n   \n").toString());
    }
}
