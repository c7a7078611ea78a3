package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FirstDialectTest {
    static List<Arguments> everyLine() {
        return List.of(
                Arguments.of("welcome to the chat", new ServerLine.Welcome()),
                Arguments.of("enter name:", new ServerLine.Prompt()),
                Arguments.of("online: Emily,Ofir", new ServerLine.Online(List.of("Emily", "Ofir"))),
                Arguments.of("Ofir to Emily - hello", new ServerLine.Direct("Ofir", List.of("Emily"), "hello")),
                Arguments.of("request from Hodaya", new ServerLine.Request("Hodaya")),
                Arguments.of("chat with Emily", new ServerLine.Private("Emily")),
                Arguments.of("Ofir rejected", new ServerLine.Rejected("Ofir")),
                Arguments.of("Hodaya left", new ServerLine.Ended("Hodaya")),
                Arguments.of("left", new ServerLine.Ended(null)),
                Arguments.of("Tamar is offline", ServerLine.Error.notOnline(List.of("Tamar"))),
                Arguments.of("unknown command", ServerLine.Error.UNKNOWN_COMMAND),
                Arguments.of("Hodaya: a private hello", new ServerLine.Text("Hodaya", "a private hello")));
    }

    @ParameterizedTest
    @MethodSource("everyLine")
    void readsEveryLine(String line, ServerLine value) {
        assertEquals(value, FirstDialect.parse(line));
    }

    static List<Arguments> privateTextsThatSoundLikeAnotherLine() {
        return List.of(
                Arguments.of("Hodaya: left", "left"),
                Arguments.of("Hodaya: rejected", "rejected"),
                Arguments.of("Hodaya: is offline", "is offline"));
    }

    @ParameterizedTest
    @MethodSource("privateTextsThatSoundLikeAnotherLine")
    void privateTextStaysText(String line, String text) {
        assertEquals(new ServerLine.Text("Hodaya", text), FirstDialect.parse(line));
    }
}
