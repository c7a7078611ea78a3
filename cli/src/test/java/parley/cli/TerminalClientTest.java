package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.protocol.ServerLine;

/** What a person at a terminal types, presses and sees. */
class TerminalClientTest extends TerminalTest {
    TerminalClientTest() throws IOException {}

    @Test
    void aMessageArrivesAboveAHalfTypedLineAndIsCounted() throws IOException {
        Tmux.Pane ofir = user("Ofir");
        Tmux.Pane roony = user("Roony");
        ofir.awaitRow("Roony joined");
        ofir.type("to Roony - I was ab");
        ofir.awaitRow("Ofir> to Roony - I was ab");
        roony.enter("to Ofir - lunch?");
        ofir.awaitRow("HH:MM Roony → you: lunch?");
        ofir.awaitRow("Ofir (1)> to Roony - I was ab");
        ofir.awaitTitle("(1) Ofir - Parley");
        ofir.type("out to ask");
        ofir.awaitRow("Ofir> to Roony - I was about to ask");
        ofir.awaitTitle("Ofir - Parley");
        ofir.press("Enter");
        roony.awaitRow("HH:MM Ofir → you: I was about to ask");
        ofir.awaitRow("HH:MM you → Roony: I was about to ask");
        ofir.awaitRow("Ofir>");
    }

    @Test
    void aRequestIsAnsweredByAKey() throws IOException {
        Tmux.Pane emily = user("Emily");
        Tmux.Pane hodaya = user("Hodaya");
        emily.awaitRow("Hodaya joined");
        hodaya.enter("Emily");
        emily.awaitRow("Hodaya asks you for a private chat: Alt-A or accept Hodaya, Alt-R or reject Hodaya");
        emily.type("half a li");
        emily.press("Escape", "r");
        hodaya.awaitRow("Emily does not want a private chat now");
        emily.awaitRow("you reject Hodaya");
        emily.awaitRow("Emily> half a li");
        emily.press("C-u");
        hodaya.enter("Emily");
        emily.await("the second request", screen -> screen.split("asks you for a private chat", -1).length == 3);
        emily.press("M-a");
        hodaya.awaitRow("Hodaya ⇄ Emily>");
        emily.awaitRow("Emily ⇄ Hodaya>");
        emily.enter("help");
        hodaya.awaitRow("HH:MM ⇄ Emily: help");
        emily.press("M-h");
        emily.await("Alt-A, Alt-R");
        hodaya.enter("leave");
        emily.awaitRow("⇄ Hodaya has ended the private chat");
        emily.awaitRow("Emily>");
        emily.press("M-a");
        emily.awaitRow("nobody asks you for a private chat");
    }

    @Test
    void aLineTypedWhileTheServerIsAwayArrivesAfterItsReturn() throws IOException {
        Tmux.Pane ofir = user("Ofir");
        Tmux.Pane roony = user("Roony");
        ofir.awaitRow("Roony joined");
        ofir.type("to Roony - are you");
        stopServer();
        ofir.await(
                "connection lost: the server is closing; trying again in 0.5 s, Enter tries at once; what you write");
        ofir.awaitRow("Ofir (offline)> to Roony - are you");
        ofir.type(" there?");
        ofir.press("Enter");
        ofir.awaitRow("HH:MM you → Roony: are you there? (waits for a connection)");
        ofir.type("still typ");
        ofir.await("no connection: no server at " + serverAddress() + " (connection refused)");
        startServer();
        ofir.awaitRow("connected again as Ofir");
        roony.awaitRow("connected again as Roony");
        roony.awaitRow("HH:MM Ofir → you: are you there?");
        ofir.awaitRow("HH:MM you → Roony: are you there? (sent now)");
        ofir.awaitRow("Ofir> still typ");
        stopServer();
        ofir.awaitRow("Ofir (offline)> still typ");
        ofir.press("C-u");
        ofir.enter("to Roony - too late");
        ofir.await("(waits for a connection)");
        ofir.enter("exit");
        ofir.awaitRow("not sent, the session is over: you → Roony: too late");
        ofir.awaitRow("exit code 0");
    }

    @Test
    void aNameThatIsTakenIsAskedForAgain() throws IOException {
        Tmux.Pane first = user("Ofir");
        Tmux.Pane second = client("second", Map.of(), "ofir");
        second.awaitRow("ofir is taken: give another name");
        second.awaitRow("name>");
        second.enter("Ofir Cohen");
        second.awaitRow("a name has letters, digits, _ - . and nothing else: give another name");
        second.enter("Dana");
        second.awaitRow("Dana>");
        first.awaitRow("Dana joined");
    }

    @Test
    void whatIsHalfTypedComesBackAfterANameThatIsLostOnReturn() throws Exception {
        try (ServerSocket odd = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Tmux.Pane ofir = client("Ofir", Map.of(), "Ofir", "--server", "127.0.0.1:" + odd.getLocalPort());
            try (Socket first = odd.accept()) {
                send(first, "welcome to the chat\nenter name:\nhello Ofir\nonline: Ofir\n");
                ofir.awaitRow("Ofir>");
                ofir.type("to Roony - half a li");
                ofir.awaitRow("Ofir> to Roony - half a li");
            }
            try (Socket second = odd.accept()) {
                BufferedReader names =
                        new BufferedReader(new InputStreamReader(second.getInputStream(), StandardCharsets.UTF_8));
                send(second, "welcome to the chat\nenter name:\n");
                assertEquals("Ofir", names.readLine());
                send(second, "error: a name keeps to one script\nenter name:\n");
                ofir.awaitRow("a name keeps to one script: give another name");
                ofir.awaitRow("name>");
                ofir.enter("Dana");
                assertEquals("Dana", names.readLine());
                send(second, "hello Dana\nonline: Dana\n");
                ofir.awaitRow("Dana> to Roony - half a li");
            }
        }
    }

    private static void send(Socket client, String lines) throws IOException {
        client.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutANameOneIsAskedFor() throws IOException {
        Tmux.Pane pane = client("nameless", Map.of());
        pane.awaitRow("Give a name to be known by.");
        pane.awaitRow("name>");
        pane.enter("Ofir");
        pane.awaitRow("Ofir>");
        pane.press("Up");
        pane.type("who");
        pane.awaitRow("Ofir> who");
    }

    @Test
    void aLineThatIsWiderThanTheTerminalStaysWholeWhenItIsResized() throws IOException {
        Tmux.Pane ofir = user("Ofir");
        Tmux.Pane roony = user("Roony");
        ofir.awaitRow("Roony joined");
        ofir.type("to Roony - " + "0123456789".repeat(8));
        ofir.await("the whole line", screen -> ofir.rows().endsWith("34567890123456789"));
        ofir.resize(40, 24);
        ofir.await(
                "the line at 40 columns",
                screen -> ofir.rows()
                        .endsWith("Ofir> to Roony - 01234567890123456789012\n3456789012345678901234567890123456789012\n"
                                + "34567890123456789"));
        roony.enter("to Ofir - " + "abcdefghij".repeat(5));
        ofir.await(
                "the message above the line",
                screen -> ofir.rows()
                        .endsWith("HH:MM Roony → you: abcdefghijabcdefghija\nbcdefghijabcdefghijabcdefghij\n"
                                + "Ofir (1)> to Roony - 0123456789012345678\n9012345678901234567890123456789012345678\n"
                                + "901234567890123456789"));
        ofir.resize(100, 24);
        ofir.type("!");
        ofir.awaitRow("Ofir> to Roony - " + "0123456789".repeat(8) + "!");
        ofir.press("Enter");
        roony.awaitRow("HH:MM Ofir → you: " + "0123456789".repeat(8) + "!");
    }

    @Test
    void scriptsOfAnyWidthKeepThePromptWhole() throws IOException {
        Tmux.Pane hodaya = user("הודיה");
        Tmux.Pane nihon = user("日本");
        hodaya.awaitRow("日本 joined");
        hodaya.type("to 日本 - שלום 日本語 😀 é");
        hodaya.awaitRow("הודיה> to 日本 - שלום 日本語 😀 é");
        nihon.enter("to הודיה - 昼ご飯 🍜?");
        hodaya.awaitRow("HH:MM 日本 → you: 昼ご飯 🍜?");
        hodaya.awaitRow("הודיה (1)> to 日本 - שלום 日本語 😀 é");
        hodaya.press("BSpace", "BSpace", "BSpace", "BSpace");
        hodaya.type("語!");
        hodaya.awaitRow("הודיה> to 日本 - שלום 日本語語!");
        hodaya.press("Enter");
        nihon.awaitRow("HH:MM הודיה → you: שלום 日本語語!");
        nihon.type("to ה");
        nihon.press("Tab");
        nihon.awaitRow("日本> to הודיה");
        nihon.type("- " + "語".repeat(40));
        nihon.await("two rows", screen -> nihon.rows().endsWith("\n" + "語".repeat(9)));
    }

    @Test
    void namesAreCompleted() throws IOException {
        Tmux.Pane ofir = user("Ofir");
        user("Roony");
        user("Hodaya");
        ofir.awaitRow("Hodaya joined");
        ofir.type("to ro");
        ofir.press("Tab");
        ofir.awaitRow("Ofir> to Roony");
        ofir.press("Tab");
        ofir.await("then the message");
        ofir.type(", ");
        ofir.press("Tab");
        ofir.awaitRow("Ofir> to Roony , Hodaya");
        ofir.type("- hello");
        ofir.press("Enter");
        ofir.awaitRow("HH:MM you → Roony, Hodaya: hello");
        ofir.awaitRow("Ofir>");
        ofir.type("to ro");
        ofir.press("Tab");
        ofir.type("- hello");
        ofir.press("Enter");
        ofir.awaitRow("HH:MM you → Roony: hello");
        ofir.press("C-u");
        ofir.type("wh");
        ofir.press("Tab");
        ofir.awaitRow("Ofir> who");
    }

    @Test
    void noColorMeansNone() throws IOException {
        Tmux.Pane ofir = client("Ofir", Map.of("NO_COLOR", "1"), "Ofir");
        ofir.awaitRow("Ofir>");
        Tmux.Pane roony = user("Roony");
        ofir.awaitRow("Roony joined");
        roony.enter("Ofir");
        ofir.await("Roony asks you for a private chat");
        ofir.press("M-a");
        roony.awaitRow("Roony ⇄ Ofir>");
        roony.enter("in private");
        ofir.awaitRow("HH:MM ⇄ Roony: in private");
        ofir.press("Tab");
        ofir.await("leave the server");
        assertFalse(ofir.styled().contains("\u001b["), ofir.styled());
        assertTrue(roony.styled().contains("\u001b["), roony.styled());
    }

    @Test
    void escapeSequencesFromTheWireAreShownAndDoNothing() throws IOException {
        Tmux.Pane ofir = user("Ofir");
        try (Socket evil = new Socket("127.0.0.1", serverPort())) {
            send(evil, "Evil\nEvil to Ofir - \u202egpj.exe\n");
            ofir.awaitRow("HH:MM Evil → you: \\u202egpj.exe");
        }
    }

    @Test
    void ctrlCClearsTheLineAndTwiceLeaves() throws IOException {
        Tmux.Pane ofir = user("Ofir");
        Tmux.Pane roony = user("Roony");
        roony.awaitRow("Roony>");
        ofir.awaitRow("Roony joined");
        ofir.type("to Roony - never mind");
        ofir.awaitRow("Ofir> to Roony - never mind");
        ofir.press("C-c");
        ofir.awaitRow("Ofir>");
        ofir.press("C-c");
        ofir.awaitRow("Ctrl-C again leaves");
        ofir.type("x");
        ofir.awaitRow("Ofir> x");
        ofir.press("BSpace");
        ofir.awaitRow("Ofir>");
        ofir.press("C-c");
        ofir.await("the warning again", screen -> screen.split("Ctrl-C again leaves", -1).length == 3);
        ofir.press("C-c");
        ofir.awaitRow("exit code 0");
        ofir.awaitRow("echo");
        ofir.awaitRow("icanon");
        roony.awaitRow("Ofir left");
        roony.press("C-d");
        roony.awaitRow("exit code 0");
    }

    @Test
    void aClientThatIsTerminatedLeavesTheTerminalAsItWas() throws IOException {
        Tmux.Pane ofir = user("Ofir");
        ofir.type("half a li");
        ofir.awaitRow("Ofir> half a li");
        ofir.awaitTitle("Ofir - Parley");
        ofir.terminate();
        ofir.awaitRow("echo");
        assertTrue(ofir.shown().endsWith("Ofir> half a li\nexit code 143\nisig\nicanon\necho"), ofir.shown());
        assertNotEquals("Ofir - Parley", ofir.title());
    }

    @Test
    void enterOnAnEmptyLineConnects() throws Exception {
        try (ServerSocket odd = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Tmux.Pane ofir = client("Ofir", Map.of(), "Ofir", "--server", "127.0.0.1:" + odd.getLocalPort());
            try (Socket first = odd.accept()) {
                send(first, "welcome to the chat\nenter name:\nhello Ofir\nonline: Ofir\n");
                ofir.awaitRow("Ofir>");
                send(first, ServerLine.Error.IDLE.format() + "\n");
            }
            ofir.awaitRow("Ofir (offline)>");
            ofir.press("Enter");
            try (Socket second = odd.accept()) {
                send(second, "welcome to the chat\nenter name:\nhello Ofir\nonline: Ofir\n");
                ofir.awaitRow("connected again as Ofir");
                ofir.awaitRow("trying now");
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsOneLineAndExitCodeOne() throws IOException {
        stopServer();
        Tmux.Pane pane = client("Ofir", Map.of(), "Ofir");
        pane.awaitRow("echo");
        assertEquals(
                "parley: no server at " + serverAddress()
                        + " (connection refused); start one with 'parley server'\nexit code 1\nisig\nicanon\necho",
                pane.shown());
    }

    @Test
    void aDumbTerminalHasPlainLines() throws IOException {
        Tmux.Pane ofir = client("Ofir", Map.of("TERM", "dumb"), "Ofir");
        ofir.awaitRow("hello Ofir");
        ofir.enter("exit");
        ofir.awaitRow("exit code 0");
        assertTrue(ofir.shown().contains("welcome to the chat\nenter name:\nOfir\nhello Ofir"), ofir.shown());
    }

    @Test
    void withoutNativeAccessTheTerminalIsSetUpByStty() throws IOException {
        Tmux.Pane ofir = clientWithoutNativeAccess("Ofir", "Ofir");
        ofir.awaitRow("Ofir>");
        ofir.enter("exit");
        ofir.awaitRow("exit code 0");
        ofir.awaitRow("echo");
        assertFalse(ofir.shown().contains("WARNING"), ofir.shown());
    }
}
