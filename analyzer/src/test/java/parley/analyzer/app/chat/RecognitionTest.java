package parley.analyzer.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static parley.analyzer.app.chat.ChatScripts.WELCOME;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.analyzer.app.DecodeAs;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.RecordedMessages;
import parley.analyzer.testing.TcpScript;

class RecognitionTest {
    /** A conversation whose beginning was not captured. */
    private static final String MIDSTREAM = """
            S data 'nothing whole\\njoined: Roony\\n'
            C ACK
            C data 'Emily to Roony - hello\\n'
            S ACK
            """;

    private static RecordedMessages decodedAs(String script, DecodeAs decodeAs) {
        return RecordedMessages.of(TcpScript.parse(script).source(), AnalysisOptions.DEFAULT.withDecoders(decodeAs));
    }

    private static DecodeAs portAs(int port, String name) {
        return new DecodeAs(Map.of(port, name), false);
    }

    @Test
    void theWelcomeTellsAChatOnAnyPort() {
        RecordedMessages chat = RecordedMessages.of("server 10.0.0.2:443\n" + WELCOME);
        assertEquals(
                List.of("0 server welcome server > : welcome to the chat", "0 server prompt server > : enter name:"),
                chat.lines());
    }

    @Test
    void aClientThatSaysMuchBeforeItIsWelcomedIsDecodedAllTheSame() {
        RecordedMessages chat = RecordedMessages.of("""
                handshake
                C data 'Sam\\n'
                C data 6000
                C data '\\n'
                S data 'welcome to the chat\\n'
                S data 'enter name:\\n'
                S data 'hello Sam\\n'
                """);
        assertTrue(
                chat.lines().contains("0 client name Sam > server: Sam"),
                () -> chat.lines().toString());
        assertTrue(
                chat.lines().contains("0 server hello server > Sam: hello Sam"),
                () -> chat.lines().toString());
    }

    @Test
    void theWelcomeMayComeInPieces() {
        RecordedMessages chat = RecordedMessages.of(
                "server 10.0.0.2:443\n" + WELCOME.replace("S data 'welcome to", "S data 'wel'\nS data 'come to"));
        assertEquals(
                "0 server welcome server > : welcome to the chat", chat.lines().getFirst());
    }

    @Test
    void onTheChatsOwnPortAConversationIsRecognisedInItsMiddle() {
        RecordedMessages chat = RecordedMessages.of(MIDSTREAM);
        assertEquals(
                List.of(
                        "0 server unknown server > Emily: nothing whole",
                        "0 server joined server > Emily: joined: Roony",
                        "0 client direct Emily > Roony: hello"),
                chat.lines());
        assertEquals(List.of("0 Emily"), chat.users());
    }

    @Test
    void onAnotherPortAConversationIsNotRecognisedInItsMiddle() {
        assertEquals(
                List.of(),
                RecordedMessages.of("server 10.0.0.2:10001\n" + MIDSTREAM).lines());
    }

    @Test
    void inTheMiddleOfTheFirstServersConversationEachSegmentIsALine() {
        RecordedMessages chat = RecordedMessages.of("""
                S data 'Ofir to Emily - hi\\n'
                C data 'Emily to Ofir - yes'
                C data 'Ofir'
                S data 'online: Emily,Ofir\\n'
                """);
        assertEquals(
                List.of(
                        "0 client direct Emily > Ofir: yes",
                        "0 client request Emily > Ofir: Ofir",
                        "0 server online server > Emily: online: Emily,Ofir"),
                chat.linesFrom("client direct"));
    }

    @Test
    void anotherProtocolOnTheChatsPortIsNotDecoded() {
        RecordedMessages chat = RecordedMessages.of("""
                handshake
                C data 'GET / HTTP/1.1\\r\\n\\r\\n'
                S data 'HTTP/1.1 200 OK\\r\\nServer: x\\r\\n\\r\\n'
                """);
        assertEquals(List.of(), chat.lines());
    }

    @Test
    void aPortMayBeDecodedAsTheChatWhateverItLooksLike() {
        String script = "server 10.0.0.2:10001\n" + MIDSTREAM;
        assertEquals(3, decodedAs(script, portAs(10_001, "chat")).lines().size());
    }

    @Test
    void aPortDecodedAsAnotherProtocolIsNoChat() {
        assertEquals(List.of(), decodedAs(WELCOME, portAs(10_000, "other")).lines());
    }

    @Test
    void oneDirectionIsEnough() {
        RecordedMessages chat = decodedAs("C data 'Ofir\\nOfir to Emily - hi\\n'\n", portAs(10_000, "chat"));
        assertEquals(List.of("0 client name Ofir > server: Ofir", "0 client direct Ofir > Emily: hi"), chat.lines());
    }

    @Test
    void nothingIsDecodedWhereDecodingIsOff() {
        assertEquals(List.of(), decodedAs(WELCOME, DecodeAs.NONE).lines());
    }
}
