package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.ClientLine.State;

class ClientLineTest {
    static List<Arguments> everyLine() {
        return List.of(
                Arguments.of(State.OPENING, "Ofir", new ClientLine.Name("Ofir")),
                Arguments.of(State.OPENING, "two words", new ClientLine.Name("two words")),
                Arguments.of(State.OPENING, "", new ClientLine.Name("")),
                Arguments.of(State.OPENING, "who", new ClientLine.Name("who")),
                Arguments.of(State.OPENING, "exit", new ClientLine.Exit()),
                Arguments.of(
                        State.LOBBY,
                        "Ofir to Emily - can you see it?",
                        new ClientLine.Direct("Ofir", List.of("Emily"), "can you see it?")),
                Arguments.of(
                        State.LOBBY,
                        "Ofir to Roony, Hodaya - at nine - or ten",
                        new ClientLine.Direct("Ofir", List.of("Roony", "Hodaya"), "at nine - or ten")),
                Arguments.of(State.LOBBY, "A to B - ", new ClientLine.Direct("A", List.of("B"), "")),
                Arguments.of(State.LOBBY, "Emily", new ClientLine.Ask("Emily")),
                Arguments.of(State.LOBBY, "accept", new ClientLine.Accept(null)),
                Arguments.of(State.LOBBY, "accept Hodaya", new ClientLine.Accept("Hodaya")),
                Arguments.of(State.LOBBY, "reject", new ClientLine.Reject(null)),
                Arguments.of(State.LOBBY, "reject Roony", new ClientLine.Reject("Roony")),
                Arguments.of(State.LOBBY, "who", new ClientLine.Who(null)),
                Arguments.of(State.LOBBY, "who Ho", new ClientLine.Who("Ho")),
                Arguments.of(State.LOBBY, "help", new ClientLine.Help()),
                Arguments.of(State.LOBBY, "leave", new ClientLine.Leave()),
                Arguments.of(State.LOBBY, "exit", new ClientLine.Exit()),
                Arguments.of(State.PRIVATE, "leave", new ClientLine.Leave()),
                Arguments.of(State.PRIVATE, "exit", new ClientLine.Exit()),
                Arguments.of(State.PRIVATE, "accept", new ClientLine.Text("accept")),
                Arguments.of(State.PRIVATE, "Ofir to Emily - hi", new ClientLine.Text("Ofir to Emily - hi")),
                Arguments.of(State.PRIVATE, "", new ClientLine.Text("")));
    }

    @ParameterizedTest
    @MethodSource("everyLine")
    void readsAndFormatsEveryLine(State state, String line, ClientLine value) {
        assertEquals(value, ClientLine.parse(line, state));
        assertEquals(line, value.format());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "good morning all",
                "accept ",
                "who a b",
                "A to B",
                "A to B -x",
                "A to  - x",
                "A to B,, C - x",
                "A to B C - x",
                " to B - x",
                "A B to C - x"
            })
    void whatIsNoLineOfTheLobbyIsUnknown(String line) {
        assertEquals(new ClientLine.Unknown(line), ClientLine.parse(line, State.LOBBY));
    }

    @Test
    void spaceBetweenRecipientsIsOptional() {
        assertEquals(new ClientLine.Direct("A", List.of("B", "C"), "x"), ClientLine.parse("A to B,C - x", State.LOBBY));
    }
}
