package parley.analyzer.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parley.analyzer.app.chat.ChatScripts.EMILY;
import static parley.analyzer.app.chat.ChatScripts.OFIR;
import static parley.analyzer.app.chat.ChatScripts.OFIR_AND_EMILY;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.testing.RecordedMessages;

class PrivateChatTest {
    private static final String ASKED = OFIR_AND_EMILY + """
            C data 'Ofir\\n'
            S data 'requested Ofir\\n'
            """ + OFIR + "S data 'request from Emily\\n'\n";
    private static final String AGREED =
            ASKED + "C data 'accept\\n'\nS data 'private with Emily\\n'\n" + EMILY + "S data 'private with Ofir\\n'\n";

    @Test
    void bothSidesFollowFromTheRequestToTheEnd() {
        RecordedMessages chat = RecordedMessages.of(AGREED + "C data 'only you read this\\n'\n" + OFIR + """
                S data 'Emily: only you read this\\n'
                C data 'who\\n'
                """ + EMILY
                + "S data 'Ofir: who\\n'\nC data 'leave\\n'\nS data 'ended\\n'\n" + OFIR + """
                S data 'ended by Emily\\n'
                C data 'who\\n'
                """);
        assertEquals(
                List.of(
                        "1 client request Emily > Ofir: Ofir",
                        "1 server requested server > Emily: requested Ofir",
                        "0 server request server > Ofir: request from Emily",
                        "0 client accept Ofir > Emily: accept",
                        "0 server private server > Ofir: private with Emily",
                        "1 server private server > Emily: private with Ofir",
                        "1 client text Emily > Ofir: only you read this",
                        "0 server text Emily > Ofir: only you read this",
                        "0 client text Ofir > Emily: who",
                        "1 server text Ofir > Emily: who",
                        "1 client leave Emily > Ofir: leave",
                        "1 server ended server > Emily: ended",
                        "0 server ended server > Ofir: ended by Emily",
                        "0 client who Ofir > server: who"),
                chat.linesFrom("client request"));
        assertEquals(
                "1 client request Emily > Ofir: Ofir",
                chat.forwardedBy("0 server request server > Ofir: request from Emily"));
        assertEquals(
                "0 client accept Ofir > Emily: accept",
                chat.forwardedBy("1 server private server > Emily: private with Ofir"));
        assertEquals("", chat.forwardedBy("0 server private server > Ofir: private with Emily"));
        assertEquals("0 client text Ofir > Emily: who", chat.forwardedBy("1 server text Ofir > Emily: who"));
        assertEquals(
                "1 client leave Emily > Ofir: leave", chat.forwardedBy("0 server ended server > Ofir: ended by Emily"));
    }

    @Test
    void exitEndsThePrivateChatToo() {
        RecordedMessages chat = RecordedMessages.of(AGREED + "C data 'exit\\n'\nS data 'goodbye\\n'\n" + OFIR
                + "S data 'ended by Emily\\n'\nC data 'help\\n'\n");
        assertEquals(
                "1 client exit Emily > server: exit", chat.forwardedBy("0 server ended server > Ofir: ended by Emily"));
        assertEquals("0 client help Ofir > server: help", chat.lines().getLast());
    }

    @Test
    void aPartnerWhoseConnectionDiesEndsIt() {
        RecordedMessages chat =
                RecordedMessages.of(AGREED + "C RST\n" + OFIR + "S data 'ended by Emily\\n'\nC data 'help\\n'\n");
        assertEquals("", chat.forwardedBy("0 server ended server > Ofir: ended by Emily"));
        assertEquals("0 client help Ofir > server: help", chat.lines().getLast());
    }

    @Test
    void aRejectionReachesWhoAsked() {
        RecordedMessages chat =
                RecordedMessages.of(ASKED + "C data 'reject\\n'\n" + EMILY + "S data 'rejected by Ofir\\n'\n");
        assertEquals(
                "0 client reject Ofir > Emily: reject",
                chat.forwardedBy("1 server rejected server > Emily: rejected by Ofir"));
    }

    @Test
    void whoIsNotNamedInTheAnswerIsTheOldestWhoAsked() {
        RecordedMessages chat = RecordedMessages.of(ASKED + """
                S data 'request from Roony\\n'
                S data 'request from Hodaya\\n'
                C data 'reject Roony\\n'
                S data 'left: Emily\\n'
                C data 'accept\\n'
                """);
        assertEquals(
                List.of(
                        "0 client reject Ofir > Roony: reject Roony",
                        "0 server left server > Ofir: left: Emily",
                        "0 client accept Ofir > Hodaya: accept"),
                chat.linesFrom("client reject"));
    }

    @Test
    void whatFollowsAcceptAtOnceIsReadByItsAnswer() {
        RecordedMessages chat = RecordedMessages.of(
                ASKED + "C data 'accept\\nhi there\\nleave\\nwho\\n'\nS data 'private with Emily\\nended\\n'\n");
        assertEquals(
                List.of(
                        "0 client accept Ofir > Emily: accept",
                        "0 server private server > Ofir: private with Emily",
                        "0 client text Ofir > Emily: hi there",
                        "0 client leave Ofir > Emily: leave",
                        "0 server ended server > Ofir: ended",
                        "0 client who Ofir > server: who"),
                chat.linesFrom("client accept"));
    }

    @Test
    void acceptingWhatNobodyAskedLeavesTheClientInTheLobby() {
        RecordedMessages chat = RecordedMessages.of(
                OFIR_AND_EMILY + "C data 'accept\\nwho\\n'\nS data 'error: no request to answer\\nonline: Emily\\n'\n");
        assertEquals(
                List.of(
                        "1 client accept Emily > server: accept",
                        "1 server error server > Emily: error: no request to answer",
                        "1 client who Emily > server: who",
                        "1 server online server > Emily: online: Emily"),
                chat.linesFrom("client accept"));
    }
}
