package parley.analyzer.replay.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

class RecordedConversationTest {
    private static RecordedConversation recording(String script) throws IOException {
        return RecordedConversation.read(TcpScript.parse(script).source(), AnalysisOptions.DEFAULT)
                .recording();
    }

    /** {@code 4 SENT one}: frame, what, octets. */
    private static List<String> events(String script) throws IOException {
        return recording(script).events().stream()
                .map(event -> event.frame() + " " + event.what() + said(event.piece()))
                .toList();
    }

    private static String said(@Nullable Piece piece) {
        return piece == null ? "" : " " + new String(piece.octets(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void whatHappenedIsInTheOrderOfTheCapture() throws IOException {
        assertEquals(
                List.of(
                        "1 OPENED",
                        "4 RECEIVED ready",
                        "5 SENT one",
                        "6 RECEIVED two",
                        "7 CLIENT_CLOSED",
                        "8 SERVER_CLOSED"),
                events("""
                        handshake
                        S data 'ready\\n'
                        C data 'one\\n'
                        S data 'two\\n'
                        close
                        """));
    }

    @Test
    void whatALossHeldUpHasHappenedWithWhatFilledIt() throws IOException {
        assertEquals(List.of("1 OPENED", "5 SENT one", "5 SENT two", "6 RECEIVED ready"), events("""
                        handshake
                        C data 'one\\n'
                        lose
                        at +10ms
                        C data 'two\\n'
                        at +200ms
                        C data 'one\\n' seq=1
                        S data 'ready\\n'
                        """));
    }

    /** The capture has it twice, the server only from the second time on. */
    @Test
    void whatComesAgainBeforeItIsAcknowledgedHadNotArrived() throws IOException {
        assertEquals(List.of("1 OPENED", "6 SENT one", "6 SENT two"), events("""
                        handshake
                        C data 'one\\n'
                        at +10ms
                        C data 'two\\n'
                        at +200ms
                        C data 'one\\n' seq=1
                        """));
    }

    @Test
    void whatComesAgainAfterItIsAcknowledgedHadArrived() throws IOException {
        assertEquals(List.of("1 OPENED", "4 SENT one"), events("""
                        handshake
                        C data 'one\\n'
                        S ACK
                        at +200ms
                        C data 'one\\n' seq=1
                        """));
    }

    @Test
    void oneWriteInSeveralSegmentsIsSentAtOnce() throws IOException {
        assertEquals(List.of("1 OPENED", "5 SENT on", "5 SENT e", "6 SENT two"), events("""
                        handshake
                        C ACK data 'on'
                        at +20us
                        C data 'e\\n'
                        at +10ms
                        C data 'two\\n'
                        """));
    }

    /** That the client answers tells that it had come. */
    @Test
    void whatIsMissingHadComeBeforeWhatShowsThat() throws IOException {
        assertEquals(
                List.of("1 OPENED", "4 RECEIVED one", "5 RECEIVED ", "5 SENT two", "6 RECEIVED three"), events("""
                        handshake
                        S data 'one\\n'
                        S data 'more\\n'
                        unseen
                        C data 'two\\n'
                        S data 'three\\n'
                        """));
    }

    @Test
    void aConnectionThatCarriedNothingIsCountedAndNoTrack() throws IOException {
        RecordedConversation recording = recording("handshake; close");

        assertEquals(List.of(), recording.tracks());
        assertEquals(1, recording.empty());
    }

    @Test
    void aResetIsTheDoingOfWhoSentIt() throws IOException {
        String script = "handshake; C data 'one\\n'; S data 'two\\n'; C ACK; ";

        assertEquals("7 SERVER_RESET", events(script + "S RST").getLast());
        assertEquals(4, events(script + "S RST").size());
        assertEquals("7 CLIENT_RESET", events(script + "C RST").getLast());
        assertEquals(4, events(script + "C RST").size());
    }
}
