package parley.analyzer.app.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parley.analyzer.app.chat.ChatScripts.WELCOME;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.analyzer.testing.RecordedMessages;

class OpeningTest {
    @Test
    void helloTellsParleyFromTheFirstServer() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'Ofir\\n'
                S data 'hello Ofir\\n'
                S data 'online: Ofir\\n'
                C data 'who\\n'
                S data 'online: Ofir\\n'
                C data 'exit\\n'
                S data 'goodbye\\n'
                close
                """);
        assertEquals(
                List.of(
                        "0 server welcome server > : welcome to the chat",
                        "0 server prompt server > : enter name:",
                        "0 client name Ofir > server: Ofir",
                        "0 server hello server > Ofir: hello Ofir",
                        "0 server online server > Ofir: online: Ofir",
                        "0 client who Ofir > server: who",
                        "0 server online server > Ofir: online: Ofir",
                        "0 client exit Ofir > server: exit",
                        "0 server goodbye server > Ofir: goodbye"),
                chat.lines());
        assertEquals(List.of("0 Ofir"), chat.users());
    }

    @Test
    void aRefusedNameIsFollowedByAnother() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'server\\n'
                S data 'error: server is a word of the protocol\\nenter name:\\n'
                C data 'Ofir\\n'
                S data 'hello Ofir\\n'
                S data 'error: unknown command\\n'
                """);
        assertEquals(
                List.of(
                        "0 client name server > server: server",
                        "0 server refused server > : error: server is a word of the protocol",
                        "0 server prompt server > : enter name:",
                        "0 client name Ofir > server: Ofir",
                        "0 server hello server > Ofir: hello Ofir",
                        "0 server error server > Ofir: error: unknown command"),
                chat.linesFrom("client name server"));
        assertEquals(List.of("0 Ofir"), chat.users());
    }

    @Test
    void theServerMaySpellTheNameAnew() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'Zoe\\xcc\\x88\\n'
                S data 'hello Zo\\xc3\\xab\\n'
                C data 'who\\n'
                """);
        assertEquals(List.of("0 Zo\u00eb"), chat.users());
        assertEquals("0 client who Zo\u00eb > server: who", chat.lines().getLast());
    }

    @Test
    void whatIsPipedInAtOnceIsReadAsTheServerReadsIt() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'Ofir\\nOfir to Emily - hi\\nwho\\nexit\\n'
                C FIN
                S data 'hello Ofir\\nonline: Ofir\\nerror: not online: Emily\\nonline: Ofir\\ngoodbye\\n'
                S FIN
                C ACK
                """);
        assertEquals(
                List.of(
                        "0 client name Ofir > server: Ofir",
                        "0 server hello server > Ofir: hello Ofir",
                        "0 client direct Ofir > Emily: hi",
                        "0 client who Ofir > server: who",
                        "0 client exit Ofir > server: exit",
                        "0 server online server > Ofir: online: Ofir",
                        "0 server error server > Ofir: error: not online: Emily",
                        "0 server online server > Ofir: online: Ofir",
                        "0 server goodbye server > Ofir: goodbye"),
                chat.linesFrom("client name"));
    }

    @Test
    void ofNamesSentAtOnceTheFirstOneTakenCounts() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'server\\nOfir\\nEmily\\n'
                S data 'error: server is a word of the protocol\\nenter name:\\nhello Ofir\\nerror: not online: Emily\\n'
                """);
        assertEquals(
                List.of(
                        "0 client name server > server: server",
                        "0 server refused server > : error: server is a word of the protocol",
                        "0 client name Ofir > server: Ofir",
                        "0 server prompt server > : enter name:",
                        "0 server hello server > Ofir: hello Ofir",
                        "0 client request Ofir > Emily: Emily",
                        "0 server error server > Ofir: error: not online: Emily"),
                chat.linesFrom("client name"));
    }

    @Test
    void whatWaitsForAnAnswerThatNeverComesIsGivenOutAtTheEnd() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + "C data 'Ofir\\nOfir to Emily - hi\\n'");
        assertEquals(
                List.of("0 client name Ofir > server: Ofir", "0 client direct Ofir > Emily: hi"),
                chat.linesFrom("client name"));
    }

    @Test
    void anAnswerThatTheCaptureLacksIsTakenForHello() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'Ofir\\n'
                S data 'hello Ofir\\n'
                unseen
                C ACK
                S data 'joined: Emily\\n'
                C data 'Ofir to Emily - hi\\n'
                """);
        assertEquals("0 client direct Ofir > Emily: hi", chat.lines().getLast());
    }

    @Test
    void aNameThatIsNotUtf8IsShownAndRefused() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data '\\xff\\n'
                S data 'error: not UTF-8\\nenter name:\\n'
                C data 'Ofir\\n'
                S data 'hello Ofir\\n'
                """);
        assertEquals(
                List.of(
                        "0 client unknown  > : \ufffd",
                        "0 server refused server > : error: not UTF-8",
                        "0 server prompt server > : enter name:",
                        "0 client name Ofir > server: Ofir",
                        "0 server hello server > Ofir: hello Ofir"),
                chat.linesFrom("client unknown"));
    }

    @Test
    void exitInsteadOfANameIsAnExit() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'exit\\n'
                S data 'goodbye\\n'
                """);
        assertEquals("0 client exit  > server: exit", chat.lines().get(2));
        assertEquals(List.of(), chat.users());
    }

    @Test
    void whatOneConnectionShowsOfItsServerTheNextOneKnows() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'Ofir'
                S data 'online: Ofir\\n'
                client 10.0.0.3:40001
                """ + WELCOME + "C data 'Emily'\n");
        assertEquals("1 client name Emily > server: Emily", chat.lines().getLast());
        assertEquals(List.of("0 Ofir", "1 Emily"), chat.users());
    }

    @Test
    void aServerThatChangesItsDialectIsBelieved() {
        RecordedMessages chat = RecordedMessages.of(WELCOME + """
                C data 'Ofir'
                S data 'online: Ofir\\n'
                client 10.0.0.3:40001
                """ + WELCOME + """
                C data 'Emily\\n'
                S data 'hello Emily\\n'
                C data 'Emily to Ofir - one\\nwho\\n'
                """);
        assertEquals(
                List.of("1 client direct Emily > Ofir: one", "1 client who Emily > server: who"),
                chat.linesFrom("client direct"));
        assertEquals(
                19, chat.message("1 client direct Emily > Ofir: one").last().frame());
    }

    @Test
    void twoServersOfDifferentDialectsAreReadEachInItsOwn() {
        RecordedMessages chat = RecordedMessages.of("server 10.0.0.2:10000\n" + WELCOME + """
                C data 'Ofir'
                S data 'online: Ofir\\n'
                server 10.0.0.9:10000
                """ + WELCOME + """
                C data 'Emily\\n'
                S data 'hello Emily\\n'
                S data 'online: Emily, Roony\\n'
                server 10.0.0.2:10000
                C data 'Hodaya'
                S data 'chat with Hodaya\\n'
                server 10.0.0.9:10000
                C data 'Roony\\n'
                S data 'private with Roony\\n'
                """);
        assertEquals(
                List.of(
                        "0 client request Ofir > Hodaya: Hodaya",
                        "0 server private server > Ofir: chat with Hodaya",
                        "1 client request Emily > Roony: Roony",
                        "1 server private server > Emily: private with Roony"),
                chat.linesFrom("client request"));
    }
}
