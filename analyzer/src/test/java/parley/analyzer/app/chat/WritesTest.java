package parley.analyzer.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parley.analyzer.app.chat.ChatScripts.WELCOME;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.DecodedMessage.Boundary;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.RecordedMessages;

/** Lines of clients of the first server, which end them by nothing. */
class WritesTest {
    private static final Path LOSSY = Path.of("src/test/resources/captures/own/lossy-1.pcapng");
    private static final String OFIR = WELCOME + "C data 'Ofir'\nS data 'online: Emily,Ofir\\n'\n";
    private static final String LONG = "x".repeat(600);

    private static List<String> said(String script) {
        return lines(RecordedMessages.of(OFIR + script))
                .skip(1)
                .map(WritesTest::line)
                .toList();
    }

    private static Stream<Message> lines(RecordedMessages chat) {
        return chat.decoded().stream().filter(message -> message.direction() == Direction.CLIENT);
    }

    private static String line(Message message) {
        return message.kind() + " " + message.text().replaceAll("x{9,}", "x…") + " "
                + message.decoded().boundary();
    }

    @Test
    void segmentsWithoutPshAndTheOneWithItAreALine() {
        assertEquals(
                List.of("direct x…end SEGMENT", "direct hi SEGMENT"),
                said("C ACK data 'Ofir to Emily - " + LONG + "'\nC ACK data '" + LONG + "'\nC data 'end'\n"
                        + "C data 'Ofir to Emily - hi'\n"));
    }

    @Test
    void aCharacterMayLieInTwoSegments() {
        assertEquals(
                List.of("direct x…ש SEGMENT"),
                said("C ACK data 'Ofir to Emily - " + LONG + "\\xd7'\nC data '\\xa9'\n"));
    }

    @Test
    void whatWasLostOfAWriteIsWaitedFor() {
        assertEquals(
                List.of("direct x…end SEGMENT", "direct hi SEGMENT"),
                said("C ACK data 'Ofir to Emily - " + LONG + "'\nS ACK\nC data 'end'\nlose\n"
                        + "C data 'Ofir to Emily - hi'\nat +300ms\nC data 'end' seq=621\n"));
    }

    @Test
    void aFullSegmentWithPshGoesOnUnlessALineBeginsBehindIt() {
        String full = "C ACK data '" + LONG + "'\nC data 'end'\n";
        String pushed = "C data 'Ofir to Emily - " + LONG + "'\n";
        assertEquals(
                List.of("direct x…end SEGMENT", "direct x… of it GUESSED", "direct x… GUESSED", "direct hi SEGMENT"),
                said("C ACK data 'Ofir to Emily - " + LONG + "'\n" + full + pushed + "C data ' of it'\n" + pushed
                        + "C data 'Ofir to Emily - hi'\n"));
    }

    @Test
    void aFullSegmentWithPshIsALineAfterASecond() {
        assertEquals(
                List.of("direct x…end SEGMENT", "direct x… GUESSED", "request Emily SEGMENT"),
                said("C ACK data 'Ofir to Emily - " + LONG + "'\nC ACK data '" + LONG + "'\nC data 'end'\n"
                        + "C data 'Ofir to Emily - " + LONG + "'\nat +1s\nC data 'Emily'\n"));
    }

    @Test
    void aClientThatNeverSetsPshEndsItsLinesByPausing() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C ACK data 'Ofir'
                S data 'online: Emily,Ofir\\n'
                at +200ms
                C ACK data 'Ofir to Emily - hi'
                at +200ms
                C ACK data 'exit'
                """);
        assertEquals(
                List.of("name Ofir GUESSED", "direct hi GUESSED", "exit exit SEGMENT"),
                lines(chat).map(WritesTest::line).toList());
    }

    @Test
    void whatTheSenderPutIntoOneSegmentIsCutWhereAnotherMessageOfItsUserBegins() {
        assertEquals(
                List.of("direct hi GUESSED", "direct there SEGMENT"),
                said("C data 'Ofir to Emily - hiOfir to Emily, Roony - there'\n"));
        assertEquals(
                List.of("direct he wrote Ofir to Emily - hi SEGMENT"),
                said("C data 'Ofir to Emily - he wrote Ofir to Emily - hi'\n"));
        assertEquals(
                List.of("direct hiRoony to Emily - there SEGMENT"),
                said("C data 'Ofir to Emily - hiRoony to Emily - there'\n"));
    }

    /** Two were sent as one segment, one in three of which the second has PSH; five in all in more than one. */
    @Test
    void aLossySessionHasTheMessagesThatItsClientsWrote() throws IOException {
        RecordedMessages chat;
        try (PacketSource source = CaptureFile.open(LOSSY)) {
            chat = RecordedMessages.of(source, AnalysisOptions.DEFAULT);
        }
        List<Message> direct =
                lines(chat).filter(message -> message.kind().equals("direct")).toList();
        assertEquals(120, direct.size());
        assertEquals(
                81,
                direct.stream()
                        .filter(message -> message.recipients().size() > 1)
                        .count());
        assertEquals(
                0,
                lines(chat).filter(message -> message.kind().equals("unknown")).count());
        assertEquals(
                List.of("421-421 GUESSED", "670-717 GUESSED"),
                lines(chat)
                        .filter(message -> message.decoded().boundary() == Boundary.GUESSED)
                        .map(message -> message.first().frame() + "-"
                                + message.last().frame() + " "
                                + message.decoded().boundary())
                        .toList());
        assertEquals(
                List.of("281-283", "454-456", "599-601", "661-679", "670-717"),
                lines(chat)
                        .filter(message ->
                                message.first().frame() != message.last().frame())
                        .map(message ->
                                message.first().frame() + "-" + message.last().frame())
                        .toList());
    }

    @Test
    void aWriteThatIsLongerThanAnyLineIsNamedByItsLength() {
        assertEquals(
                List.of("unknown (a line of 66003 octets) SEGMENT", "direct hi SEGMENT"),
                said(("C ACK data '" + "x".repeat(6_000) + "'\n").repeat(11) + "C data 'end'\n"
                        + "C data 'Ofir to Emily - hi'\n"));
    }
}
