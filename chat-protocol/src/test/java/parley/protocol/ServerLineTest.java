package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerLineTest {
    static List<Arguments> everyLine() {
        return List.of(
                Arguments.of("welcome to the chat", new ServerLine.Welcome()),
                Arguments.of("enter name:", new ServerLine.Prompt()),
                Arguments.of("hello Ofir", new ServerLine.Hello("Ofir")),
                Arguments.of("online: A", new ServerLine.Online(List.of("A"))),
                Arguments.of("online: A, B, C", new ServerLine.Online(List.of("A", "B", "C"))),
                Arguments.of("online:", new ServerLine.Online(List.of())),
                Arguments.of("online+: D, E", new ServerLine.OnlineMore(List.of("D", "E"))),
                Arguments.of("joined: A, B", new ServerLine.Joined(List.of("A", "B"))),
                Arguments.of("left: A, B", new ServerLine.Left(List.of("A", "B"))),
                Arguments.of("presence: off, 1001 online", new ServerLine.PresenceOff(1001)),
                Arguments.of("presence: on", new ServerLine.PresenceOn()),
                Arguments.of("A to B, C - hi: there", new ServerLine.Direct("A", List.of("B", "C"), "hi: there")),
                Arguments.of("requested B", new ServerLine.Requested("B")),
                Arguments.of("request from A", new ServerLine.Request("A")),
                Arguments.of("private with X", new ServerLine.Private("X")),
                Arguments.of("rejected by B", new ServerLine.Rejected("B")),
                Arguments.of("A: to B - not a message", new ServerLine.Text("A", "to B - not a message")),
                Arguments.of("A: ", new ServerLine.Text("A", "")),
                Arguments.of("ended by A", new ServerLine.Ended("A")),
                Arguments.of("ended", new ServerLine.Ended(null)),
                Arguments.of(
                        "menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit",
                        ServerLine.Menu.STANDARD),
                Arguments.of("error: unknown command", ServerLine.Error.UNKNOWN_COMMAND),
                Arguments.of("error: that is you", ServerLine.Error.THAT_IS_YOU),
                Arguments.of("error: no request to answer", ServerLine.Error.NO_REQUEST),
                Arguments.of("error: not UTF-8", ServerLine.Error.NOT_UTF_8),
                Arguments.of("error: line too long (4096 bytes at most)", ServerLine.Error.LINE_TOO_LONG),
                Arguments.of("error: not online: X, Y", ServerLine.Error.notOnline(List.of("X", "Y"))),
                Arguments.of("error: too much waits for X, Y", ServerLine.Error.tooMuchWaits(List.of("X", "Y"))),
                Arguments.of("error: too many requests wait for X", ServerLine.Error.tooManyRequests("X")),
                Arguments.of("error: X is busy", ServerLine.Error.busy("X")),
                Arguments.of("error: X is taken", ServerLine.Error.taken("X")),
                Arguments.of("error: you are X not Y", ServerLine.Error.notYou("X", "Y")),
                Arguments.of("error: no name given", ServerLine.Error.NO_NAME),
                Arguments.of("error: idle", ServerLine.Error.IDLE),
                Arguments.of("error: too slow", ServerLine.Error.TOO_SLOW),
                Arguments.of("error: server full", ServerLine.Error.SERVER_FULL),
                Arguments.of("goodbye", new ServerLine.Goodbye()),
                Arguments.of("server closing", new ServerLine.Closing()));
    }

    @ParameterizedTest
    @MethodSource("everyLine")
    void readsAndFormatsEveryLine(String line, ServerLine value) {
        assertEquals(value, ServerLine.parse(line));
        assertEquals(line, value.format());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "hello two words",
                "online: A,,B",
                "request by A",
                "private with",
                "ended by",
                "presence: off",
                "presence: off, -1 online",
                "presence: off, 12345678901 online",
                "A B C",
                ": text"
            })
    void whatIsNoLineIsUnknown(String line) {
        assertEquals(new ServerLine.Unknown(line), ServerLine.parse(line));
        assertEquals(line, ServerLine.parse(line).format());
    }

    @Test
    void theWelcomeIsTwentyBytes() {
        assertEquals(20, LineText.encode(new ServerLine.Welcome().format()).length);
    }

    @Test
    void nobodyOnlineIsStillALine() {
        assertEquals(List.of(new ServerLine.Online(List.of())), ServerLine.online(List.of()));
    }

    @Test
    void aListLongerThanALineGoesOn() {
        List<String> names = IntStream.range(0, 2000).mapToObj(i -> "user" + i).toList();
        List<ServerLine> lines = ServerLine.online(names);
        assertTrue(lines.size() > 2);
        List<String> listed = new ArrayList<>(
                assertInstanceOf(ServerLine.Online.class, lines.getFirst()).names());
        for (ServerLine line : lines.subList(1, lines.size())) {
            listed.addAll(assertInstanceOf(ServerLine.OnlineMore.class, line).names());
        }
        assertEquals(names, listed);
        for (ServerLine line : lines) {
            assertTrue(LineText.encode(line.format()).length <= ChatLimits.LINE_BYTES);
            assertEquals(line, ServerLine.parse(line.format()));
        }
    }

    @Test
    void whatAnErrorAnswersIsToldByItsReason() {
        for (ServerLine.Error error : List.of(
                ServerLine.Error.NO_NAME,
                ServerLine.Error.taken("Dana"),
                new ServerLine.Error(Names.refusal("who").orElseThrow()),
                new ServerLine.Error(Names.refusal("no name").orElseThrow()))) {
            assertTrue(error.refusesName() && !error.answersCommand(), error::format);
        }
        for (ServerLine.Error error : List.of(
                ServerLine.Error.NO_REQUEST,
                ServerLine.Error.notOnline(List.of("Dana")),
                ServerLine.Error.busy("Dana"))) {
            assertTrue(error.answersCommand() && !error.refusesName(), error::format);
        }
        assertEquals("Ofir", ServerLine.Error.notYou("Ofir", "Roony").refusedSpeaker());
        assertEquals("", ServerLine.Error.NO_NAME.refusedSpeaker());
    }
}
