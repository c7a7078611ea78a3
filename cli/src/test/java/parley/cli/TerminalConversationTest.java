package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import parley.client.play.Script;

/** Four people at four terminals play samples/four-users.csv. */
class TerminalConversationTest extends TerminalTest {
    private final Deque<Script.Row> script =
            new ArrayDeque<>(Script.read(ProjectFiles.sample("four-users.csv")).rows());
    private final Map<String, Tmux.Pane> panes = new HashMap<>();

    TerminalConversationTest() throws IOException {}

    @Test
    void everybodySeesTheDocumentedConversation() throws IOException {
        comes("Ofir");
        comes("Roony");
        comes("Hodaya");
        comes("Emily");
        says("Ofir", "Ofir", "online: Emily, Hodaya, you, Roony");
        says("Ofir", "Ofir", "the server understands: NAME, ME to A, B - text, accept, reject, leave, who, help, exit");
        says("Ofir", "Roony", "HH:MM Ofir → you: good morning");
        says("Roony", "Ofir", "HH:MM Roony → you: good morning to you");
        says("Ofir", "Emily", "HH:MM Ofir → Roony, Hodaya, you: lunch at one?");
        says("Hodaya", "Emily", "HH:MM Hodaya → Ofir, you: count me in");
        says("Hodaya", "Emily", "Hodaya asks you for a private chat: Alt-A or accept Hodaya, Alt-R or reject Hodaya");
        says("Emily", "Hodaya", "⇄ private chat with Emily; what you write goes to nobody else, leave ends it");
        says("Hodaya", "Emily", "HH:MM ⇄ Hodaya: shall we ask Dana along?");
        says("Emily", "Hodaya", "HH:MM ⇄ Emily: I was about to say so, yes");
        says("Roony", "Hodaya", "HH:MM Roony → you, Ofir: one is fine with me");
        says("Hodaya", "Emily", "HH:MM ⇄ Hodaya: then I will write to her");
        says("Emily", "Hodaya", "⇄ Emily has ended the private chat");
        says("Hodaya", "Hodaya", "not delivered to Dana, who is not online: will you join us for lunch?");
        says("Ofir", "Roony", "Ofir asks you for a private chat: Alt-A or accept Ofir, Alt-R or reject Ofir");
        says("Roony", "Ofir", "Roony does not want a private chat now");
        says("Roony", "Ofir", "HH:MM Roony → you: no time for a chat now");
        says("Emily", "Emily", "not delivered to Dana, who is not online: see you at one (Ofir has it)");
        pane("Ofir").awaitRow("HH:MM Emily → you, Dana: see you at one");
        leaves("Roony", "Hodaya", "Emily", "Ofir");
        says("Ofir", "Ofir", "online: Emily, Hodaya, you");
        leaves("Hodaya", "Emily", "Ofir");
        leaves("Emily", "Ofir");
        leaves("Ofir");
        assertTrue(script.isEmpty(), script.toString());

        assertEquals("""
                You are Hodaya; help explains words and keys, Tab completes
                online: Ofir, Roony
                Emily joined
                HH:MM Ofir → Roony, you, Emily: lunch at one?
                HH:MM you → Ofir, Emily: count me in
                Emily is asked for a private chat with you
                ⇄ private chat with Emily; what you write goes to nobody else, leave ends it
                HH:MM ⇄ you: shall we ask Dana along?
                HH:MM ⇄ Emily: I was about to say so, yes
                HH:MM Roony → you, Ofir: one is fine with me
                HH:MM ⇄ you: then I will write to her
                ⇄ Emily has ended the private chat
                HH:MM you → Dana: will you join us for lunch?
                not delivered to Dana, who is not online: will you join us for lunch?
                Roony left
                goodbye
                exit code 0
                isig
                icanon
                echo""", pane("Hodaya").shown());
        assertEquals("""
                You are Emily; help explains words and keys, Tab completes
                online: Hodaya, Ofir, Roony
                HH:MM Ofir → Roony, Hodaya, you: lunch at one?
                HH:MM Hodaya → Ofir, you: count me in
                Hodaya asks you for a private chat: Alt-A or accept Hodaya, Alt-R or reject Hodaya
                ⇄ private chat with Hodaya; what you write goes to nobody else, leave ends it
                HH:MM ⇄ Hodaya: shall we ask Dana along?
                HH:MM ⇄ you: I was about to say so, yes
                HH:MM ⇄ Hodaya: then I will write to her
                ⇄ you have left the private chat with Hodaya
                HH:MM you → Ofir, Dana: see you at one
                not delivered to Dana, who is not online: see you at one (Ofir has it)
                Roony left
                Hodaya left
                goodbye
                exit code 0
                isig
                icanon
                echo""", pane("Emily").shown());
        assertEquals("""
                You are Roony; help explains words and keys, Tab completes
                online: Ofir
                Hodaya joined
                Emily joined
                HH:MM Ofir → you: good morning
                HH:MM you → Ofir: good morning to you
                HH:MM Ofir → you, Hodaya, Emily: lunch at one?
                HH:MM you → Hodaya, Ofir: one is fine with me
                Ofir asks you for a private chat: Alt-A or accept Ofir, Alt-R or reject Ofir
                HH:MM you → Ofir: no time for a chat now
                goodbye
                exit code 0
                isig
                icanon
                echo""", pane("Roony").shown());
    }

    private Tmux.Pane pane(String user) {
        return Objects.requireNonNull(panes.get(user), user);
    }

    /** The next row of the script is a user's name. */
    private void comes(String user) throws IOException {
        assertEquals(user, next(user));
        Tmux.Pane pane = user(user);
        for (Tmux.Pane other : panes.values()) {
            other.awaitRow(user + " joined");
        }
        panes.put(user, pane);
    }

    /** A user types the next row of the script, and somebody sees what comes of it. */
    private void says(String user, String observer, String seen) {
        pane(user).enter(next(user));
        pane(observer).awaitRow(seen);
    }

    private void leaves(String user, String... others) {
        says(user, user, "exit code 0");
        pane(user).awaitRow("echo");
        for (String other : others) {
            pane(other).awaitRow(user + " left");
        }
    }

    private String next(String user) {
        Script.Row row = script.remove();
        assertEquals(user, row.user(), "row " + row.number());
        return row.text();
    }
}
