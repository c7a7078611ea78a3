package parley.analyzer.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parley.analyzer.app.chat.ChatScripts.EMILY;
import static parley.analyzer.app.chat.ChatScripts.OFIR;
import static parley.analyzer.app.chat.ChatScripts.OFIR_AND_EMILY;
import static parley.analyzer.app.chat.ChatScripts.WELCOME;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.Message;
import parley.analyzer.testing.RecordedMessages;
import parley.protocol.ChatLimits;

class FramingTest {
    private static final long PAUSE_MILLIS = ChatLimits.UNTERMINATED_PAUSE.toMillis();
    private static final String PAUSE = "at +" + PAUSE_MILLIS + "ms\n";
    private static final String NO_PAUSE = "at +" + (PAUSE_MILLIS - 1) + "ms\n";

    @Test
    void aClientWithoutLfEndsItsLinesByPausing() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'Ofir'
                S ACK
                """ + PAUSE + "S data 'hello Ofir\\n'\nC data 'wh'\n"
                + NO_PAUSE + "C data 'o'\n" + PAUSE + """
                S data 'online: Ofir\\n'
                C data 'exit'
                """);
        assertEquals(
                List.of(
                        "0 client name Ofir > server: Ofir",
                        "0 server hello server > Ofir: hello Ofir",
                        "0 client who Ofir > server: who",
                        "0 server online server > Ofir: online: Ofir",
                        "0 client exit Ofir > server: exit"),
                chat.linesFrom("client name"));
        Message who = chat.message("0 client who Ofir > server: who");
        assertEquals(11, who.first().frame());
        assertEquals(12, who.last().frame());
    }

    @Test
    void aPauseEndsNothingOnceAClientHasSentAnLf() {
        RecordedMessages chat = RecordedMessages.of(
                WELCOME + "C data 'Ofir\\n'\nS data 'hello Ofir\\n'\nC data 'wh'\n" + PAUSE + "C data 'o\\n'\n");
        assertEquals("0 client who Ofir > server: who", chat.lines().getLast());
    }

    @Test
    void anotherConnectionsPacketTellsThatThePauseIsOver() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY
                        .replace("'Emily\\n'", "'Emily'")
                        .replace("S data 'hello Emily", PAUSE + "S data 'hello Emily")
                + "C data 'Emily to Ofir - hi'\nS ACK\n" + PAUSE + OFIR + "S data 'Emily to Ofir - hi\\n'\nC ACK\n");
        assertEquals(
                List.of("1 client direct Emily > Ofir: hi", "0 server direct Emily > Ofir: hi"),
                chat.linesFrom("client direct"));
        assertEquals("1 client direct Emily > Ofir: hi", chat.forwardedBy("0 server direct Emily > Ofir: hi"));
        Message sent = chat.message("1 client direct Emily > Ofir: hi");
        assertEquals(sent.last().frame() + 1, sent.ackFrame());
        assertEquals(1_000_000, sent.ackDelayNanos());
    }

    @Test
    void aMessageMayComeInThreeSegments() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Emily to '
                C data 'Ofir - '
                C data 'hi\\n'
                S ACK
                """);
        Message message = chat.message("1 client direct Emily > Ofir: hi");
        assertEquals(List.of(23L, 25L, 26L), frames(message));
        assertEquals(7, message.first().sequence());
        assertEquals(23, message.last().sequence());
        assertEquals(19, message.bytes());
    }

    @Test
    void threeMessagesMayComeInOneSegment() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'who\\nEmily to Ofir - hi\\r\\nhelp\\n'
                S ACK
                """);
        assertEquals(
                List.of(
                        "1 client who Emily > server: who",
                        "1 client direct Emily > Ofir: hi",
                        "1 client help Emily > server: help"),
                chat.linesFrom("client who"));
        for (Message message :
                chat.settled().subList(chat.settled().size() - 3, chat.settled().size())) {
            assertEquals(List.of(23L, 23L, 24L), frames(message));
        }
    }

    @Test
    void aRetransmittedSegmentIsOneMessage() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Emily to Ofir - hi\\n'
                at +200ms
                C again
                S ACK
                C data 'who\\n'
                """);
        assertEquals(
                List.of("1 client direct Emily > Ofir: hi", "1 client who Emily > server: who"),
                chat.linesFrom("client direct"));
        assertEquals(List.of(23L, 23L, 25L), frames(chat.message("1 client direct Emily > Ofir: hi")));
    }

    @Test
    void reorderedSegmentsComeOutInOrder() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Emily to Ofir - '
                C data 'hi\\n'
                reorder
                S ACK
                """);
        Message message = chat.message("1 client direct Emily > Ofir: hi");
        assertEquals(List.of(23L, 24L, 25L), frames(message));
    }

    @Test
    void aGapLeavesFragmentsAndLaterLinesAreRight() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Emily to Ofir - o'
                C data 'ne\\nEmily to'
                unseen
                S ACK
                C data ' Ofir - two\\nEmily to Ofir - three\\n'
                S ACK
                S data 'error: not'
                S data ' online: '
                unseen
                C ACK
                S data 'Roony\\nleft: Ofir\\n'
                C ACK
                """);
        assertEquals(
                List.of(
                        "1 client unknown Emily > : Emily to Ofir - o",
                        "1 client unknown Emily > :  Ofir - two",
                        "1 client direct Emily > Ofir: three",
                        "1 server unknown server > : error: not",
                        "1 server unknown server > : Roony",
                        "1 server left server > Emily: left: Ofir"),
                chat.linesFrom("client unknown"));
    }

    @Test
    void aGapAtTheVeryBeginningShiftsNoFrames() {
        RecordedMessages chat = RecordedMessages.of("""
                handshake
                S data 'welcome to the chat\\n'
                unseen
                C ACK
                S data 'enter name:\\nhello Ofir\\n'
                C ACK
                S data 'joined: Emily\\n'
                C ACK
                """);
        assertEquals(
                List.of(
                        "0 server unknown server > : enter name:",
                        "0 server hello server > Ofir: hello Ofir",
                        "0 server joined server > Ofir: joined: Emily"),
                chat.lines());
        assertEquals(List.of(5L, 5L, 6L), frames(chat.settled().get(1)));
        assertEquals(List.of(7L, 7L, 8L), frames(chat.settled().get(2)));
    }

    @Test
    void aLostSegmentOfTheFirstServersClientLeavesTheNextOneWhole() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'Ofir'
                S data 'online: Ofir\\n'
                C data 'accept'
                unseen
                S ACK
                C data 'Ofir to Emily - hi'
                S ACK
                """);
        assertEquals("0 client direct Ofir > Emily: hi", chat.lines().getLast());
    }

    @Test
    void whatIsNotTextIsUnknown() {
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + """
                C data 'Emily to Ofir - \\xff\\xfe\\n'
                S data 'error: not UTF-8\\n'
                C data 'Emily to Ofir - \\x1b[2J\\n'
                S data 'error: control characters are not allowed\\n'
                S data 'Ofir to Emily - \\x07\\n'
                C data 'Emily to Ofir - a\\tb\\n'
                """);
        assertEquals(
                List.of(
                        "1 client unknown Emily > : Emily to Ofir - \ufffd\ufffd",
                        "1 server error server > Emily: error: not UTF-8",
                        "1 client unknown Emily > : Emily to Ofir - \u001b[2J",
                        "1 server error server > Emily: error: control characters are not allowed",
                        "1 server unknown server > : Ofir to Emily - \u0007",
                        "1 client direct Emily > Ofir: a\tb"),
                chat.linesFrom("client unknown"));
    }

    @Test
    void aLineThatTheServerFindsTooLongIsShown() {
        String text = "x".repeat(ChatLimits.LINE_BYTES);
        RecordedMessages chat = RecordedMessages.of(OFIR_AND_EMILY + "C data 'Emily to Ofir - " + text + """
                \\n'
                S data 'error: line too long (4096 bytes at most)\\n'
                """);
        assertEquals(
                List.of(
                        "1 client direct Emily > Ofir: " + text,
                        "1 server error server > Emily: error: line too long (4096 bytes at most)"),
                chat.linesFrom("client direct"));
    }

    @Test
    void aLineBeyondAllMeasureIsNamedByItsLength() {
        String text = "x".repeat(60_000);
        RecordedMessages chat = RecordedMessages.of(
                OFIR_AND_EMILY + "C data '" + text + "'\nC data '" + text + "\\n'\nC data 'who\\n'\n");
        assertEquals(
                List.of("1 client unknown Emily > : (a line of 120001 octets)", "1 client who Emily > server: who"),
                chat.linesFrom("client unknown"));
    }

    @Test
    void openLinesAreGivenOutWhereTheCaptureEnds() {
        RecordedMessages chat =
                RecordedMessages.of(OFIR_AND_EMILY + "C data 'who'\nS data 'online: Emily, O'\n" + EMILY);
        assertEquals(
                List.of("1 client who Emily > server: who", "1 server online server > Emily: online: Emily, O"),
                chat.linesFrom("client who"));
        assertEquals(0, chat.settled().getLast().ackFrame());
    }

    @Test
    void openLinesThatComeAfterAResetAreGivenOut() {
        RecordedMessages chat =
                RecordedMessages.of(OFIR_AND_EMILY + "C RST\nC data 'who'\nS data 'online: Emily, O'\n");
        assertEquals(
                List.of("1 server online server > Emily: online: Emily, O", "1 client who Emily > server: who"),
                chat.lines().subList(chat.lines().size() - 2, chat.lines().size()));
    }

    @Test
    void aLineAfterACloseHoldsNothingBackWhereThePortsAreUsedAgainAtOnce() {
        String named = WELCOME + "C data 'Ofir'\n" + PAUSE + "S data 'hello Ofir\\n'\nC ACK\n";
        RecordedMessages chat = RecordedMessages.of(named + "C FIN\nC data 'who' seq=5\nisn C 99999\nisn S 77777\n"
                + named + "C data 'exit'\n" + PAUSE + "S ACK\n");
        assertEquals(
                List.of("0 client who Ofir > server: who", "1 server welcome server > : welcome to the chat"),
                chat.linesFrom("client who").subList(0, 2));
        assertEquals(chat.decoded().size(), chat.settled().size());
    }

    private static List<Long> frames(Message message) {
        return List.of(message.first().frame(), message.last().frame(), message.ackFrame());
    }
}
